/// Where the daemon is and how long to wait for it.
struct ConnectionSettings: Hashable {
    static let defaultSocket = "/run/balloond/control.sock"
    static let socketVariable = "BALLOOND_SOCKET"
    static let defaultTimeout = Duration.seconds(5)

    var socket: String
    /// For each answer of the daemon.
    var timeout: Duration

    static func `default`(in context: Context) -> ConnectionSettings {
        let named = context.variable(socketVariable).flatMap { $0.isEmpty ? nil : $0 }
        return ConnectionSettings(socket: named ?? defaultSocket, timeout: defaultTimeout)
    }
}
