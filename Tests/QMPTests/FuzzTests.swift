import QMP
import Testing

/// Recorded conversations, damaged: nothing traps, nothing grows, every command is told once.
struct FuzzTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a client session survives damaged streams`(seed: UInt64) throws {
        for (number, transcript) in Transcript.all.enumerated() {
            var generator = SeededGenerator(seed: seed &* 1000 &+ UInt64(number))
            for connection in transcript.connections {
                let stream = connection.filter(\.isFromQEMU).flatMap { line($0.text) }
                drive(damaged(stream, with: &generator), with: &generator)
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a server session survives damaged streams`(seed: UInt64) throws {
        for (number, transcript) in Transcript.all.enumerated() {
            var generator = SeededGenerator(seed: seed &* 1000 &+ UInt64(number))
            let sent = transcript.connections.joined().filter { !$0.isFromQEMU }.flatMap { line($0.text) }
            let limits = QMPServerLimits(json: JSONLimits(maximumBytes: 300, maximumDepth: 20), maximumOpenRequests: 5)
            var session = QMPServerSession(version: QMPVersion(major: 1, minor: 0, micro: 0), limits: limits)
            for piece in pieces(of: damaged(sent, with: &generator), with: &generator) {
                var requests: [QMPServerRequest] = []
                session.receive(piece) { if case .request(let request) = $0 { requests.append(request) } }
                #expect(session.openRequests <= 5)
                for request in requests { #expect(!session.reply(to: request).isEmpty) }
            }
        }
    }

    private func drive(_ stream: [UInt8], with generator: inout SeededGenerator) {
        let limits = QMPClientLimits(
            json: JSONLimits(maximumBytes: 2000, maximumDepth: 50), maximumOpenCommands: 8)
        var session = QMPClientSession(limits: limits)
        session.start(at: .zero)
        var now = Duration.zero
        var sent: UInt64 = 0
        var told: [QMPTag: Int] = [:]
        for piece in pieces(of: stream, with: &generator) {
            now += .milliseconds(Int.random(in: 0..<20, using: &generator))
            if Bool.random(using: &generator) {
                let id = Bool.random(using: &generator) ? Int64.random(in: 0..<20, using: &generator) : nil
                let request = QMPRequest("x", id: id, answersStatistics: Bool.random(using: &generator))
                let tag = QMPTag(rawValue: sent)
                if (try? session.send(request, tag: tag, deadline: now + .milliseconds(30))) != nil {
                    sent += 1
                }
            }
            session.receive(piece, at: now) { note($0, in: &told) }
            session.expire(at: now) { note($0, in: &told) }
            #expect(session.openCommands <= 8)
        }
        session.disconnected { note($0, in: &told) }
        #expect(session.isClosed)
        #expect(session.openCommands == 0)
        #expect(UInt64(told.count) == sent)
        #expect(told.values.allSatisfy { $0 == 1 })
    }

    private func note(_ event: QMPClientEvent, in told: inout [QMPTag: Int]) {
        switch event {
        case .reply(let tag, let view):
            _ = try? GuestStats.decode(view)
            _ = JSONValue(view).encoded()
            told[tag, default: 0] += 1
        case .statistics(let tag, _), .failed(let tag, _): told[tag, default: 0] += 1
        default: break
        }
    }

    private func damaged(_ stream: [UInt8], with generator: inout SeededGenerator) -> [UInt8] {
        var stream = stream
        // None at all for one stream in four, so that sessions also get far.
        for _ in 0..<Int.random(in: 0..<4, using: &generator) where stream.count > 10 {
            let place = Int.random(in: 0..<stream.count, using: &generator)
            let end = min(stream.count, place + Int.random(in: 1..<200, using: &generator))
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: stream[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: stream.removeSubrange(place..<end)
            case 2: stream.insert(contentsOf: stream[place..<end], at: place)
            case 3: stream.insert(UInt8(ascii: "\n"), at: place)
            case 4: stream.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: 3000), at: place)
            case 5: stream.insert(contentsOf: "99999999999999999999999".utf8, at: place)
            default: stream.removeSubrange(place...)
            }
        }
        return stream
    }

    private func pieces(of stream: [UInt8], with generator: inout SeededGenerator) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let length = Int.random(in: 1...300, using: &generator)
            pieces.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }
}
