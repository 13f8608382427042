import ControlProtocol
import QMP

/// Why a command of the control socket was not carried out, as the peer is told.
struct ControlFailure: Error, Equatable {
    var errorClass: QMPErrorClass
    var description: String

    init(_ errorClass: QMPErrorClass, _ description: String) {
        self.errorClass = errorClass
        self.description = description
    }

    init(_ description: String) { self.init(.genericError, description) }

    static func noGuest(_ name: String) -> ControlFailure {
        ControlFailure(.guestNotFound, "no guest is called '\(name)'")
    }
}
