/// The words of a command line, sorted a little before they are parsed: the global options may stand before the command,
/// where ArgumentParser would take them for options of the program itself.
struct CommandLineWords: Hashable {
    /// Everything but global options, in order.
    var others: [String] = []
    /// Global options with their values, as typed.
    var global: [String] = []

    /// Commands that have commands of their own.
    private static let groups = ["policy"]
    private static let optionsWithValue = ["--socket", "--timeout"]

    /// Takes all `--host` off a command line.
    /// - Throws: ``ClientError`` with `.usage` for one that names no host.
    static func hosts(in arguments: [String]) throws(ClientError) -> (hosts: [RemoteHost], rest: [String]) {
        var hosts: [RemoteHost] = []
        var rest: [String] = []
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            index += 1
            if word.hasPrefix("--host=") {
                hosts.append(try RemoteHost(String(word.dropFirst("--host=".count))))
            } else if word == "--host" {
                guard index < arguments.count else { throw ClientError(.usage, "--host needs a host: ssh://web1") }
                hosts.append(try RemoteHost(arguments[index]))
                index += 1
            } else {
                rest.append(word)
            }
        }
        return (hosts, rest)
    }

    /// - Returns: the same command line with the command first.
    /// - Throws: ``ClientError`` with `.usage` when there are options and no command.
    static func commandFirst(_ arguments: [String]) throws(ClientError) -> [String] {
        var words = CommandLineWords()
        var index = words.takeGlobals(from: 0, of: arguments)
        guard index < arguments.count else {
            guard let option = words.global.first else { return arguments }
            throw ClientError(.usage, "a command is missing after \(option): see 'balloonctl --help'")
        }
        // Help and version belong to the program, whatever stands before them.
        if arguments[index].hasPrefix("-") { return Array(arguments[index...]) }
        var command = [arguments[index]]
        index += 1
        if groups.contains(command[0]) {
            index = words.takeGlobals(from: index, of: arguments)
            if index < arguments.count, !arguments[index].hasPrefix("-") {
                command.append(arguments[index])
                index += 1
            }
        }
        return command + words.global + arguments[index...]
    }

    /// The index after all global options that stand there.
    private mutating func takeGlobals(from start: Int, of arguments: [String]) -> Int {
        var index = start
        while index < arguments.count, let taken = takeGlobal(at: index, of: arguments) { index += taken }
        return index
    }

    /// All words of a command line; nil when it has any option that is not a global one.
    init?(onlyGlobalOptionsIn arguments: [String]) {
        var index = 0
        while index < arguments.count {
            if let taken = takeGlobal(at: index, of: arguments) {
                index += taken
            } else {
                guard arguments[index].utf8.first != UInt8(ascii: "-") else { return nil }
                others.append(arguments[index])
                index += 1
            }
        }
    }

    private init() {}

    /// How many words the option took; nil when there is no global option, or its value is missing.
    private mutating func takeGlobal(at index: Int, of arguments: [String]) -> Int? {
        let word = arguments[index]
        guard word.utf8.first == UInt8(ascii: "-") else { return nil }
        if word == "--json" {
            global.append(word)
            return 1
        }
        if Self.optionsWithValue.contains(word) {
            guard index + 1 < arguments.count, arguments[index + 1].utf8.first != UInt8(ascii: "-") else { return nil }
            global += [word, arguments[index + 1]]
            return 2
        }
        guard let option = Self.optionsWithValue.first(where: { word.hasPrefix($0 + "=") }) else { return nil }
        global += [option, String(word.utf8.dropFirst(option.utf8.count + 1)) ?? ""]
        return 1
    }
}
