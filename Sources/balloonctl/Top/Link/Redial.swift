/// When a lost connection is tried again.
struct Redial: Hashable {
    /// A daemon of this host is back as soon as it is started, and asking for it costs nothing.
    static let local = Redial(shortest: .milliseconds(500), longest: .milliseconds(500))
    /// An ssh costs the other host a login, and a line in its log.
    static let remote = Redial(shortest: .seconds(1), longest: .seconds(30))

    let shortest: Duration
    let longest: Duration
    private var pause: Duration

    init(shortest: Duration, longest: Duration) {
        self.shortest = shortest
        self.longest = longest
        pause = shortest
    }

    /// How long to wait after a failure: twice as long after each. Who is not let in waits longest at once, since hosts
    /// that count such attempts lock the caller out.
    mutating func wait(after code: ClientError.Code) -> Duration {
        let wait = code == .noPermission ? longest : pause
        pause = min(longest, pause * 2)
        return wait
    }

    mutating func succeeded() { pause = shortest }
}
