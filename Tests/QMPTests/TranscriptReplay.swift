import QMP

/// One recorded connection as a session must live it.
struct TranscriptReplay {
    private enum Step {
        case send(QMPRequest)
        case receive([UInt8])
        case end
    }

    private var steps: [Step] = []
    /// What the session has to tell, worked out from the recording without the session.
    private(set) var expected: [String] = []

    init(_ connection: [Transcript.Entry]) throws {
        var open: [(tag: Int, id: Int64?)] = []
        var sent = 0
        var isReady = false
        for entry in connection where entry.isFromQEMU || isReady {
            if !entry.isFromQEMU {
                for request in try Self.requests(in: entry.text) {
                    open.append((sent, request.id))
                    steps.append(.send(request))
                    sent += 1
                }
            } else if entry.text == "<EOF>" {
                steps.append(.end)
                expected += open.map { "failed \($0.tag) interrupted the connection ended before the answer" }
                expected.append("closed connection closed by the peer")
            } else {
                steps.append(.receive(Array(entry.text.utf8) + [13, 10]))
                let document = try JSONDocument(parsing: Array(entry.text.utf8), integers: .asReals)
                let message = JSONValue(document.root).normalized
                expected += Self.told(message, open: &open, isReady: &isReady)
            }
        }
    }

    func run(_ delivery: TranscriptTests.Delivery) throws -> [String] {
        var trace = ClientTrace(limits: QMPClientLimits(maximumOpenCommands: 1000))
        trace.session.start(at: .zero)
        var sent: UInt64 = 0
        var waiting: [UInt8] = []
        for step in steps {
            switch step {
            case .send(let request):
                if !trace.session.isReady { flush(&waiting, into: &trace) }
                try trace.session.send(request, tag: QMPTag(rawValue: sent), deadline: .seconds(1))
                sent += 1
            case .receive(let bytes):
                switch delivery {
                case .byteByByte: for byte in bytes { trace.receive([byte]) }
                case .lineByLine: trace.receive(bytes)
                case .merged: waiting += bytes
                }
            case .end:
                flush(&waiting, into: &trace)
                trace.disconnect()
            }
        }
        flush(&waiting, into: &trace)
        return trace.events
    }

    private func flush(_ waiting: inout [UInt8], into trace: inout ClientTrace) {
        trace.receive(waiting)
        waiting = []
    }

    private static func requests(in text: String) throws -> [QMPRequest] {
        try text.split(separator: "\n").map { line in
            let document = try JSONDocument(parsing: Array(line.utf8), integers: .asReals)
            let request = JSONValue(document.root).normalized
            let command = request["execute"]?.string ?? ""
            return QMPRequest(
                command, request["arguments"]?.object ?? [:], id: request["id"]?.int64,
                answersStatistics: request["arguments"]?["property"]?.string == "guest-stats")
        }
    }

    private static func told(_ message: JSONValue, open: inout [(tag: Int, id: Int64?)], isReady: inout Bool)
        -> [String]
    {
        if message["QMP"] != nil { return ["greeting 7.2.22", #"write {"execute":"qmp_capabilities"}"#] }
        if let name = message["event"]?.string { return ["event \(event(name, message["data"]))"] }
        guard isReady else {
            isReady = true
            return ["ready"]
        }
        let id = message["id"]?.int64
        guard let index = open.firstIndex(where: { $0.id == id }) else { return ["no command is open"] }
        let tag = open.remove(at: index).tag
        if let error = message["error"] {
            return ["failed \(tag) \(error["class"]?.string ?? "") \(error["desc"]?.string ?? "")"]
        }
        return ["reply \(tag) \(StatisticsText.text(message["return"] ?? nil))"]
    }

    private static func event(_ name: String, _ data: JSONValue?) -> QMPEvent {
        switch name {
        case "BALLOON_CHANGE": .balloonChange(actual: data?["actual"]?.size)
        case "RESET": .reset
        case "STOP": .stop
        case "RESUME": .resume
        case "POWERDOWN": .powerdown
        case "GUEST_PANICKED": .guestPanicked
        case "SHUTDOWN": .shutdown(reason: data?["reason"]?.string ?? "")
        case "MIGRATION": .migration(status: data?["status"]?.string ?? "")
        case "DEVICE_DELETED": .deviceDeleted(device: data?["device"]?.string, path: data?["path"]?.string)
        case "MEMORY_DEVICE_SIZE_CHANGE":
            .memoryDeviceSizeChange(id: data?["id"]?.string, size: data?["size"]?.size)
        default: .other(name)
        }
    }
}
