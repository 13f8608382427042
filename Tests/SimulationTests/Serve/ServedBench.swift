import BalloonKit
import QMP
import Simulation

/// One guest on a served channel, its client's bytes, and time that moves when told.
struct ServedBench {
    var guest: SimulatedGuest
    var channel: ServedChannel
    private(set) var now = Moment(milliseconds: 0)
    /// All that the client was sent since it last connected.
    private(set) var received: [UInt8] = []
    private(set) var ends = 0

    init(_ plan: GuestPlan = WireBench.plan(), seed: UInt64 = 7) {
        guest = SimulatedGuest(plan, at: 0)
        channel = ServedChannel(plan, seed: seed, at: now)
        step()
    }

    /// The lines that the client was sent.
    var lines: [String] {
        String(decoding: received, as: UTF8.self).split(whereSeparator: { $0.isNewline }).map(String.init)
    }

    mutating func run(to time: Double) {
        while now.time < time {
            now = Moment(milliseconds: now.milliseconds + 100)
            step()
        }
    }

    mutating func connect() {
        received = []
        channel.connect(at: now)
        collect()
    }

    /// The client writes these requests, in pieces of so many bytes.
    mutating func send(_ requests: [QMPRequest], inPiecesOf size: Int = .max) {
        var rest = requests.flatMap(\.bytes)[...]
        while !rest.isEmpty {
            channel.receive(Array(rest.prefix(size)), &guest, at: now)
            rest = rest.dropFirst(size)
        }
        collect()
    }

    mutating func setBalloon(to target: ByteCount) {
        send([QMPRequest("balloon", ["value": .integer(target.bytes)])])
    }

    mutating func close(_ end: QEMUEnd) {
        channel.close(end, at: now)
        collect()
    }

    private mutating func step() {
        let hasReset = now.milliseconds > 0 && guest.advance(to: now.time, by: 0.1)
        channel.advance(&guest, hasReset: hasReset, to: now)
        collect()
    }

    private mutating func collect() {
        let output = channel.takeOutput(at: now)
        received += output.bytes
        if output.isEnd { ends += 1 }
    }
}
