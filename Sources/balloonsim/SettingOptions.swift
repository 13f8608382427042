import ArgumentParser
import BalloonKit
import Controller
import Journal

/// `--set KEY=VALUE`, as often as wanted.
struct SettingOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Changes a knob of the controller, as in limit=75% or reserve=256M; may be repeated.",
            discussion: "Knobs: \(ControllerKey.all.map(\.name).joined(separator: ", ")).", valueName: "key=value"))
    var changes: [String] = []

    func validate() throws {
        var settings = ControllerSettings()
        try apply(to: &settings)
    }

    /// - Throws: `ValidationError` for what is no knob, or no value for it.
    func apply(to settings: inout ControllerSettings) throws {
        for change in changes {
            let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("'\(change)' is not KEY=VALUE") }
            guard let key = ControllerKey.all.first(where: { $0.name == parts[0] }) else {
                let names = ControllerKey.all.map(\.name).joined(separator: ", ")
                throw ValidationError("'\(parts[0])' is no knob of the controller; there are \(names)")
            }
            do throws(TextError) { try key.set(parts[1], in: &settings) } catch {
                throw ValidationError(error.description)
            }
        }
    }
}
