import QMP
import Testing

/// Real QEMUs, replayed.
struct TranscriptTests {
    enum Delivery: CaseIterable {
        case byteByByte
        case lineByLine
        case merged
    }

    /// Where the client deliberately does what a client session never does.
    static let oddInput = ["handshake", "malformed-input"]

    static let wellBehaved = Transcript.all.filter { !oddInput.contains($0.name) }

    @Test func `the transcripts are there`() {
        #expect(Self.wellBehaved.count >= 18)
        for name in Self.oddInput { #expect(Transcript.named(name) != nil) }
    }

    @Test(arguments: wellBehaved, Delivery.allCases)
    func `a session tells what QEMU said, however it arrives`(transcript: Transcript, delivery: Delivery) throws {
        for connection in transcript.connections {
            let replay = try TranscriptReplay(connection)
            #expect(try replay.run(delivery) == replay.expected)
        }
    }

    @Test(arguments: oddInput)
    func `our server answers odd input as QEMU does`(name: String) throws {
        let transcript = try #require(Transcript.named(name))
        for connection in transcript.connections {
            var session = QMPServerSession(version: QMPVersion(major: 7, minor: 2, micro: 22))
            var index = 1
            while index < connection.count {
                var answers: [String] = []
                let request = connection[index].text
                index += 1
                while index < connection.count, connection[index].isFromQEMU {
                    answers.append(try Self.gist(of: Array(connection[index].text.utf8)))
                    index += 1
                }
                let ours = try Self.answers(of: &session, to: request)
                // One bad line can give two errors from QEMU; ours gives one.
                #expect(ours == Self.withoutRepetition(answers), "\(request)")
            }
        }
    }

    /// What our server answers, every known command carried out.
    private static func answers(of session: inout QMPServerSession, to text: String) throws -> [String] {
        var events: [QMPServerEvent] = []
        session.receive(line(text)) { events.append($0) }
        var lines: [[UInt8]] = []
        for event in events {
            switch event {
            case .write(let bytes): lines.append(bytes)
            case .ready: break
            case .request(let request):
                if !request.command.hasPrefix("query-") {
                    lines.append(session.refuse(request, with: .commandNotFound(request.command)))
                } else if request.arguments.isEmpty {
                    lines.append(session.reply(to: request))
                } else {
                    lines.append(session.refuse(request, with: QMPServerError(.genericError, "unexpected")))
                }
            }
        }
        return withoutRepetition(try lines.map(gist))
    }

    /// Whether it is an answer or which error, and for which id.
    private static func gist(of bytes: [UInt8]) throws -> String {
        let answer = try JSONValue(parsing: bytes)
        let kind = answer["error"]?["class"]?.string ?? "return"
        return "\(kind) \(answer["id"].map { String(decoding: $0.encoded(), as: UTF8.self) } ?? "-")"
    }

    private static func withoutRepetition(_ lines: [String]) -> [String] {
        lines.reduce(into: []) { if $0.last != $1 || !$1.contains("Error -") { $0.append($1) } }
    }
}
