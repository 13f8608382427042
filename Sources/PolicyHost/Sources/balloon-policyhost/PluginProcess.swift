import BalloonKit
import CPolicyHost
import PolicyWire

/// The process from its first to its last word.
enum PluginProcess {
    enum Status {
        static let done: Int32 = 0
        static let refused: Int32 = 3
        static let usage: Int32 = 64
        static let failed: Int32 = 70
    }

    /// The process's exit status.
    static func run(_ arguments: [String]) -> Int32 {
        switch Invocation(arguments) {
        case .help:
            Console.say(Invocation.usage)
            return Status.done
        case .version:
            Console.say(
                "balloon-policyhost \(ProjectVersion.current), plugin interface \(PolicyPlugin.api), "
                    + "\(LoadedPlugin.toolchain)\n")
            return Status.done
        case .inspect(let path): return inspect(path)
        case .run(let path, let memory): return serve(path, memory)
        case nil:
            Console.note("not understood\n" + Invocation.usage)
            return Status.usage
        }
    }

    private static func inspect(_ path: String) -> Int32 {
        do throws(Refusal) {
            try Inspection.inspect(PluginImage(copying: path).bytes)
            Console.say("\(path): looks like a plugin of this host\n")
            return Status.done
        } catch {
            Console.say("\(path): \(error.code.rawValue): \(error.sentence)\n")
            return Status.refused
        }
    }

    private static func serve(_ path: String, _ memory: ByteCount) -> Int32 {
        policyhost_part_with_parent(Channel.descriptor + 1)
        guard let channel = Channel() else {
            Console.note("there is no socket at descriptor \(Channel.descriptor): balloond starts this, not people")
            return Status.usage
        }
        // Read as who started this process, before it gives up to be that.
        let image = Result { () throws(Refusal) in
            let image = try PluginImage(copying: path)
            try Inspection.inspect(image.bytes)
            return image
        }
        do throws(ConfinementError) { try Confinement.prepare(memory: memory) } catch {
            Console.note(error.sentence)
            return Status.failed
        }
        return Conversation(channel).hold(with: image)
    }
}
