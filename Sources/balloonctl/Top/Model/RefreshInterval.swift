/// How often the daemon is asked, and the steps of `+` and `-`.
enum RefreshInterval {
    static let shortest = Duration.milliseconds(250)
    static let longest = Duration.seconds(60)
    static let usual = Duration.seconds(1)

    private static let steps: [Duration] = [
        shortest, .milliseconds(500), .seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(30), longest,
    ]

    static func longer(than interval: Duration) -> Duration { steps.first { $0 > interval } ?? longest }

    static func shorter(than interval: Duration) -> Duration { steps.last { $0 < interval } ?? shortest }
}
