/// Reads the QMP Unix sockets out of a QEMU command line.
///
/// Two forms are in use: `-qmp unix:PATH,server=on`, and a `-chardev socket,…,path=PATH,server=on` that a
/// `-mon …,mode=control` refers to. Passed descriptors (`fd=`), abstract names and sockets that QEMU connects to have no path to use.
///
/// Source: QEMU `qemu-options.hx`; a comma in a value is written twice (`util/keyval.c`).
enum QEMUCommandLine {
    static func sockets(in arguments: [String]) -> [String] {
        var sockets: [String] = []
        var chardevs: [String: String] = [:]
        var monitors: [String] = []
        for (option, value) in zip(arguments, arguments.dropFirst()) {
            switch option {
            case "-qmp", "--qmp", "-qmp-pretty", "--qmp-pretty":
                if value.hasPrefix("unix:") {
                    let options = Options(value.dropFirst(5))
                    if options.isListening, let path = options.first { sockets.append(path) }
                } else if value.hasPrefix("chardev:") {
                    monitors.append(String(value.dropFirst(8)))
                }
            case "-chardev", "--chardev":
                let options = Options(value[...])
                if options.first == "socket", options.isListening, let id = options["id"], let path = options["path"] {
                    chardevs[id] = path
                }
            case "-mon", "--mon":
                let options = Options(value[...])
                if options["mode"] == "control", let id = options["chardev"] ?? options.first { monitors.append(id) }
            default: break
            }
        }
        return sockets + monitors.compactMap { chardevs[$0] }
    }

    /// `first,key=value,flag`.
    private struct Options {
        private(set) var first: String?
        private var values: [String: String] = [:]

        init(_ text: Substring) {
            for (index, part) in Self.split(text).enumerated() {
                guard let sign = part.firstIndex(of: "=") else {
                    if index == 0 { first = part } else { values[part] = "on" }
                    continue
                }
                values[String(part[..<sign])] = String(part[part.index(after: sign)...])
            }
        }

        subscript(key: String) -> String? { values[key] }

        var isListening: Bool {
            guard let server = values["server"] else { return false }
            return server != "off" && server != "no" && values["abstract"] != "on" && values["fd"] == nil
        }

        private static func split(_ text: Substring) -> [String] {
            var parts = [""]
            var rest = text
            while let character = rest.popFirst() {
                if character != "," {
                    parts[parts.count - 1].append(character)
                } else if rest.first == "," {
                    rest.removeFirst()
                    parts[parts.count - 1].append(",")
                } else {
                    parts.append("")
                }
            }
            return parts
        }
    }
}
