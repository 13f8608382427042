// swift-tools-version: 6.2
import PackageDescription

// Where balloond's kit is: as installed, or as $BALLOOND_KIT says.
let kit = Context.environment["BALLOOND_KIT"] ?? "/usr/lib/balloond"

let package = Package(
    name: "tiers",
    products: [.library(name: "tiers", type: .dynamic, targets: ["Tiers"])],
    targets: [
        .target(
            name: "Tiers",
            swiftSettings: [.unsafeFlags(["-I", "\(kit)/swift"])],
            linkerSettings: [.unsafeFlags(["-L", kit, "-lBalloonKit"])]),
        // The daemon's host has the kit loaded before the plugin; a test has to find it by itself.
        .testTarget(
            name: "TiersTests", dependencies: ["Tiers"],
            swiftSettings: [.unsafeFlags(["-I", "\(kit)/swift"])],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath=\(kit)"])]),
    ]
)
