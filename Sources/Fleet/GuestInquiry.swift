import QMP

/// What a guest's QEMU is asked about its hardware when somebody wants to know; never in the course of things.
///
/// Source: QMP `query-block`, `query-kvm`, `query-cpus-fast`, `query-memory-devices`; QEMU `hw/virtio/virtio-balloon.c` for the
/// properties of the balloon.
enum HardwareQuestion: String, CaseIterable {
    case block = "query-block"
    case kvm = "query-kvm"
    case processors = "query-cpus-fast"
    case memoryDevices = "query-memory-devices"
    case deflateOnOOM = "deflate-on-oom"
    case freePageReporting = "free-page-reporting"
    case statistics = "guest-stats"
    case pollingInterval = "guest-stats-polling-interval"

    /// Whether it is a property of the balloon device.
    var isOfBalloon: Bool {
        switch self {
        case .deflateOnOOM, .freePageReporting, .statistics, .pollingInterval: true
        case .block, .kvm, .processors, .memoryDevices: false
        }
    }

    /// Nil for a property of a balloon that is not there.
    func request(balloon: String?) -> QMPRequest? {
        guard isOfBalloon else { return QMPRequest(rawValue) }
        return balloon.map { QMPRequest(QOMGet(path: $0, property: rawValue)) }
    }
}

/// The questions that one guest is being asked.
struct GuestInquiry {
    /// Tags from here on belong to inquiries: far above the numbers of balloon commands.
    static let firstTag: UInt64 = 1 << 62

    private(set) var hardware: GuestHardware
    private var open: Set<UInt64> = []

    init(balloon: String?) { hardware = GuestHardware(balloon: balloon) }

    var isAnswered: Bool { open.isEmpty }

    static func tag(of question: HardwareQuestion) -> QMPTag {
        QMPTag(rawValue: firstTag + UInt64(HardwareQuestion.allCases.firstIndex(of: question) ?? 0))
    }

    static func question(of tag: QMPTag) -> HardwareQuestion? {
        guard tag.rawValue >= firstTag, tag.rawValue - firstTag < UInt64(HardwareQuestion.allCases.count) else {
            return nil
        }
        return HardwareQuestion.allCases[Int(tag.rawValue - firstTag)]
    }

    /// What is told when nothing could be asked.
    static func unanswered(_ error: QMPError, balloon: String?) -> GuestHardware {
        var hardware = GuestHardware(balloon: balloon)
        for question in HardwareQuestion.allCases { hardware.failures[question.rawValue] = error.message }
        return hardware
    }

    mutating func sent(_ question: HardwareQuestion) { open.insert(Self.tag(of: question).rawValue) }

    mutating func answered(_ question: HardwareQuestion, _ result: Result<JSONValue, QMPError>) {
        guard open.remove(Self.tag(of: question).rawValue) != nil else { return }
        switch result {
        case .success(let value): hardware.answers[question.rawValue] = value
        case .failure(let error): hardware.failures[question.rawValue] = error.message
        }
    }
}
