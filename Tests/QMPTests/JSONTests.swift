import QMP
import Testing

struct JSONTests {
    private func code(_ text: String, limits: JSONLimits = JSONLimits()) -> JSONError.Code? {
        code(Array(text.utf8), limits: limits)
    }

    private func code(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONError.Code? {
        do throws(JSONError) {
            _ = try JSONDocument(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [
        ("", JSONError.Code.truncated), ("{", .truncated), (#"{"a": "#, .truncated), (#"{"a":1} {"b":2}"#, .syntax),
        (#"{"a":1,"a":2}"#, .duplicateKey), ("9223372036854775808", .numberOverflow),
        ("-9223372036854775809", .numberOverflow), ("1e999", .numberOverflow), ("{'a':1}", .syntax), ("nul", .syntax),
    ])
    func `what is no acceptable JSON is refused by kind`(text: String, expected: JSONError.Code) {
        #expect(code(text) == expected)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(code([0x22, 0xff, 0x22]) == .invalidUTF8)
    }

    @Test func `size and depth are bounded, and brackets in strings do not count`() {
        let limits = JSONLimits(maximumBytes: 200, maximumDepth: 8)
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(code(nested(8), limits: limits) == nil)
        #expect(code(nested(9), limits: limits) == .tooDeep)
        #expect(code("\"" + String(repeating: "[", count: 100) + #"\"[[[[[""#, limits: limits) == nil)
        #expect(code("\"" + String(repeating: "x", count: 199) + "\"", limits: limits) == .tooLarge)
    }

    @Test func `nesting beyond any stack is refused without following it`() {
        #expect(code(String(repeating: "[", count: 1_000_000)) == .tooDeep)
        let limits = JSONLimits(maximumDepth: 1_000_000_000)
        #expect(code(String(repeating: "[", count: 1_000_000), limits: limits) == .tooDeep)
    }

    @Test(arguments: [0, 1, -1, 9_007_199_254_740_993, Int64.max, Int64.min])
    func `integers go through exactly`(number: Int64) throws {
        let bytes = JSONValue.integer(number).encoded()
        #expect(String(decoding: bytes, as: UTF8.self) == "\(number)")
        #expect(try JSONValue(parsing: bytes) == .integer(number))
    }

    @Test func `every kind of value goes through encoding and parsing`() throws {
        let value: JSONValue = [
            "text": "quotes \" backslash \\ line\nend tab\t bell\u{7} é 😀", "none": nil, "yes": true, "no": false,
            "real": 1.5, "big": 1e300, "list": [1, [], [:], "x"], "object": ["nested": ["deep": -3]],
        ]
        #expect(try JSONValue(parsing: value.encoded()) == value)
        #expect(try JSONValue(parsing: Array(value.pretty().utf8)) == value)
    }

    @Test func `encoding is compact, in order, and escaped`() {
        let value: JSONValue = ["b": [1, 2.5, nil], "a": "\u{1}\"\u{7f}/"]
        #expect(String(decoding: value.encoded(), as: UTF8.self) == #"{"b":[1,2.5,null],"a":"\u0001\"\u007f/"}"#)
        #expect(JSONValue.real(.infinity).encoded() == Array("null".utf8))
        #expect(
            value.pretty() == "{\n  \"b\": [\n    1,\n    2.5,\n    null\n  ],\n  \"a\": \"\\u0001\\\"\\u007f/\"\n}")
    }

    @Test func `objects compare whatever the order of their members`() {
        let left: JSONObject = ["a": 1, "b": 2]
        let right: JSONObject = ["b": 2, "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1, "b": 3])
        #expect(left.keys == ["a", "b"])
    }

    @Test func `setting, replacing and removing members`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        #expect(object == ["a": 3, "c": 4])
        #expect(JSONValue.object(object)["c"]?.size == 4)
        #expect(JSONValue.integer(-1).size == nil)
        #expect(JSONValue.array([5])[0]?.int64 == 5)
        #expect(JSONValue.array([5])[1] == nil)
    }

    @Test func `a view reads what is there and nil for everything else`() throws {
        let text = #"{"n": 5, "r": 2.0, "h": 0.5, "s": "text", "t": true, "z": null, "a": [1, 2], "o": {"k": "v"}}"#
        let document = try JSONDocument(parsing: Array(text.utf8))
        let root = document.root
        #expect(root["n"]?.int64 == 5)
        #expect(root["r"]?.int64 == 2)
        #expect(root["h"]?.int64 == nil)
        #expect(root["h"]?.double == 0.5)
        #expect(root["s"]?.string == "text")
        #expect(root["s"]?.equals("text") == true)
        #expect(root["s"]?.equals("tex") == false)
        #expect(root["n"]?.equals("5") == false)
        #expect(root["t"]?.bool == true)
        #expect(root["z"]?.isNull == true)
        #expect(root["a"]?.element(1)?.int64 == 2)
        #expect(root["a"]?.element(2)?.int64 == nil)
        #expect(root["a"]?.element(-1)?.int64 == nil)
        #expect(root["o"]?["k"]?.string == "v")
        #expect(root["o"]?.member("k")?.string == "v")
        #expect(root["n"]?["k"]?.isString == nil)
        #expect(root["missing"]?.isNull == nil)
        #expect(root.count == 8)
    }
}
