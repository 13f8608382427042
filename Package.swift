// swift-tools-version: 6.2
import PackageDescription

// Rooms and who may import whom: docs/architecture.md. `Tests/ArchitectureTests` holds every import to that table.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let kit: Target.Dependency = .product(name: "BalloonKit", package: "BalloonKit")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// balloonctl is started by people and scripts, often: one static file without a loader to run starts in half the time
// (docs/adr/0005-balloonctl-is-static.md). Sanitizers need the dynamic one, so debug builds stay dynamic.
let fullyStatic: [SwiftSetting] = [.unsafeFlags(["-static-executable"], .when(configuration: .release))]
let fullyStaticLink: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-executable", "-Xlinker", "-l_FoundationCShims", "-Xlinker", "-l_FoundationCollections",
            "-Xlinker", "-lswiftSynchronization",
        ], .when(configuration: .release))
]

// balloond is installed on hosts that have no Swift: its runtime is in the file, and what Debian keeps up (libc, SQLite,
// jansson) is not (docs/adr/0016-what-the-package-carries.md).
let staticRuntime: [SwiftSetting] = [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]
let staticRuntimeLink: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-Xlinker", "-lCoreFoundation", "-Xlinker", "-l_FoundationICU", "-Xlinker",
            "-l_FoundationCShims", "-Xlinker", "-l_FoundationCollections", "-Xlinker", "-lswiftSynchronization",
        ], .when(configuration: .release))
]

let package = Package(
    name: "balloond",
    products: [
        .executable(name: "balloond", targets: ["balloond"]),
        .executable(name: "balloonctl", targets: ["balloonctl"]),
    ],
    dependencies: [
        .package(path: "Sources/BalloonKit"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // C libraries and what Glibc's module map lacks.
        .systemLibrary(name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"])]),
        .target(name: "CLinux"),

        // Rooms, lowest first. A room imports only rooms above it.
        .target(
            name: "QMP", dependencies: ["CJansson"],
            swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
        .target(name: "HostMemory", dependencies: [kit, "CLinux"], swiftSettings: strict),
        .target(name: "Controller", dependencies: [kit], swiftSettings: strict),
        .target(
            name: "Fleet", dependencies: ["QMP", "HostMemory", "CLinux", kit, nioCore, nioPosix, logging],
            swiftSettings: strict),
        .target(name: "ControlProtocol", dependencies: ["QMP", kit], swiftSettings: strict),
        .target(name: "Journal", dependencies: ["QMP", "Controller", kit], swiftSettings: strict),
        .target(name: "Charts", dependencies: [kit], swiftSettings: strict),
        .target(name: "Exposition", dependencies: ["ControlProtocol", kit], swiftSettings: strict),
        .target(name: "Doctor", dependencies: ["QMP", kit], swiftSettings: strict),
        .target(
            name: "History",
            dependencies: [
                "ControlProtocol", "Controller", "QMP", kit, .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: [
                "ControlProtocol", "Exposition", "QMP", kit, nioCore, nioPosix, logging,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], swiftSettings: strict),
        .target(name: "PolicySupervisor", dependencies: ["QMP", "CLinux", kit], swiftSettings: strict),
        .target(
            name: "Daemon",
            dependencies: [
                "QMP", "HostMemory", "Controller", "Fleet", "ControlProtocol", "Journal", "History", "Web",
                "PolicySupervisor", "CLinux", kit, nioCore, nioPosix, logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "balloond", dependencies: ["Daemon", argumentParser], swiftSettings: strict + staticRuntime,
            linkerSettings: staticRuntimeLink),
        .executableTarget(
            name: "balloonctl",
            dependencies: [
                "ControlProtocol", "Charts", "Exposition", "Doctor", "PolicySupervisor", "QMP", "CLinux", kit,
                argumentParser,
            ],
            swiftSettings: strict + fullyStatic, linkerSettings: fullyStaticLink),

        // The field's rules, a simulated host, and the comparison of all who would hold its line.
        .target(name: "Baselines", dependencies: ["Controller", kit], swiftSettings: strict),
        .target(
            name: "Simulation", dependencies: ["Charts", "Controller", "Fleet", "Journal", "QMP", kit],
            swiftSettings: strict),
        .executableTarget(
            name: "balloonsim",
            dependencies: [
                "Simulation", "Baselines", "Controller", "ControlProtocol", "Journal", "PolicySupervisor", "QMP",
                "CLinux", kit,
                argumentParser,
            ], swiftSettings: strict),
        .executableTarget(
            name: "baselined", dependencies: ["Daemon", "Baselines", argumentParser, logging], swiftSettings: strict),

        // A QEMU of our own making for tests: strict, scripted, or a thousand at once.
        .target(name: "QMPTestKit", dependencies: ["QMP", "CLinux"], swiftSettings: strict),
        .executableTarget(name: "fakefleet", dependencies: ["QMPTestKit", "CLinux"], swiftSettings: strict),
        .executableTarget(name: "policybench", dependencies: ["PolicySupervisor", kit], swiftSettings: strict),
        .executableTarget(
            name: "historybench", dependencies: ["History", "ControlProtocol", "Controller", kit],
            swiftSettings: strict),

        // Tests, one folder a room.
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(name: "BalloonKitTests", dependencies: [kit], swiftSettings: strict),
        .testTarget(
            name: "QMPTests", dependencies: ["QMP", "QMPTestKit"], resources: [.copy("Transcripts")],
            swiftSettings: strict),
        .testTarget(
            name: "HostMemoryTests", dependencies: ["HostMemory", kit], resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(name: "ControllerTests", dependencies: ["Controller", kit], swiftSettings: strict),
        .testTarget(name: "BaselinesTests", dependencies: ["Baselines", "Controller", kit], swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Simulation", "Baselines", "Controller", "Fleet", "Journal", "QMP", kit],
            swiftSettings: strict),
        .testTarget(
            name: "FleetTests",
            dependencies: ["Fleet", "QMP", "QMPTestKit", "HostMemory", kit, nioCore, nioPosix, logging],
            swiftSettings: strict),
        .target(
            name: "ControlSamples", dependencies: ["ControlProtocol", kit], path: "Tests/ControlSamples",
            swiftSettings: strict),
        .testTarget(
            name: "ControlProtocolTests", dependencies: ["ControlProtocol", "ControlSamples", "QMP", kit],
            swiftSettings: strict),
        .testTarget(
            name: "JournalTests", dependencies: ["Journal", "Controller", "QMP", kit], swiftSettings: strict),
        .testTarget(name: "ChartsTests", dependencies: ["Charts", kit], swiftSettings: strict),
        .testTarget(
            name: "ExpositionTests", dependencies: ["Exposition", "ControlProtocol", "ControlSamples", kit],
            swiftSettings: strict),
        .testTarget(
            name: "DoctorTests", dependencies: ["Doctor", "QMP", kit], resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "ControlProtocol", "Controller", "QMP", kit,
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: ["Web", "ControlProtocol", "ControlSamples", "Exposition", kit, nioCore, nioPosix, logging],
            swiftSettings: strict),
        .testTarget(
            name: "PolicySupervisorTests", dependencies: ["PolicySupervisor", "QMP", kit], swiftSettings: strict),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Daemon", "Controller", "ControlProtocol", "Fleet", "HostMemory", "Journal", "PolicySupervisor", "QMP",
                "QMPTestKit", "Web", kit, nioCore, nioPosix, logging,
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: strict),
        .testTarget(
            name: "BalloonctlTests",
            dependencies: ["balloonctl", "Charts", "ControlProtocol", "ControlSamples", "QMP", kit],
            swiftSettings: strict),
    ]
)

// What runs on one thread is not compiled for the sanitizer that looks for races.
if Context.environment["BALLOOND_SANITIZED"] == "thread" {
    let left: Set = [
        "ArchitectureTests", "BalloonKitTests", "BalloonctlTests", "Baselines", "BaselinesTests", "Charts",
        "ChartsTests", "ControlProtocolTests", "ControllerTests", "Doctor", "DoctorTests", "ExpositionTests",
        "HostMemoryTests", "JournalTests", "QMPTests", "Simulation", "SimulationTests", "balloonctl", "balloonsim",
        "baselined", "historybench", "policybench",
    ]
    package.products.removeAll { $0.name == "balloonctl" }
    package.targets.removeAll { left.contains($0.name) }
}
