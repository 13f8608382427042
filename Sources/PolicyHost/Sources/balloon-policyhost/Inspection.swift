import PolicyWire

/// Whether a file looks like a plugin of this host: what can be told before any of its code has run.
enum Inspection {
    static let functions = ["balloon_policy", "balloon_policy_api", "balloon_policy_toolchain"]

    /// - Throws: ``Refusal`` `not-a-library`, `not-a-plugin`, `own-kit` or `missing-symbol`.
    static func inspect(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        let library = try SharedLibrary(bytes)
        let missing = functions.filter { !library.defined.contains($0) }
        guard missing.isEmpty else {
            throw Refusal(
                .notAPlugin,
                "it does not export \(missing.joined(separator: ", ")): a plugin exports these functions with @c, as "
                    + "BalloonKit's PolicyPlugin shows")
        }
        let linksKit = library.needed.contains("libBalloonKit.so")
        let names = library.defined.union(library.undefined)
        guard linksKit || names.contains(where: { $0.hasPrefix("$s10BalloonKit") }) else {
            throw Refusal(
                .notAPlugin,
                "it uses nothing of BalloonKit that it could share with the host: write the policy in Swift, and link "
                    + "libBalloonKit.so (-lBalloonKit)")
        }
        guard library.needed.contains("libswiftCore.so") else {
            throw Refusal(
                .ownKit,
                "it carries its own copy of Swift's runtime instead of sharing the host's: build it without "
                    + "-static-stdlib")
        }
        guard library.defined.isDisjoint(with: kitsOwn) else {
            throw Refusal(
                .ownKit,
                "it carries its own copy of BalloonKit, whose types are not the host's: link libBalloonKit.so "
                    + "(-lBalloonKit) in its place")
        }
        guard linksKit else {
            throw Refusal(.missingSymbol, "it was linked without the library that it needs: add -lBalloonKit")
        }
    }

    /// What only the kit itself defines. Other names that begin with the kit's may be a plugin's own: extensions of the
    /// kit's types, and what the kit has compiled into its users.
    private static let kitsOwn: Set = [
        "$s10BalloonKit6PolicyMp", "$s10BalloonKit12PolicyPluginCMn", "$s10BalloonKit12PolicyPluginCMa",
    ]
}
