// One plugin, asked round after round as the daemon asks it: what a round takes, and what of it the caller pays. For
// Integration/benchmarks; not installed.
//
//   policybench HOST PLUGIN GUESTS ROUNDS [KNOB=NUMBER]
//
// prints a line a round: wall seconds, processor seconds of the thread that asks, proposals.

import BalloonKit
import Glibc
import PolicySupervisor

let words = CommandLine.arguments
guard (5...6).contains(words.count), let guests = Int(words[3]), let rounds = Int(words[4]) else {
    complain("usage: policybench HOST PLUGIN GUESTS ROUNDS [KNOB=NUMBER]")
    exit(64)
}
let knob = words.dropFirst(5).first.map { $0.split(separator: "=") } ?? []
let knobs = knob.count == 2 ? [String(knob[0]): Double(knob[1]) ?? 0] : [:]

do throws(PolicyFailure) {
    let process = try PolicyProcess(PolicyLaunch(host: words[1], plugin: words[2], knobs: knobs))
    let fleet = SyntheticFleet(guests: guests)
    for round in 0..<rounds {
        let briefing = fleet.briefing(cycle: UInt64(round))
        let (wall, processor) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_THREAD_CPUTIME_ID))
        let proposals = try process.round(briefing, deadline: .seconds(5)).count
        print(seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_THREAD_CPUTIME_ID) - processor, proposals)
    }
    process.stop()
} catch {
    for line in error.log { complain(line) }
    complain("policybench: \(error.sentence)")
    exit(1)
}

func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func complain(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
