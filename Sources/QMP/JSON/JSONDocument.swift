import CJansson

/// One parsed JSON text, owned; read it through ``root``.
///
/// Move-only, so the C tree is freed exactly once, and ``JSONView`` is not escapable, so nothing read from the tree can
/// outlive it: both are checked by the compiler and cost nothing at run time.
///
/// Source: jansson 2.14, `json_loadb`.
public struct JSONDocument: ~Copyable {
    /// How integers are read.
    public enum Integers: Sendable, Hashable {
        /// Exactly, as `Int64`; a text with a larger one is refused *whole*. The right choice except for statistics.
        case exact
        /// As `Double`, exact up to 2^53. QEMU reports a statistic that the guest does not have as 2^64 - 1, which does
        /// not fit `Int64`; read this way the value is 2^64, and ``JSONView/size`` answers nil.
        case asReals
    }

    let raw: UnsafeMutablePointer<json_t>

    /// Parses exactly one JSON value; blanks around it are allowed.
    ///
    /// Objects with duplicate keys and strings holding U+0000 are refused.
    /// - Parameters:
    ///   - bytes: the text, UTF-8, without any framing.
    ///   - limits: bounds on size and depth.
    ///   - integers: exact unless the text is known to hold QEMU's all-ones mark.
    /// - Throws: ``JSONError``; `.numberOverflow` in particular when `integers` is `.exact` and one does not fit.
    public init(
        parsing bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits(), integers: Integers = .exact
    ) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(code: .tooLarge, message: "JSON text of \(bytes.count) bytes", offset: limits.maximumBytes)
        }
        // Each level takes two bytes at least, so most replies need no scan.
        if bytes.count / 2 > limits.maximumDepth, let offset = depthOverrun(in: bytes, maximum: limits.maximumDepth) {
            throw JSONError(code: .tooDeep, message: "nested deeper than \(limits.maximumDepth) levels", offset: offset)
        }
        var flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY
        if integers == .asReals { flags |= JSON_DECODE_INT_AS_REAL }
        var failure = json_error_t()
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let start, let root = json_loadb(start, bytes.count, Int(flags), &failure) else {
            throw start == nil
                ? JSONError(code: .truncated, message: "empty JSON text") : JSONError(jansson: failure)
        }
        raw = root
    }

    /// Parses exactly one JSON value from an array; see ``init(parsing:limits:integers:)-(UnsafeRawBufferPointer,_,_)``.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits(), integers: Integers = .exact)
        throws(JSONError)
    {
        // `withUnsafeBytes` cannot throw a typed error together with a move-only result, so the result is taken out here.
        let parsed: Result<Owned, JSONError> = bytes.withUnsafeBytes { buffer in
            do throws(JSONError) {
                let document = try JSONDocument(parsing: buffer, limits: limits, integers: integers)
                return .success(Owned(pointer: document.release()))
            } catch {
                return .failure(error)
            }
        }
        raw = try parsed.get().pointer
    }

    deinit { json_decref(raw) }

    /// The value of the text; valid as long as the document.
    public var root: JSONView {
        @_lifetime(borrow self)
        get { JSONView(raw, owner: self) }
    }

    /// Hands the tree to the caller, who must free it.
    private consuming func release() -> UnsafeMutablePointer<json_t> {
        let pointer = raw
        discard self
        return pointer
    }

    private struct Owned {
        let pointer: UnsafeMutablePointer<json_t>
    }
}

/// The offset of the first bracket deeper than `maximum`, or nil. Strings are skipped; other syntax is left to the parser.
private func depthOverrun(in bytes: UnsafeRawBufferPointer, maximum: Int) -> Int? {
    var depth = 0
    var inString = false
    var index = 0
    while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "\\") where inString: index += 1
        case UInt8(ascii: "\""): inString.toggle()
        case UInt8(ascii: "{") where !inString, UInt8(ascii: "[") where !inString:
            depth += 1
            if depth > maximum { return index }
        case UInt8(ascii: "}") where !inString, UInt8(ascii: "]") where !inString:
            depth -= 1
        default: break
        }
        index += 1
    }
    return nil
}

extension JSONError {
    init(jansson failure: json_error_t) {
        var failure = failure
        let message = withUnsafeBytes(of: &failure.text) { text in
            String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
        let code: Code =
            switch json_error_code(&failure) {
            case json_error_numeric_overflow: .numberOverflow
            case json_error_duplicate_key: .duplicateKey
            case json_error_premature_end_of_input: .truncated
            case json_error_invalid_utf8: .invalidUTF8
            case json_error_stack_overflow: .tooDeep
            case json_error_out_of_memory: .outOfMemory
            default: .syntax
            }
        self.init(code: code, message: message, offset: max(0, Int(failure.position)))
    }
}
