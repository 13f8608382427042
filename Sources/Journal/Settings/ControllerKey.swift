import BalloonKit
import Controller
import QMP

/// One knob of the controller by its name: how a journal keeps it, and how a person types it.
public struct ControllerKey: Sendable {
    /// As in the configuration, where it stands there.
    public let name: String
    /// What a person may type.
    public let expected: String
    let read: @Sendable (ControllerSettings) -> JSONValue
    let write: @Sendable (inout ControllerSettings, JSONValue) -> Bool
    let parse: @Sendable (String) throws(TextError) -> JSONValue?

    /// All of them.
    public static let all: [ControllerKey] = [
        share("limit", \.limit), share("high-margin", \.highMargin), share("low-margin", \.lowMargin),
        time("reaction-time", \.reactionTime), size("reserve", \.reserve), time("freshness", \.freshnessBound),
        size("dead-band", \.deadBand), share("step-limit", \.stepLimit), time("cool-down", \.coolDown),
        time("calm-time", \.calmTime), ksmMode, share("ksm.cpu-limit", \.ksm.cpuLimit),
    ]

    /// Changes the knob to what a person typed.
    ///
    /// - Throws: `TextError` when that is not understood.
    public func set(_ text: String, in settings: inout ControllerSettings) throws(TextError) {
        guard let value = try parse(text), write(&settings, value) else {
            throw TextError("'\(text)' is nothing for \(name): write \(expected)")
        }
    }

    /// The knob as it is, for people.
    public func text(in settings: ControllerSettings) -> String {
        let value = read(settings)
        switch expected {
        case Self.timeForm: return value.time?.text ?? ""
        case Self.sizeForm: return value.int64.map { "\(ByteCount($0))" } ?? ""
        default: return value.string ?? value.double.map { "\(($0 * 100_000).rounded() / 1000)%" } ?? ""
        }
    }

    private static let timeForm = "a time, as in 1500ms"
    private static let sizeForm = "a size, as in 128M"

    // Key paths to stored members of a value: read from anywhere.
    private typealias Path<Value> = WritableKeyPath<ControllerSettings, Value> & Sendable

    private static func share(_ name: String, _ path: Path<Double>) -> ControllerKey {
        ControllerKey(
            name: name, expected: "a share, as in 80%",
            read: { .real($0[keyPath: path]) },
            write: { settings, value in
                guard let share = value.double else { return false }
                settings[keyPath: path] = share
                return true
            },
            parse: { text in
                guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent.isFinite else { return nil }
                return .real(percent / 100)
            })
    }

    private static func time(_ name: String, _ path: Path<Duration>) -> ControllerKey {
        ControllerKey(
            name: name, expected: timeForm, read: { JSONValue(time: $0[keyPath: path]) },
            write: { settings, value in
                guard let time = value.time else { return false }
                settings[keyPath: path] = time
                return true
            },
            parse: { text throws(TextError) in JSONValue(time: try Duration(text: text)) })
    }

    private static func size(_ name: String, _ path: Path<ByteCount>) -> ControllerKey {
        ControllerKey(
            name: name, expected: sizeForm, read: { .integer($0[keyPath: path].bytes) },
            write: { settings, value in
                guard let bytes = value.int64 else { return false }
                settings[keyPath: path] = ByteCount(bytes)
                return true
            },
            parse: { text throws(TextError) in
                guard case .bytes(let amount) = try SizeExpression(text) else { return nil }
                return .integer(amount.bytes)
            })
    }

    private static let ksmMode = ControllerKey(
        name: "ksm.mode", expected: "auto or off", read: { .string($0.ksm.mode.rawValue) },
        write: { settings, value in
            guard let mode = value.string.flatMap(KSMSettings.Mode.init(rawValue:)) else { return false }
            settings.ksm.mode = mode
            return true
        },
        parse: { .string($0) })
}
