import ArgumentParser
import BalloonKit
import Controller
import Glibc
import Simulation

/// How many cycles a second of one processor this machine simulates.
struct BenchmarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Measures how many cycles of 20 guests are simulated in a second of one processor.",
        discussion: """
            Everything counts: the guests' memory and the sensor ten times a simulated second, polls, decisions. `wire` is the \
            usual way, QMP bytes through the daemon's own tracker; `direct` leaves the wire out. Processor time, not wall \
            time, and the best of the repetitions: others' work on the machine makes it slower, never faster.
            """)

    @Option(help: "Simulated seconds of each run.")
    var seconds = 2000
    @Option(help: "Runs of each kind.")
    var repetitions = 5

    func validate() throws {
        guard (1...1_000_000).contains(seconds), (1...1000).contains(repetitions) else {
            throw ValidationError("seconds must be 1 ... 1000000, repetitions 1 ... 1000")
        }
    }

    func run() {
        print("scenario  channel  cycles  commands  cycles/s")
        for scenario in [Self.calm(seconds: Double(seconds)), Self.busy(seconds: Double(seconds))] {
            let wire = measure(scenario, WireChannel.self, "wire  ")
            let direct = measure(scenario, DirectChannel.self, "direct")
            print("\(scenario.name)      wire/direct \((wire / direct * 100).rounded() / 100)")
        }
    }

    /// - Returns: Cycles a second of processor time, of the fastest run.
    private func measure<Channel: GuestChannel>(_ scenario: Scenario, _: Channel.Type, _ name: String) -> Double {
        var best = 0.0
        var figures = Figures()
        for _ in 0..<repetitions {
            var run = Simulator<Channel>(scenario) {
                ControllingGovernor(Controller(settings: ControllerSettings()))
            }
            let start = Self.processorTime
            figures = run.run()
            best = max(best, Double(figures.cycles) / (Self.processorTime - start))
        }
        print("\(scenario.name)      \(name)   \(figures.cycles)    \(figures.commands)  \(Int(best))")
        return best
    }

    /// Seconds of processor time that this process has used.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Twenty guests that nothing happens to, on a host with room.
    private static func calm(seconds: Double) -> Scenario {
        let guests = (10..<30).map { number in
            guest(number, load: .constant(.mebibytes(Int64(100 + 10 * number))), touched: .mebibytes(500))
        }
        let pool = PoolPlan(total: .gibibytes(32), host: .constant(.gibibytes(1)))
        return Scenario("calm", "Nothing happens.", duration: seconds, pool: pool, guests: guests)
    }

    /// Twenty guests of which a third wants 500 MiB more in each period of ten seconds, on a host without room for all.
    private static func busy(seconds: Double) -> Scenario {
        let guests = (10..<30).map { number in
            let times = Array(stride(from: 0.0, through: seconds, by: 10))
            let points = times.enumerated().map { period, time in
                (time, ByteCount.mebibytes(Int64(100 + 10 * number + ((period + number) % 3 == 0 ? 500 : 0))))
            }
            return guest(number, load: Curve(points), touched: .mebibytes(900))
        }
        let pool = PoolPlan(total: .gibibytes(16), host: .constant(.gibibytes(1)))
        return Scenario("busy", "Everybody moves.", duration: seconds, pool: pool, guests: guests)
    }

    private static func guest(_ number: Int, load: Curve, touched: ByteCount) -> GuestPlan {
        GuestPlan(
            "guest\(number)", maximum: .gibibytes(1), anonymous: load, cache: .constant(.mebibytes(100)),
            touched: touched)
    }
}
