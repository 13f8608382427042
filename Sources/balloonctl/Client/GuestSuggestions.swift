import ControlProtocol
import QMP

extension ControlClient {
    /// Sends a command about one guest; if there is no such guest, the error says which ones there are.
    mutating func call<Command: ControlCommand>(_ command: Command, guest: String?) throws(ClientError)
        -> Answer<Command.Reply>
    {
        do throws(ClientError) {
            return try call(command)
        } catch {
            guard error.code == .refused(.guestNotFound), let guest else { throw error }
            // The first error is the one that counts, whatever becomes of the second question.
            guard let known = try? call(QueryGuests()).value().guests.map(\.name) else { throw error }
            throw ClientError(error.code, unknownGuest(guest, among: known))
        }
    }
}

/// `no guest 'wbe1': did you mean 'web1'?`
func unknownGuest(_ name: String, among known: [String]) -> String {
    let complaint = "there is no guest '\(Text.printable(name))'"
    let near = nearest(to: name, among: known).map { "'\(Text.printable($0))'" }
    if !near.isEmpty { return "\(complaint): did you mean \(near.joined(separator: " or "))?" }
    return known.isEmpty ? "\(complaint), nor any other" : "\(complaint): see 'balloonctl list'"
}

/// The names that are the fewest slips away, and no more than a few; three at most.
func nearest(to name: String, among known: [String]) -> [String] {
    let bound = max(1, min(3, name.count / 3 + 1))
    let near = known.compactMap { candidate -> (distance: Int, name: String)? in
        if candidate.lowercased() == name.lowercased() { return (0, candidate) }
        let distance = editDistance(name, candidate)
        if distance <= bound { return (distance, candidate) }
        return name.count >= 2 && candidate.hasPrefix(name) ? (bound + 1, candidate) : nil
    }
    guard let least = near.map(\.distance).min() else { return [] }
    return near.filter { $0.distance == least }.map(\.name).sorted().prefix(3).map(\.self)
}

/// Insertions, deletions, replacements and swaps of neighbours between two names (optimal string alignment).
func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars.prefix(64))
    let right = Array(right.unicodeScalars.prefix(64))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, character) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (character == other ? 0 : 1))
            if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
