import QMP

extension Fleet {
    /// Who may wait for one guest's answers at a time.
    static let inquirersLimit = 16

    /// Asks a guest's QEMU about its hardware: disks, accelerator, processors, memory devices and the balloon's properties.
    ///
    /// - Parameters:
    ///   - guest: its name.
    ///   - completion: called once, within the deadline of commands. Failure: `.invalidInput` when there is no such guest, it is
    ///     not connected, or too many ask already. What QEMU refused or did not say in time is among the failures of a success.
    ///     May be called before this returns.
    public func askHardware(of guest: String, completion: @escaping (Result<GuestHardware, QMPError>) -> Void) {
        guard let guest = names[guest] else {
            return completion(.failure(QMPError(code: .invalidInput, message: "there is no guest \(guest)")))
        }
        guard guest.inquirers.count < Self.inquirersLimit else {
            return completion(.failure(QMPError(code: .invalidInput, message: "too many ask about it at once")))
        }
        do throws(QMPError) {
            try guest.tracker.inquire(at: time)
            guest.inquirers.append(completion)
        } catch {
            return completion(.failure(error))
        }
        settle(guest)
    }
}
