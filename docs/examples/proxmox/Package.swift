// swift-tools-version: 6.2
import PackageDescription

// Where balloond's kit is: as installed, or as $BALLOOND_KIT says.
let kit = Context.environment["BALLOOND_KIT"] ?? "/usr/lib/balloond"

let package = Package(
    name: "proxmox",
    products: [.library(name: "proxmox", type: .dynamic, targets: ["Proxmox"])],
    targets: [
        .target(
            name: "Proxmox",
            swiftSettings: [.unsafeFlags(["-I", "\(kit)/swift"])],
            linkerSettings: [.unsafeFlags(["-L", kit, "-lBalloonKit"])]),
        // The daemon's host has the kit loaded before the plugin; a test has to find it by itself.
        .testTarget(
            name: "ProxmoxTests", dependencies: ["Proxmox"],
            swiftSettings: [.unsafeFlags(["-I", "\(kit)/swift"])],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath=\(kit)"])]),
    ]
)
