// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because SwiftPM links a *target* of the same package statically: policy plugins and their host
// must share exactly one copy of these types (docs/adr/0002-balloonkit-is-its-own-package.md).
let package = Package(
    name: "BalloonKit",
    products: [.library(name: "BalloonKit", targets: ["BalloonKit"])],
    targets: [
        .target(
            name: "BalloonKit",
            swiftSettings: [
                .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
