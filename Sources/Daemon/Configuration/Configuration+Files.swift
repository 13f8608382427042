import BalloonKit
import Glibc

extension Configuration {
    public static let defaultPath = "/etc/balloond/config.toml"

    /// Files larger than this are no configuration.
    private static let largestFile = 1 << 20

    /// Reads the file and, after it, `config.d/*.toml` beside it in the order of their names.
    ///
    /// - Parameters:
    ///   - path: The main file.
    ///   - isRequired: Whether it must exist: yes when the operator named it, no for ``defaultPath``, since all keys have
    ///     defaults.
    /// - Returns: The configuration, checked whole.
    /// - Throws: ``ConfigurationError`` with everything that is wrong in all files.
    public static func load(path: String = defaultPath, isRequired: Bool = true) throws(ConfigurationError)
        -> Configuration
    {
        var files: [(name: String, text: String)] = []
        var problems: [ConfigurationError.Problem] = []
        for (file, mustExist) in [(path, isRequired)] + dropIns(beside: path).map({ ($0, true) }) {
            do throws(ConfigurationError.Problem) {
                if let text = try text(of: file, mustExist: mustExist) { files.append((file, text)) }
            } catch {
                problems.append(error)
            }
        }
        do throws(ConfigurationError) {
            let configuration = try Configuration(files: files)
            guard problems.isEmpty else { throw ConfigurationError(problems) }
            return configuration
        } catch {
            throw problems.isEmpty || error.problems == problems ? error : ConfigurationError(problems + error.problems)
        }
    }

    /// Names in byte order, whatever the locale, so that `50-site.toml` comes after `10-package.toml` everywhere.
    private static func dropIns(beside path: String) -> [String] {
        let slash = path.lastIndex(of: "/")
        let directory = (slash.map { String(path[...$0]) } ?? "") + "config.d"
        guard let listing = opendir(directory) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing), names.count < 1000 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".toml") && !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(directory)/\($0)" }
    }

    private static func text(of file: String, mustExist: Bool) throws(ConfigurationError.Problem) -> String? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let number = errno
            if number == ENOENT && !mustExist { return nil }
            throw problem(file, number)
        }
        defer { close(descriptor) }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: largestFile + 1) { buffer, count in
            while count < buffer.count {
                let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { break }
                count += got
            }
        }
        guard failure == 0 else { throw problem(file, failure) }
        guard bytes.count <= largestFile else {
            throw ConfigurationError.Problem(file: file, message: "is larger than 1 MiB")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError.Problem(file: file, message: "is not UTF-8 text")
        }
        return text
    }

    private static func problem(_ file: String, _ number: Int32) -> ConfigurationError.Problem {
        ConfigurationError.Problem(file: file, message: "cannot be read: \(SystemCallError.text(of: number))")
    }
}
