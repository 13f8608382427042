import CJansson

/// A borrowed look at one value of a ``JSONDocument``.
///
/// Costs nothing to make and cannot outlive its document. Every accessor answers nil when the value has another type or
/// does not fit, so that a peer's nonsense is an absent value and never a trap.
public struct JSONView: ~Escapable {
    private let value: UnsafeMutablePointer<json_t>

    @_lifetime(borrow owner)
    init(_ value: UnsafeMutablePointer<json_t>, owner: borrowing JSONDocument) {
        self.value = value
    }

    @_lifetime(copy parent)
    private init(_ value: UnsafeMutablePointer<json_t>, within parent: JSONView) {
        self.value = value
    }

    // MARK: Objects and arrays

    /// The member of an object; nil when absent or when this is no object.
    public subscript(_ key: StaticString) -> JSONView? {
        @_lifetime(copy self)
        get {
            // A literal of one character is stored without a pointer; everything longer ends in a NUL that C can use.
            guard key.hasPointerRepresentation else { return member(key.description) }
            let name = UnsafeRawPointer(key.utf8Start).assumingMemoryBound(to: CChar.self)
            guard let member = json_object_get(value, name) else { return nil }
            return JSONView(member, within: self)
        }
    }

    /// The member of an object under a key known only at run time; nil when absent or when this is no object.
    @_lifetime(copy self)
    public func member(_ key: String) -> JSONView? {
        guard let member = json_object_get(value, key) else { return nil }
        return JSONView(member, within: self)
    }

    /// The element of an array; nil past its end or when this is no array.
    @_lifetime(copy self)
    public func element(_ index: Int) -> JSONView? {
        guard index >= 0, let element = json_array_get(value, index) else { return nil }
        return JSONView(element, within: self)
    }

    /// The number of members of an object or elements of an array; nil for anything else.
    public var count: Int? {
        switch value.pointee.type {
        case JSON_OBJECT: json_object_size(value)
        case JSON_ARRAY: json_array_size(value)
        default: nil
        }
    }

    /// Shows each member of an object in the order of the text; does nothing when this is no object.
    public func forEachMember(_ body: (_ key: String, _ member: JSONView) -> Void) {
        guard isObject else { return }
        var iterator = json_object_iter(value)
        while let current = iterator {
            if let key = json_object_iter_key(current), let member = json_object_iter_value(current) {
                body(String(cString: key), JSONView(member, within: self))
            }
            iterator = json_object_iter_next(value, current)
        }
    }

    /// Shows each element of an array in order; does nothing when this is no array.
    public func forEachElement(_ body: (_ element: JSONView) -> Void) {
        guard isArray else { return }
        for index in 0..<json_array_size(value) {
            if let element = json_array_get(value, index) { body(JSONView(element, within: self)) }
        }
    }

    // MARK: Types

    public var isObject: Bool { value.pointee.type == JSON_OBJECT }
    public var isArray: Bool { value.pointee.type == JSON_ARRAY }
    public var isString: Bool { value.pointee.type == JSON_STRING }
    public var isNull: Bool { value.pointee.type == JSON_NULL }

    // MARK: Scalars

    public var bool: Bool? {
        switch value.pointee.type {
        case JSON_TRUE: true
        case JSON_FALSE: false
        default: nil
        }
    }

    /// An integer; also a real without a fraction, as ``JSONDocument/Integers/asReals`` makes of every integer.
    public var int64: Int64? {
        switch value.pointee.type {
        case JSON_INTEGER: json_integer_value(value)
        case JSON_REAL: Int64(exactly: json_real_value(value))
        default: nil
        }
    }

    /// QEMU's `size`: an integer of 0 or more.
    ///
    /// QEMU's mark for "the guest does not report this", 2^64 - 1, reads as nil: it arrives as the real 2^64.
    public var size: UInt64? {
        switch value.pointee.type {
        case JSON_INTEGER: UInt64(exactly: json_integer_value(value))
        case JSON_REAL: UInt64(exactly: json_real_value(value))
        default: nil
        }
    }

    /// Any number; an integer above 2^53 is rounded.
    public var double: Double? {
        switch value.pointee.type {
        case JSON_INTEGER: Double(json_integer_value(value))
        case JSON_REAL: json_real_value(value)
        default: nil
        }
    }

    /// A string, copied.
    public var string: String? {
        guard isString, let bytes = json_string_value(value) else { return nil }
        let utf8 = UnsafeRawBufferPointer(start: bytes, count: json_string_length(value))
        return String(decoding: utf8, as: UTF8.self)
    }

    /// Whether this is a string of exactly these characters; copies nothing.
    public func equals(_ text: StaticString) -> Bool {
        guard isString, text.hasPointerRepresentation, let bytes = json_string_value(value) else {
            return string == text.description
        }
        let utf8 = UnsafeRawBufferPointer(start: bytes, count: json_string_length(value))
        return utf8.elementsEqual(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension JSONValue {
    /// A copy of everything under the view.
    public init(_ view: JSONView) {
        if let bool = view.bool {
            self = .bool(bool)
        } else if let string = view.string {
            self = .string(string)
        } else if view.isObject {
            var members: [JSONObject.Member] = []
            view.forEachMember { key, member in members.append((key, JSONValue(member))) }
            self = .object(JSONObject(distinct: members))
        } else if view.isArray {
            var elements: [JSONValue] = []
            view.forEachElement { elements.append(JSONValue($0)) }
            self = .array(elements)
        } else if let number = view.number {
            self = number
        } else {
            self = .null
        }
    }

    /// Parses one JSON text into a tree.
    ///
    /// - Throws: ``JSONError``, see ``JSONDocument``.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let document = try JSONDocument(parsing: bytes, limits: limits)
        self.init(document.root)
    }

    /// Parses one JSON text that somebody else holds into a tree.
    ///
    /// - Throws: ``JSONError``, see ``JSONDocument``.
    public init(parsing bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let document = try JSONDocument(parsing: bytes, limits: limits)
        self.init(document.root)
    }
}

extension JSONView {
    fileprivate var number: JSONValue? {
        switch value.pointee.type {
        case JSON_INTEGER: .integer(json_integer_value(value))
        case JSON_REAL: .real(json_real_value(value))
        default: nil
        }
    }
}
