/// Where the daemon is and how long to wait for it.
struct ConnectionSettings: Hashable {
    static let defaultSocket = "/run/balloond/control.sock"
    static let socketVariable = "BALLOOND_SOCKET"
    static let defaultTimeout = Duration.seconds(5)
    /// ssh has to connect and log in first.
    static let remoteTimeout = Duration.seconds(10)

    var socket: String
    /// Another host's daemon; nil for this one's.
    var link: RemoteLink?
    /// For each answer of the daemon.
    var timeout: Duration

    static func `default`(in context: Context) -> ConnectionSettings {
        let named = context.variable(socketVariable).flatMap { $0.isEmpty ? nil : $0 }
        let timeout = context.link == nil ? defaultTimeout : remoteTimeout
        return ConnectionSettings(socket: named ?? defaultSocket, link: context.link, timeout: timeout)
    }

    /// What is spoken to, for messages.
    var place: String {
        link?.host.name ?? socket
    }
}
