import ControlProtocol

/// The daemon and its guests at one moment: what crosses from the main event loop.
public struct WebReport: Sendable {
    public var status: StatusReport
    public var guests: [GuestReport]

    public init(status: StatusReport, guests: [GuestReport]) {
        self.status = status
        self.guests = guests
    }
}
