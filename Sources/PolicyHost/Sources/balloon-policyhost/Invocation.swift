import BalloonKit

/// What the command line asks for.
enum Invocation {
    case help
    case version
    /// Look at the file, and do not load it.
    case inspect(String)
    /// Be the plugin's process.
    case run(String, memory: ByteCount)

    static let usage = """
        Usage: balloon-policyhost [--memory BYTES] PLUGIN.so
               balloon-policyhost --inspect PLUGIN.so

        The process in which balloond runs a policy plugin: it takes away from itself what a policy has no need of
        (files, network, other processes, privileges, memory and processor time beyond a limit), loads the plugin, and
        answers the daemon's rounds on descriptor 3. People try a plugin with 'balloonctl policy check PLUGIN.so'.

          --memory BYTES   address space, in bytes (default: 536870912); 0 is no limit
          --inspect        say whether the file looks like a plugin of this host, without loading it
          --version        this version, the plugin interface's number and the compiler
          --help           this text

        Exit status: 0 after the daemon's last word, 3 when the plugin is refused, 64 for a wrong command line, 70 when
        the daemon cannot be understood or this process cannot be confined.

        """

    static let defaultMemory = ByteCount(512 << 20)

    /// Nil for a command line that is not understood.
    init?(_ arguments: [String]) {
        var rest = arguments.dropFirst()
        var memory = Self.defaultMemory
        while let word = rest.popFirst() {
            switch word {
            case "--help", "-h":
                self = .help
                return
            case "--version":
                self = .version
                return
            case "--inspect":
                guard let path = rest.popFirst(), rest.isEmpty else { return nil }
                self = .inspect(path)
                return
            case "--memory":
                guard let bytes = rest.popFirst().flatMap(Int64.init), bytes >= 0 else { return nil }
                memory = ByteCount(bytes)
            default:
                guard rest.isEmpty, !word.hasPrefix("-") else { return nil }
                self = .run(word, memory: memory)
                return
            }
        }
        return nil
    }
}
