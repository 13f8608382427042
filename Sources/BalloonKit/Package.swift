// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because SwiftPM links a *target* of the same package statically: policy plugins and their host
// must share exactly one copy of these types (docs/adr/0002-balloonkit-is-its-own-package.md).
//
// The daemon links it statically and optimised across modules. The copy that plugins and `balloon-policyhost` share is built
// from the same sources with BALLOONKIT_SHARED=1: dynamic, and with library evolution, so that a plugin outlives a new
// member of a type (docs/adr/0013-plugins-run-in-a-process-of-their-own.md).
let isShared = Context.environment["BALLOONKIT_SHARED"] == "1"

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .enableUpcomingFeature("MemberImportVisibility"),
]
// The interface is verified by the tests, which build plugins against it; the compiler's own check does not find CBalloonKit.
let evolution: [SwiftSetting] =
    isShared
    ? [.unsafeFlags(["-enable-library-evolution", "-emit-module-interface", "-no-verify-emitted-module-interface"])]
    : []
// SwiftPM sets no soname; without one a plugin would remember the path of the library it was linked against.
let soname: [LinkerSetting] = isShared ? [.unsafeFlags(["-Xlinker", "-soname=libBalloonKit.so"])] : []

let package = Package(
    name: "BalloonKit",
    products: [
        .library(name: "BalloonKit", type: isShared ? .dynamic : nil, targets: ["BalloonKit", "PolicyWire"])
    ],
    targets: [
        .target(name: "CBalloonKit"),
        .target(
            name: "BalloonKit", dependencies: ["CBalloonKit"], swiftSettings: strict + evolution, linkerSettings: soname
        ),
        // What passes between the daemon and a plugin's process. In the same library, so that it sees the same types.
        .target(name: "PolicyWire", dependencies: ["BalloonKit"], swiftSettings: strict + evolution),
    ]
)
