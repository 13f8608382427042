import Glibc

/// Where `balloon-policyhost` is.
public enum PolicyHostLocation {
    /// Where it is when it is installed by a package.
    public static let installed = "/usr/lib/balloond/balloon-policyhost"

    /// The host to start plugins with: the option's, else beside the executable as the build leaves it, else as installed.
    ///
    /// - Parameters:
    ///   - option: What the operator named; then nothing else is looked for.
    ///   - executable: Path of the program that asks.
    /// - Throws: ``PolicyFailure`` `.cannotStart`, with all places that were looked at.
    public static func find(option: String? = nil, besides executable: String) throws(PolicyFailure) -> String {
        let places = option.map { [$0] } ?? places(besides: executable)
        for place in places where access(place, X_OK) == 0 { return place }
        throw PolicyFailure(
            .cannotStart, "there is no policy host that can be executed at \(places.joined(separator: ", "))")
    }

    static func places(besides executable: String) -> [String] {
        let directory = executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "."
        return [
            "\(directory)/policy/balloon-policyhost", "\(directory)/../lib/balloond/balloon-policyhost", installed,
        ]
    }
}
