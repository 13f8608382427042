import BalloonKit
import QMP

/// Asking QEMU about a guest's hardware, when somebody wants to know.
extension GuestTracker {
    /// Asks all questions at once; the answers come together, as one notice. Does nothing while an inquiry is under way: its
    /// answers serve both.
    ///
    /// An answer that misses its deadline ends the connection, as any other does: QEMU hangs then. `query-block` looks at the
    /// images, so storage that hangs can be why.
    ///
    /// - Throws: ``QMPError`` with `.invalidInput` when the guest is not connected.
    func inquire(at now: MonotonicTime) throws(QMPError) {
        guard inquiry == nil else { return }
        guard isReady || !isKnown else {
            inquiryWantedUntil = inquiryWantedUntil ?? now + settings.commandDeadline
            return visit(at: now)
        }
        guard isReady else {
            throw QMPError(code: .invalidInput, message: "\(name) is not connected: \(condition.reason)")
        }
        var asked = GuestInquiry(balloon: device?.path)
        let deadline = now + settings.commandDeadline
        for question in HardwareQuestion.allCases {
            guard let request = question.request(balloon: device?.path) else { continue }
            output += try session.send(
                request, tag: GuestInquiry.tag(of: question), deadline: deadline.sinceOrigin)
            asked.sent(question)
            inquiry = asked
        }
        if deadline < wakeAt { wakeAt = deadline }
    }

    /// Whether the tag was one of an inquiry.
    func takeAnswer(_ tag: QMPTag, _ result: Result<JSONValue, QMPError>, at now: MonotonicTime) -> Bool {
        guard let question = GuestInquiry.question(of: tag) else { return false }
        inquiry?.answered(question, result)
        if case .failure(let error) = result, error.code == .timedOut { missedDeadline(at: now) }
        if let inquiry, inquiry.isAnswered {
            notices.append(.hardware(inquiry.hardware))
            self.inquiry = nil
        }
        return true
    }
}
