import ControlProtocol
import Testing

@testable import Daemon

@Suite("What an operator says about a guest")
struct AnnotationOrderTests {
    private let configured = ["tier": "bronze", "rack": "7"]

    private func order(
        set: [String: String]? = nil, remove: [String]? = nil, before: [String: String] = [:]
    ) throws(ControlFailure) -> AnnotationOrder {
        try AnnotationOrder(
            Annotate(guest: "web1", set: set, remove: remove), before: before, configured: configured)
    }

    @Test("is added to what was said before, and wins over the configuration")
    func merging() throws {
        let order = try order(set: ["tier": "gold", "note": ""], before: ["owner": "alice", "tier": "silver"])
        #expect(order.annotations == ["owner": "alice", "tier": "gold", "note": ""])
        #expect(order.remark == nil)
        #expect(
            Annotations.merged(configured, with: order.annotations)
                == ["owner": "alice", "tier": "gold", "note": "", "rack": "7"])
    }

    @Test("can be taken back; what is left, or was never there, is said")
    func removing() throws {
        let order = try order(
            remove: ["tier", "rack", "owner", "x"], before: ["owner": "alice", "tier": "gold", "note": "n"])
        #expect(order.annotations == ["note": "n"])
        #expect(
            order.remark
                == "'rack' comes from the configuration, and can only be removed there; "
                + "'tier' is as the configuration says again; there was no 'x'")
    }

    @Test(
        "is refused where it could not be shown, kept or told apart",
        arguments: [
            ("", "x", "1 to 64 bytes"), (String(repeating: "k", count: 65), "x", "not 65"), ("a b", "x", "no blanks"),
            ("a=b", "x", "equals signs"), ("a\u{7}", "x", "control characters"), ("a", "x\n", "no control characters"),
            ("a", String(repeating: "v", count: 257), "not 257"),
        ])
    func refused(key: String, value: String, complaint: String) {
        let failure = #expect(throws: ControlFailure.self) { try order(set: [key: value]) }
        #expect(failure?.description.contains(complaint) == true, "\(failure?.description ?? "")")
    }

    @Test("has its bounds: the longest key and value are allowed, a 65th key is not")
    func bounds() throws {
        let longest = [String(repeating: "k", count: 64): String(repeating: "v", count: 256)]
        #expect(try order(set: longest).annotations == longest)
        let full = Dictionary(uniqueKeysWithValues: (1...64).map { ("k\($0)", "") })
        #expect(try order(set: ["k1": "new"], before: full).annotations.count == 64)
        #expect(throws: ControlFailure.self) { try order(set: ["k65": ""], before: full) }
        #expect(try order(set: ["k65": ""], remove: ["k1"], before: full).annotations.count == 64)
        #expect(throws: ControlFailure.self) { try order(set: ["a": ""], remove: ["a"]) }
    }
}
