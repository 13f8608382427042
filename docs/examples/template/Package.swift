// swift-tools-version: 6.2
import PackageDescription

// Where balloond's kit is: as installed, or as $BALLOOND_KIT says.
let kit = Context.environment["BALLOOND_KIT"] ?? "/usr/lib/balloond"

let package = Package(
    name: "my-policy",
    products: [.library(name: "my-policy", type: .dynamic, targets: ["MyPolicy"])],
    targets: [
        .target(
            name: "MyPolicy",
            swiftSettings: [.unsafeFlags(["-I", "\(kit)/swift"])],
            linkerSettings: [.unsafeFlags(["-L", kit, "-lBalloonKit"])]),
        // The daemon's host has the kit loaded before the plugin; a test has to find it by itself.
        .testTarget(
            name: "MyPolicyTests", dependencies: ["MyPolicy"],
            swiftSettings: [.unsafeFlags(["-I", "\(kit)/swift"])],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath=\(kit)"])]),
    ]
)
