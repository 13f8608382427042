import BalloonKit
import PolicySupervisor

/// A stand-in for `balloon-policyhost`: a few lines of Python that speak the messages, or do not.
struct ScriptedHost {
    let launch: PolicyLaunch

    /// - Parameter script: What it does; see `prelude` for its words.
    static func with<Result>(_ script: String, _ body: (ScriptedHost) throws -> Result) throws -> Result {
        try TemporaryDirectory.with { directory in
            let host = try directory.write(prelude + script, to: "host", mode: 0o755)
            return try body(ScriptedHost(launch: PolicyLaunch(host: host, plugin: "/some/plugin.so")))
        }
    }

    /// One that has said hello, stopped at the end.
    static func started<Result>(_ script: String, _ body: (PolicyProcess) throws -> Result) throws -> Result {
        try with("ready()\n" + script) { host in
            let process = try PolicyProcess(host.launch)
            defer { process.stop() }
            return try body(process)
        }
    }

    private static let prelude = """
        #!/usr/bin/env -S python3 -SIE
        import json, os, signal, sys, time

        def take(length):
            data = b""
            while len(data) < length:
                piece = os.read(3, length - len(data))
                if not piece:
                    sys.exit(0)
                data += piece
            return data

        def hear():
            return json.loads(take(int.from_bytes(take(4), "big")))

        def send(data):
            while data:
                data = data[os.write(3, data):]

        def say_text(text):
            data = text.encode()
            send(len(data).to_bytes(4, "big") + data)

        def say(value):
            say_text(json.dumps(value))

        def columns(*parts):
            say_text(json.dumps(["round", *parts], separators=(",", ":")))

        def complain(text):
            os.write(2, text.encode())

        def ready(summary="Does what it is told.", knobs=(), api=1, name="scripted"):
            hear()
            say(["ready", {"api": api, "name": name, "version": "1.2", "summary": summary, "knobs": list(knobs)}])

        def answer(number, proposals=()):
            say(["round", number, list(proposals)])

        def sleep():
            while True:
                time.sleep(1000)


        """
}

/// A briefing about so many guests; their names are `guest-1` and so on.
func briefing(guests count: Int = 2) -> Briefing {
    let guests = (0..<count).map { index in
        var sample = GuestSample(name: "guest-\(index + 1)", state: .fresh, stateReason: "its statistics are new")
        sample.actual = .gibibytes(2)
        sample.maximum = .gibibytes(4)
        var statistics = ReportedStatistics()
        statistics.available = .mebibytes(700)
        statistics.total = .gibibytes(2)
        sample.reported = statistics
        return Snapshot.Guest(sample: sample)
    }
    var pool = PoolSample(total: .gibibytes(64), available: .gibibytes(20))
    pool.swapUsed = .zero
    return Briefing(
        snapshot: Snapshot(cycle: 7, time: .origin, pool: pool, guests: guests),
        forecast: Forecast(used: .gibibytes(44), slope: .zero, inFlight: .zero, predicted: .gibibytes(44)),
        watermarks: Watermarks(limit: .gibibytes(51), high: .gibibytes(50), low: .gibibytes(47)),
        assessments: guests.map { GuestAssessment(name: $0.sample.name) })
}
