import ArgumentParser
import BalloonKit
import Glibc
import PolicySupervisor
import QMP

struct PolicyCheckCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Try a plugin: would it load, and is it fast enough?",
        discussion: """
            The file is held to the daemon's rules for owner and permissions, loaded in a process of its own, asked \
            \(PolicyTrial.rounds) rounds about \(PolicyTrial.guests) guests that never were, and left again. No daemon is needed \
            and none is asked. Exit status 1 when it would not be loaded, fails, or takes longer than the daemon's default \
            deadline of \(PolicyTrial.deadline.text) at the median.
            """)

    @Argument(help: "The plugin's file.", completion: .file(extensions: ["so"]))
    var file: String

    @Option(
        name: .long, help: ArgumentHelp("Address space for its process (default: 512M).", valueName: "size"),
        transform: parseMemory)
    var memory: ByteCount?

    @Option(
        name: .customLong("policy-host"),
        help: "The balloon-policyhost to use (default: the one installed with balloonctl).",
        completion: .file())
    var policyHost: String?

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        let trial = try trial()
        if global.json {
            context.console.print(trial.json.pretty())
        } else {
            context.console.print(lines: trial.lines(console: context.console))
        }
        guard let code = trial.code else { return }
        throw ClientError(.refused(.genericError), "\(Text.printable(file)) is not fit for use: \(code)")
    }

    /// - Throws: ``ClientError`` when there is no host to try it with.
    private func trial() throws(ClientError) -> PolicyTrial {
        let path = Self.absolute(file)
        do throws(PolicyFailure) {
            let plugin = try PolicyFile(path).verify()
            let host = try PolicyHostLocation.find(option: policyHost, besides: Self.executable)
            var launch = PolicyLaunch(host: host, plugin: plugin)
            if let memory { launch.memory = memory }
            return PolicyTrial(launch)
        } catch {
            guard case .refused = error.kind else {
                throw ClientError(.refused(.genericError), "\(error.sentence): name one with --policy-host")
            }
            return PolicyTrial(file: path, failure: error)
        }
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard getcwd(&buffer, buffer.count) != nil else { return path }
        return text(buffer.prefix { $0 != 0 }) + "/" + path
    }

    private static var executable: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        return text(buffer.prefix(max(0, count)))
    }

    private static func text(_ bytes: some Sequence<CChar>) -> String {
        String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

private func parseMemory(_ text: String) throws -> ByteCount {
    do {
        if case .bytes(let amount) = try SizeExpression(text), amount >= .mebibytes(64) { return amount }
    } catch {
        throw ValidationError(error.description)
    }
    throw ValidationError("'\(text)' is not an amount of 64M or more")
}
