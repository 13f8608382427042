/// `qom-list`: the properties and children of an object.
///
/// Source: QMP `qom-list`, `ObjectPropertyInfo`.
public struct QOMList: QMPCommand {
    public struct Property: Sendable, Hashable {
        public let name: String
        /// For a child, `child<TYPE>`.
        public let type: String
    }

    /// Far more than any machine has children in one place.
    public static let maximumProperties = 65_536

    public let name = "qom-list"
    public let path: String

    public init(path: String) { self.path = path }

    public var arguments: JSONObject { ["path": .string(path)] }

    /// Entries without name or type are left out.
    public static func decode(_ reply: JSONView) throws(QMPError) -> [Property] {
        guard reply.isArray, let count = reply.count, count <= maximumProperties else {
            throw .malformedReply("no list of bearable length")
        }
        var properties: [Property] = []
        properties.reserveCapacity(count)
        reply.forEachElement { element in
            if let name = element["name"]?.string, let type = element["type"]?.string {
                properties.append(Property(name: name, type: type))
            }
        }
        return properties
    }
}

/// `qom-get`: one property of an object, as it is.
///
/// Source: QMP `qom-get`.
public struct QOMGet: QMPCommand {
    public let name = "qom-get"
    public let path: String
    public let property: String

    public init(path: String, property: String) {
        self.path = path
        self.property = property
    }

    public var arguments: JSONObject { ["path": .string(path), "property": .string(property)] }

    public static func decode(_ reply: JSONView) throws(QMPError) -> JSONValue { JSONValue(reply) }
}

/// `qom-set`: sets one property of an object.
///
/// Source: QMP `qom-set`.
public struct QOMSet: QMPCommand {
    public typealias Reply = QMPAccepted

    public let name = "qom-set"
    public let path: String
    public let property: String
    public let value: JSONValue

    public init(path: String, property: String, value: JSONValue) {
        self.path = path
        self.property = property
        self.value = value
    }

    public var arguments: JSONObject { ["path": .string(path), "property": .string(property), "value": value] }
}
