import ArgumentParser
import BalloonKit
import Glibc
import PolicySupervisor
import Simulation

/// `--policy FILE.so` and what goes with it: a plugin in the place of the built-in policy.
struct PolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Let this plugin decide, in a process of its own.", valueName: "file.so"))
    var policy: String?

    @Option(help: ArgumentHelp("Sets a knob of the plugin; may be repeated.", valueName: "name=number"))
    var knob: [String] = []

    @Option(help: ArgumentHelp("The program that loads plugins; looked for beside balloonsim.", valueName: "path"))
    var policyHost: String?

    func validate() throws {
        guard policy != nil || (knob.isEmpty && policyHost == nil) else {
            throw ValidationError("--knob and --policy-host go with --policy")
        }
        _ = try knobs()
    }

    private func knobs() throws -> [String: Double] {
        var knobs: [String: Double] = [:]
        for text in knob {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = Double(parts[1]) else {
                throw ValidationError("'\(text)' is not NAME=NUMBER")
            }
            knobs[parts[0]] = value
        }
        return knobs
    }

    /// Where it lies, also when it was found through PATH and its first argument says nothing of a directory.
    private static var executable: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The plugin, running; nil when none was asked for.
    ///
    /// - Throws: `ExitCode` 2 when it cannot be loaded; why is said on standard error.
    func plugin() throws -> PluginAdviser? {
        guard let policy else { return nil }
        let knobs = try knobs()
        do throws(PolicyFailure) {
            let host = try PolicyHostLocation.find(option: policyHost, besides: Self.executable)
            return try PluginAdviser(PolicyLaunch(host: host, plugin: policy, knobs: knobs))
        } catch {
            Output.complain("\(policy): \(error.sentence)")
            for line in error.log { Output.complain("  \(line)") }
            throw ExitCode(2)
        }
    }
}
