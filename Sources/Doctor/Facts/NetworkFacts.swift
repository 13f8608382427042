/// A network card of a guest.
public struct NetworkFacts: Sendable, Hashable {
    /// What people call it: the device's id, or the card's model.
    public var name: String
    /// QEMU's driver: `virtio-net-pci`, `e1000`.
    public var device: String
    public var isEmulated: Bool
    /// The back end's type: `tap`, `user`, `bridge`, `vhost-user`.
    public var backend: String?
    /// Whether packets go through the host's kernel without QEMU.
    public var usesVhost: Bool?

    public init(name: String, device: String, isEmulated: Bool) {
        self.name = name
        self.device = device
        self.isEmulated = isEmulated
    }
}
