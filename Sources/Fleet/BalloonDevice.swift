import QMP

/// A guest's balloon device, and the requests about it, encoded once.
///
/// A class, so that a poll retains it once instead of every string of every request.
final class BalloonDevice: Sendable {
    let path: String
    let statistics: QMPRequest
    let getInterval: QMPRequest
    let setInterval: QMPRequest?

    init(path: String, interval: Duration) {
        self.path = path
        statistics = QMPRequest(GuestStats(path: path))
        getInterval = QMPRequest(GetStatsPollingInterval(path: path))
        setInterval = (try? SetStatsPollingInterval(path: path, interval: interval)).map { QMPRequest($0) }
    }

    /// The balloon among the children of a container, whatever its id, bus or machine type.
    ///
    /// Source: QEMU `hw/virtio/virtio-balloon-pci.c` and `virtio-balloon.c`: the type is `virtio-balloon-pci`, `-ccw`,
    /// `-device`, or one of the transitional variants.
    static func find(in properties: [QOMList.Property], of container: String) -> String? {
        properties.first { $0.type.hasPrefix("child<virtio-balloon") }.map { "\(container)/\($0.name)" }
    }
}
