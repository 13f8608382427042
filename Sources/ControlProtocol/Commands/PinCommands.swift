import BalloonKit
import QMP

/// `set-pin`: holds a guest at a target, whatever the policy says, until it expires or is removed.
public struct SetPin: ControlCommand {
    /// What the pin came to.
    public struct Reply: ControlRecord {
        public var guest: String
        /// What was asked for, in bytes, after ``adjusted``.
        public var target: ByteCount
        /// Nil when the guest has not said yet.
        public var actual: ByteCount?
        public var maximum: ByteCount?
        public var expiresIn: Duration?
        /// Why the target is not the one asked for, as a sentence; nil when it is.
        public var adjusted: String?

        public init(
            guest: String, target: ByteCount, actual: ByteCount? = nil, maximum: ByteCount? = nil,
            expiresIn: Duration? = nil, adjusted: String? = nil
        ) {
            self.guest = guest
            self.target = target
            self.actual = actual
            self.maximum = maximum
            self.expiresIn = expiresIn
            self.adjusted = adjusted
        }

        public init(from fields: FieldReader) throws(FieldError) {
            guest = try fields.required("guest")
            target = try fields.required("target_bytes")
            actual = try fields.optional("actual_bytes")
            maximum = try fields.optional("maximum_bytes")
            expiresIn = try fields.optional("expires_in_seconds")
            adjusted = try fields.optional("adjusted")
        }

        public func encode(to fields: inout FieldWriter) {
            fields.add("guest", guest)
            fields.add("target_bytes", target)
            fields.add("actual_bytes", actual)
            fields.add("maximum_bytes", maximum)
            fields.add("expires_in_seconds", expiresIn)
            fields.add("adjusted", adjusted)
        }
    }
    public static let name = "set-pin"
    public static let access = ControlAccess.change

    public var guest: String
    public var target: TypedSize
    /// How long the pin holds; nil until it is removed.
    public var duration: Duration?
    /// In the operator's words.
    public var reason: String?

    public init(guest: String, target: TypedSize, duration: Duration? = nil, reason: String? = nil) {
        self.guest = guest
        self.target = target
        self.duration = duration
        self.reason = reason
    }

    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.required("guest")
        target = try fields.required("target")
        duration = try fields.optional("for_seconds")
        reason = try fields.optional("reason")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("target", target)
        fields.add("for_seconds", duration)
        fields.add("reason", reason)
    }
}

/// `remove-pin`: gives a guest back to the policy.
public struct RemovePin: ControlCommand {
    public struct Reply: ControlRecord {
        public var guest: String
        /// False when there was no pin, which is no error.
        public var removed: Bool

        public init(guest: String, removed: Bool) {
            self.guest = guest
            self.removed = removed
        }
        public init(from fields: FieldReader) throws(FieldError) {
            guest = try fields.required("guest")
            removed = try fields.required("removed")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("guest", guest)
            fields.add("removed", removed)
        }
    }
    public static let name = "remove-pin"
    public static let access = ControlAccess.change

    public var guest: String

    public init(guest: String) { self.guest = guest }
    public init(from fields: FieldReader) throws(FieldError) { guest = try fields.required("guest") }
    public func encode(to fields: inout FieldWriter) { fields.add("guest", guest) }
}
