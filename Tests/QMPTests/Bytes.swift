import QMP

/// The bytes of a text, a line end added.
func line(_ text: String) -> [UInt8] { Array(text.utf8) + [UInt8(ascii: "\n")] }

let greetingLine = line(
    #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}"#)

/// A generator whose numbers depend on its seed alone, so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension JSONValue {
    /// Reals without a fraction as integers: what a reply says, whichever way its integers were read.
    var normalized: JSONValue {
        switch self {
        case .real(let value): Int64(exactly: value).map(JSONValue.integer) ?? self
        case .array(let elements): .array(elements.map(\.normalized))
        case .object(let object):
            .object(object.members.reduce(into: JSONObject()) { $0[$1.key] = $1.value.normalized })
        default: self
        }
    }
}
