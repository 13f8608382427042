import BalloonKit
import PolicyWire
import QMP

/// What a plugin's process answers to the hello: `["ready",{manifest}]` or `["refused",code,sentence]`.
enum HelloReply {
    case ready(PolicyManifest)
    case refused(PolicyRefusal, String)

    private static let mostKnobs = 64
    private static let longestSummary = 400
    private static let longestWord = 64

    init(_ reply: [UInt8], knobs: [String: Double]) throws(Nonsense) {
        let bounds = ReplyBounds(proposals: Self.mostKnobs, maximumBytes: ReplyBounds.longestManifest)
        let document = try bounds.parsed(reply)
        let root = document.root
        if root.element(0)?.equals("refused") == true {
            guard let code = root.element(1)?.string, let sentence = root.element(2)?.string else {
                throw Nonsense("its process refused it without saying why")
            }
            guard let refusal = PolicyRefusal(rawValue: code) else {
                throw Nonsense("its process refused it for '\(PolicyText.bounded(code, to: Self.longestWord))'")
            }
            self = .refused(refusal, PolicyText.bounded(sentence, to: Self.longestSummary))
            return
        }
        guard root.element(0)?.equals("ready") == true, let body = root.element(1), body.isObject else {
            throw Nonsense("its process answered the hello with neither a manifest nor a refusal")
        }
        self = try Self.judged(body, knobs)
    }

    private static func judged(_ body: JSONView, _ knobs: [String: Double]) throws(Nonsense) -> HelloReply {
        let api = body["api"]?.int64
        guard api == Int64(PolicyPlugin.api) else {
            let number = api.map(String.init) ?? "unknown"
            return .refused(
                .wrongAPI,
                "its host speaks plugin interface \(number), and balloond \(PolicyPlugin.api): install both from one build"
            )
        }
        let manifest = try manifest(body)
        if let problem = manifest.problem {
            return .refused(.badManifest, PolicyText.bounded(problem, to: longestSummary))
        }
        if let problem = KnobValues(knobs).problem(with: manifest.knobs) {
            return .refused(.badKnobs, PolicyText.bounded(problem, to: longestSummary))
        }
        return .ready(manifest)
    }

    private static func manifest(_ body: JSONView) throws(Nonsense) -> PolicyManifest {
        guard let name = body["name"]?.string, let version = body["version"]?.string,
            let summary = body["summary"]?.string, let list = body["knobs"], list.isArray, let count = list.count
        else { throw Nonsense("its manifest lacks a name, a version, a summary or its knobs") }
        guard count <= mostKnobs else { throw Nonsense("it has \(count) knobs, and no more than \(mostKnobs) may be") }
        var manifest = PolicyManifest(
            name: name, version: PolicyText.bounded(version, to: longestWord),
            summary: PolicyText.bounded(summary, to: longestSummary))
        for index in 0..<count {
            guard let row = list.element(index) else { break }
            manifest.knobs.append(try knob(row, number: index + 1))
        }
        return manifest
    }

    private static func knob(_ row: JSONView, number: Int) throws(Nonsense) -> Knob {
        guard let name = row["name"]?.string, let summary = row["summary"]?.string, let unit = row["unit"]?.string,
            let least = row["least"]?.double, let most = row["most"]?.double, let normal = row["default"]?.double,
            least <= most
        else { throw Nonsense("its knob \(number) is not described as agreed") }
        return Knob(
            name, PolicyText.bounded(summary, to: longestSummary), unit: PolicyText.bounded(unit, to: longestWord),
            range: least...most, default: normal)
    }
}
