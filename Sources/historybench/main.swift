// Fills a history as a host of many guests does in many days, in less: what lies further back than the fine tiers is written
// at the pace of the coarse ones, as nothing finer is left of it. For Integration/benchmarks; not installed.
//
//   historybench DIRECTORY GUESTS DAYS MAX-MIB MOVES
//
// MOVES is how often each guest is moved. Prints a figure a line, as a name and a number.

import BalloonKit
import ControlProtocol
import Glibc
import History

let words = CommandLine.arguments
let numbers = words.dropFirst(2).compactMap { Int64($0) }
guard words.count == 6, numbers.count == 4, numbers.allSatisfy({ (1...100_000).contains($0) }) else {
    complain("usage: historybench DIRECTORY GUESTS DAYS MAX-MIB MOVES")
    exit(64)
}
let (guests, days, movesPerGuest) = (Int(numbers[0]), numbers[1], Int(numbers[3]))
let path = "\(words[1])/\(HistoryKeeper.fileName)"
let settings = HistorySettings(retention: .seconds(days * 86400), maximumSize: .mebibytes(numbers[2]))
let keeper = HistoryKeeper(path: path, settings: settings)

// One day more than is kept, so that the oldest has begun to go.
let end: Int64 = 1_800_000_000
let begin = end - (days + 1) * 86400
let (twoDays, sixHours) = (end - 2 * 86400, end - 6 * 3600)
var times: [Int64] = Array(stride(from: begin, to: twoDays, by: 900))
times += Array(stride(from: twoDays, to: sixHours, by: 60))
times += Array(stride(from: sixHours, to: end, by: 5))
var fleet = BusyFleet(guests: guests, moves: Double(movesPerGuest) / Double(times.count))

var account = HistoryAccount()
var spent: [Double] = []
var largest = 0.0
for (index, time) in times.enumerated() {
    let observation = fleet.observation(cycle: UInt64(index), at: time)
    let started = seconds()
    account = keeper.keep([.cycle(observation)])
    spent.append(seconds() - started)
    if index % 64 == 0 { largest = max(largest, size()) }
}
largest = max(largest, size())
report("steps", Double(account.steps))
report("moves", Double(account.moves))
report("dropped", Double(account.dropped))
report("failures", Double(account.failures))
report("largest_bytes", largest)

let fine = spent.suffix(Int(6 * 3600 / 5)).sorted()
report("keep_median_seconds", fine[fine.count / 2])
report("keep_worst_seconds", fine.last ?? 0)

let reader = HistoryReader(path: path)
let now = UnixTime(milliseconds: end * 1000)
let month = UnixTime(milliseconds: (end - days * 86400) * 1000)
do throws(HistoryReader.Failure) {
    var began = seconds()
    let course = try reader.course(QueryHistory(guest: fleet.name(of: 0), since: month), now: now)
    report("query_history_seconds", seconds() - began)
    report("query_history_points", Double(course.pool.count))
    began = seconds()
    let period = try reader.period(QueryPeriod(since: month), now: now)
    report("query_period_seconds", seconds() - began)
    report("query_period_guests", Double(period.guests.count))
    began = seconds()
    let moves = try reader.moves(QueryMoves(guest: fleet.name(of: 0)))
    report("query_moves_seconds", seconds() - began)
    report("query_moves_moves", Double(moves.moves.count))
} catch {
    complain("historybench: \(error)")
    exit(1)
}
_ = keeper.finish()
report("closed_bytes", size())

/// The database with its log and the log's index, on disk.
func size() -> Double {
    var sum = 0.0
    for suffix in ["", "-wal", "-shm"] {
        var status = stat()
        if stat(path + suffix, &status) == 0 { sum += Double(status.st_size) }
    }
    return sum
}

func report(_ name: String, _ value: Double) { print(name, value) }

func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func complain(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
