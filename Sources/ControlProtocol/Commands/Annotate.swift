import QMP

/// `annotate`: says something about a guest that policies can read; stored like a pin.
public struct Annotate: ControlCommand {
    /// What holds now.
    public struct Reply: ControlRecord {
        public var guest: String
        /// The configuration's with what operators set over them.
        public var annotations: [String: String]
        /// What is different from what was asked, as a sentence; nil when nothing is.
        public var remark: String?

        public init(guest: String, annotations: [String: String], remark: String? = nil) {
            self.guest = guest
            self.annotations = annotations
            self.remark = remark
        }
        public init(from fields: FieldReader) throws(FieldError) {
            guest = try fields.required("guest")
            annotations = try fields.required("annotations")
            remark = try fields.optional("remark")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("guest", guest)
            fields.add("annotations", annotations)
            fields.add("remark", remark)
        }
    }
    public static let name = "annotate"
    public static let access = ControlAccess.change

    public var guest: String
    /// Keys of 1 to 64 bytes without blanks and `=`, values of at most 256 bytes, 64 keys in all; they win over the
    /// configuration's.
    public var set: [String: String]?
    /// Keys that operators have set; the configuration's show again. One that is not there is no error.
    public var remove: [String]?

    public init(guest: String, set: [String: String]? = nil, remove: [String]? = nil) {
        self.guest = guest
        self.set = set
        self.remove = remove
    }
    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.required("guest")
        set = try fields.optional("set")
        remove = try fields.optional("remove")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("set", set)
        fields.add("remove", remove)
    }
}
