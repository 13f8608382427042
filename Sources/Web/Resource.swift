import BalloonKit
import ControlProtocol
import Exposition
import QMP

/// What is served, by path.
enum Resource: String, CaseIterable {
    case page = "/"
    case metrics = "/metrics"
    case status = "/api/status"
    case guests = "/api/guests"
    case recent = "/api/recent"
    case health = "/healthz"

    var contentType: String {
        switch self {
        case .page: "text/html; charset=utf-8"
        case .metrics: MetricsText.contentType
        case .health: "text/plain; charset=utf-8"
        case .status, .guests, .recent: "application/json"
        }
    }

    /// Its body, of what was reported; empty for those that are not made of a report.
    func body(_ report: WebReport) -> [UInt8] {
        switch self {
        case .metrics: MetricsText.bytes(status: report.status, guests: report.guests)
        case .status: report.status.json.encoded()
        case .guests: QueryGuests.Reply(guests: report.guests).json.encoded()
        case .health: Array("ok\n".utf8)
        case .page, .recent: []
        }
    }
}
