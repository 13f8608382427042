/// How far a word is from what was perhaps meant.
enum Spelling {
    /// Single letters to insert, drop or change (Levenshtein), with `_`, `-` and letter case alike. A key in the wrong table costs 1,
    /// as long as most of its letters are right: every short word is near to every other.
    static func distance(_ left: [String], _ right: [String]) -> Int {
        let whole = distance(normalized(left.joined(separator: ".")), normalized(right.joined(separator: ".")))
        guard let leftKey = left.last, let rightKey = right.last else { return whole }
        let key = distance(normalized(leftKey), normalized(rightKey))
        return key * 2 < min(leftKey.utf8.count, rightKey.utf8.count) ? min(whole, key + 1) : whole
    }

    private static func normalized(_ text: String) -> [UInt8] {
        text.lowercased().utf8.prefix(200).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let change = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, min(row[j], diagonal) + 1)
            }
        }
        return row[right.count]
    }
}
