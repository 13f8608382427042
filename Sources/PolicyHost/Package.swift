// swift-tools-version: 6.2
import PackageDescription

// The process that loads a policy plugin. A package of its own, because it shares the kit with the plugin: it is built with
// BALLOONKIT_SHARED=1 (scripts/kit), the daemon without (docs/adr/0013-plugins-run-in-a-process-of-their-own.md).
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "PolicyHost",
    products: [.executable(name: "balloon-policyhost", targets: ["balloon-policyhost"])],
    dependencies: [.package(path: "../BalloonKit")],
    targets: [
        .target(name: "CPolicyHost", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
        .executableTarget(
            name: "balloon-policyhost",
            dependencies: ["CPolicyHost", .product(name: "BalloonKit", package: "BalloonKit")], swiftSettings: strict),
    ]
)
