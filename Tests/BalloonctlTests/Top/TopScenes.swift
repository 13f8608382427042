import BalloonKit
import ControlProtocol

@testable import balloonctl

/// States of the view to draw and to press keys in: a pool near its line, and guests of every kind.
enum TopScenes {
    static let status: StatusReport = {
        var status = StatusReport(
            version: "0.1.0", pid: 4242, started: .seconds(5400), cycle: 1234, policy: "built-in",
            pool: PoolReport(
                kind: "host", total: .gibibytes(16), used: .mebibytes(12_534), available: .mebibytes(3850),
                usage: 0.765, limit: 0.8, highWatermark: 0.775, lowWatermark: 0.72, predicted: .mebibytes(12_943),
                slope: .mebibytes(272), swapUsed: .zero, pressureSome: 0.012, pressureFull: 0),
            rung: "merge", guests: ["fresh": 4, "silent": 1],
            ksm: KSMSummary(run: 1, saved: .mebibytes(700), phase: "hurry"))
        status.policyState = "running"
        return status
    }()

    static func guest(_ name: String, actual: Int64, need: Int64, maximum: Int64 = 4096) -> GuestReport {
        var guest = GuestReport(name: name, state: .fresh)
        guest.actual = .mebibytes(actual)
        guest.target = .mebibytes(actual)
        guest.maximum = .mebibytes(maximum)
        guest.floor = .mebibytes(512)
        guest.workingSet = .mebibytes(need)
        guest.idle = .mebibytes(actual - need)
        guest.resident = .mebibytes(actual - 100)
        guest.lastReason = "it holds \(actual - need) MiB idle"
        guest.lastMove = .seconds(75)
        return guest
    }

    static let guests: [GuestReport] = {
        var batch = guest("batch-7", actual: 4096, need: 900)
        batch.target = .mebibytes(3584)
        batch.annotations = ["tier": "bronze"]
        var db = guest("db1", actual: 2048, need: 2000)
        db.isInDistress = true
        db.lastReason = "it runs short of 300 MiB"
        var dead = GuestReport(name: "legacy", state: .silent, stateReason: "QEMU has not answered for 12 s")
        dead.maximum = .gibibytes(2)
        var web = guest("web1", actual: 1024, need: 600, maximum: 2048)
        web.pin = PinReport(target: .gibibytes(1), reason: "backup", setBy: "root", remaining: .seconds(5400))
        let wide = guest("データ-\u{1b}[2J", actual: 3000, need: 1500)
        return [batch, db, dead, web, wide]
    }()

    /// After samples a second apart that rise to what the status says.
    static func state(
        _ width: Int, _ height: Int, status: StatusReport = status, guests: [GuestReport] = guests, samples: Int = 60
    ) -> TopState {
        var state = TopState(
            size: Frame.Size(width: width, height: height), interval: .seconds(1), now: .seconds(1000))
        state.clock = "14:03:11"
        _ = state.take(.connected, at: .seconds(1000))
        for second in (60 - samples)..<60 {
            var sample = status
            sample.pool?.usage -= Double(59 - second) * 0.003
            _ = state.take(.sampled(sample, guests), at: .seconds(1000 + Int64(second)))
        }
        return state
    }

    static func frame(_ state: TopState, _ glyphs: Glyphs = .unicode) -> Frame {
        TopView(state: state, glyphs: glyphs).frame()
    }

    static func text(_ state: TopState, _ glyphs: Glyphs = .unicode) -> String {
        frame(state, glyphs).lines().joined(separator: "\n")
    }

    static let many: [GuestReport] = (0..<3000).map { number in
        guest("vm" + Text.padded("\(number)", to: 4, with: "0"), actual: 1024 + Int64(number % 7), need: 500)
    }
}

extension TopState {
    /// Keys as a person types them, one after another.
    mutating func type(_ text: String) -> [TopRequest] { text.flatMap { take(.key(.character($0)), at: now) } }

    mutating func press(_ keys: Key...) -> [TopRequest] { keys.flatMap { take(.key($0), at: now) } }
}
