import QMP

/// One command on several hosts: all connections are begun at once, answers come in the order of the hosts.
struct ManyHosts {
    let hosts: [RemoteHost]
    let arguments: [String]

    /// What draws on the whole terminal, or never ends.
    private static let oneHostOnly = ["watch", "top"]

    /// - Returns: the worst exit status of all.
    func run(in context: Context) -> Int32 {
        if let word = arguments.first(where: { !$0.hasPrefix("-") }), Self.oneHostOnly.contains(word) {
            context.console.complain("'\(word)' looks at one host at a time: name one --host")
            return ExitStatus.usage
        }
        let links = hosts.map { host in Result { () throws(ClientError) in try context.startLink(host) } }
        let isJSON = arguments.contains("--json")
        let margin = hosts.map(\.name.count).max().map { $0 + 2 } ?? 0
        var worst = ExitStatus.success
        var replies: [(String, JSONValue)] = []
        for (host, link) in zip(hosts, links) {
            let printer = PrefixedOutput(prefix: Text.filled(host.name + ":", to: margin), console: context.console)
            var context = context
            context.console = printer.console(keepingOutput: isJSON)
            let status = run(on: link, in: context)
            printer.finish()
            worst = Swift.max(worst, status)
            guard isJSON else { continue }
            replies.append((host.name, (try? JSONValue(parsing: Array(printer.kept.utf8))) ?? .null))
        }
        if isJSON { context.console.print(JSONValue.object(JSONObject(distinct: replies.unique)).pretty()) }
        return worst
    }

    private func run(on link: Result<RemoteLink, ClientError>, in context: Context) -> Int32 {
        switch link {
        case .success(let link):
            var context = context
            context.link = link
            return Invocation.runHere(arguments, in: context)
        case .failure(let error):
            context.console.complain(error.description)
            return error.exitStatus
        }
    }
}

extension [(String, JSONValue)] {
    /// A host that is named twice answers once.
    fileprivate var unique: [(String, JSONValue)] {
        var seen: Set<String> = []
        return filter { seen.insert($0.0).inserted }
    }
}
