import BalloonKit
import QMP
import Testing

@testable import Simulation

@Suite struct SimulatedQEMUTests {
    private static func refusal(_ request: QMPServerRequest) -> String? {
        var guest = SimulatedGuest(WireBench.plan(), at: 0)
        var qemu = SimulatedQEMU(guest.plan, seed: 1)
        var arguments = request.arguments
        if arguments["path"] == "DEVICE" { arguments["path"] = .string(qemu.devicePath) }
        let request = QMPServerRequest(command: request.command, arguments: arguments, id: nil)
        do throws(QMPServerError) {
            _ = try qemu.execute(request, &guest, at: Moment(milliseconds: 0))
            return nil
        } catch {
            return "\(error.errorClass.name): \(error.description)"
        }
    }

    @Test(
        "Refuses what QEMU refuses, in its words",
        arguments: [
            ("balloon", ["value": 0], "GenericError: Parameter 'target' expects a size"),
            ("balloon", ["value": -1], "GenericError: Parameter 'target' expects a size"),
            ("balloon", ["value": "100"], "GenericError: Invalid parameter type for 'value', expected: integer"),
            ("balloon", ["value": 1.5], "GenericError: Invalid parameter type for 'value', expected: integer"),
            ("balloon", [:], "GenericError: Parameter 'value' is missing"),
            ("balloon", ["value": 1, "id": 2], "GenericError: Parameter 'id' is unexpected"),
            ("qom-list-get", [:], "CommandNotFound: The command qom-list-get has not been found"),
            ("qom-get", ["path": "/x", "property": "guest-stats"], "DeviceNotFound: Device '/x' not found"),
            (
                "qom-get", ["path": "DEVICE", "property": "x"],
                "GenericError: Property 'virtio-balloon-pci.x' not found"
            ),
            (
                "qom-set", ["path": "DEVICE", "property": "guest-stats-polling-interval", "value": -1],
                "GenericError: timer value must be greater than zero"
            ),
            (
                "qom-set", ["path": "DEVICE", "property": "guest-stats-polling-interval", "value": 4_294_967_296],
                "GenericError: timer value is too big"
            ),
        ] as [(String, JSONObject, String)])
    func refusals(command: String, arguments: JSONObject, expected: String) {
        #expect(Self.refusal(QMPServerRequest(command: command, arguments: arguments, id: nil)) == expected)
    }

    @Test("Accepts one byte, and more than the guest has")
    func accepts() {
        for value: Int64 in [1, 4095, 1 << 40] {
            let request = QMPServerRequest(command: "balloon", arguments: ["value": .integer(value)], id: nil)
            #expect(Self.refusal(request) == nil)
        }
    }

    @Test("BALLOON_CHANGE comes at once, then at most once a second, and the last state always")
    func balloonChange() {
        var guest = SimulatedGuest(WireBench.plan { $0.inflateRate = .mebibytes(100) }, at: 0)
        var qemu = SimulatedQEMU(guest.plan, seed: 1)
        qemu.advance(guest, hasReset: false, to: Moment(milliseconds: 0))
        guest.setTarget(.mebibytes(350))
        var times: [Int64] = []
        var last = ""
        for time in stride(from: Int64(100), through: 5000, by: 100) {
            _ = guest.advance(to: Double(time) / 1000, by: 0.1)
            qemu.advance(guest, hasReset: false, to: Moment(milliseconds: time))
            if !qemu.events.isEmpty {
                times.append(time)
                last = String(decoding: qemu.events, as: UTF8.self)
                qemu.events = []
            }
        }
        #expect(times == [100, 1100, 2100])
        #expect(last.contains("\"actual\":\(ByteCount.mebibytes(350).bytes)"))
    }

    @Test("A line that was changed in place is the line that would be built anew")
    func statisticsReply() {
        var random = SplitMix64(seed: 1)
        var kept = StatisticsReply()
        for step in 0..<2000 {
            var claims = ReportedStatistics()
            func amount() -> ByteCount? {
                random.next() % 8 == 0 ? nil : ByteCount(clamping: random.next() >> (random.next() % 64))
            }
            claims.available = amount()
            claims.free = amount()
            claims.swapIn = amount()
            claims.majorFaults = random.next() >> (random.next() % 64)
            let available: UInt64? = random.next() % 4 == 0 ? random.next() : nil
            kept.set(claims, available: available, lastUpdate: 999_999_990 + Int64(step))
            kept.build()
            var fresh = StatisticsReply()
            fresh.set(claims, available: available, lastUpdate: 999_999_990 + Int64(step))
            fresh.build()
            #expect(kept.bytes == fresh.bytes)
        }
    }
}
