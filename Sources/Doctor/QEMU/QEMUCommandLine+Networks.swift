/// The guest's network cards and what is behind them.
extension QEMUCommandLine {
    var networks: [NetworkFacts]? {
        let cards = devices.compactMap(card) + self.cards.compactMap(shortCard)
        if cards.isEmpty, readsConfiguration { return nil }
        return cards + defaultCard
    }

    private func card(_ device: QEMUOptions) -> NetworkFacts? {
        guard let driver = device.first, Self.isCard(driver) || device["netdev"] != nil else { return nil }
        var card = NetworkFacts(name: device["id"] ?? driver, device: driver, isEmulated: !driver.hasPrefix("virtio-"))
        guard let backend = device["netdev"].flatMap({ backends[$0] }) else { return card }
        card.backend = backend["type"]
        card.usesVhost = Self.usesVhost(backend)
        return card
    }

    /// `-nic TYPE,model=MODEL` and `-net nic,model=MODEL`.
    private func shortCard(_ options: QEMUOptions) -> NetworkFacts? {
        guard let type = options["type"], type != "none" else { return nil }
        // Of -net only `nic` is a card; both forms know a model.
        let isBackendOfNet = options["model"] == nil && type != "nic" && cards.contains { $0["type"] == "nic" }
        guard !isBackendOfNet else { return nil }
        let model = options["model"] ?? Self.defaultModel
        let device = model == "virtio" ? "virtio-net-pci" : model
        var card = NetworkFacts(
            name: options["id"] ?? device, device: device, isEmulated: !device.hasPrefix("virtio-"))
        guard type != "nic" else { return card }
        card.backend = type
        card.usesVhost = Self.usesVhost(options)
        return card
    }

    /// What QEMU adds when nothing is said of networks. Source: net/net.c, net_init_clients and softmmu/vl.c.
    private var defaultCard: [NetworkFacts] {
        guard !hasNoDefaults, isPC, cards.isEmpty, backends.isEmpty,
            !devices.contains(where: { Self.isCard($0.first ?? "") })
        else { return [] }
        var card = NetworkFacts(name: "QEMU's default card", device: Self.defaultModel, isEmulated: true)
        card.backend = "user"
        return [card]
    }

    /// Of pc; q35's is e1000e. Either is emulated.
    private static let defaultModel = "e1000"

    private static func isCard(_ driver: String) -> Bool {
        driver.hasPrefix("virtio-net") || driver.hasPrefix("e1000") || driver.hasPrefix("rtl8139")
            || driver.hasPrefix("ne2k") || driver.hasPrefix("pcnet") || driver.hasPrefix("i825") || driver == "vmxnet3"
            || driver == "igb" || driver == "tulip" || driver == "usb-net"
    }

    /// Nil where vhost does not apply or is not said.
    private static func usesVhost(_ backend: QEMUOptions) -> Bool? {
        guard backend["type"] == "tap" else { return backend["type"].flatMap { $0.hasPrefix("vhost") ? true : nil } }
        if backend["vhostfd"] != nil || backend["vhostfds"] != nil { return true }
        return backend.flag("vhost") ?? backend.flag("vhostforce") ?? false
    }
}
