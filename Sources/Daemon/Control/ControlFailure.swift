import ControlProtocol

/// Why a command of the control socket was not carried out, as the peer is told.
struct ControlFailure: Error, Equatable {
    var errorClass: String
    var description: String

    init(_ errorClass: String = ControlErrorClass.generic, _ description: String) {
        self.errorClass = errorClass
        self.description = description
    }

    static func noGuest(_ name: String) -> ControlFailure {
        ControlFailure(ControlErrorClass.guestNotFound, "no guest is called '\(name)'")
    }
}
