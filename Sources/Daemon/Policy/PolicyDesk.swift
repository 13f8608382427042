import BalloonKit
import Controller
import Logging
import NIOCore
import PolicySupervisor

/// Who decides and who watches: the plugins' seats, and the orders about them. Confined to the event loop.
final class PolicyDesk {
    /// The name that means no plugin.
    static let builtIn = BuiltInPolicy.manifest.name

    typealias SwitchCompletion = (Result<PolicySwitch, ControlFailure>) -> Void

    private let eventLoop: any EventLoop
    private let worker: Worker
    private let clocks: Clocks
    private let logger: Logger
    private var settings: PolicyDeskSettings
    /// Nil: the built-in policy decides.
    private var active: PolicySeat?
    private var shadow: PolicySeat?
    /// On its way to a seat.
    private var candidate: PolicySeat?
    private var lastBriefing: Briefing?
    private var isStopped = false
    /// Seats that have been told to stop and have not.
    private var leaving = 0
    private var onAllGone: (() -> Void)?

    private(set) var activeName = PolicyDesk.builtIn
    private(set) var shadowName: String?
    /// What the shadow would have done since either policy was last switched; the loop records each cycle in it.
    var ledger: ShadowLedger

    /// Where a dry round's question comes from when no plugin has been asked yet: what the loop last saw.
    var currentBriefing: (() -> Briefing?)?

    init(settings: PolicyDeskSettings, eventLoop: any EventLoop, worker: Worker, clocks: Clocks, logger: Logger) {
        self.settings = settings
        self.eventLoop = eventLoop
        self.worker = worker
        self.clocks = clocks
        self.logger = logger
        ledger = ShadowLedger(active: Self.builtIn, shadow: nil, since: clocks.monotonic())
    }

    /// Starts the configured plugins. Until one is up, or when it does not come up, the built-in policy decides.
    func start() {
        guard !isStopped else { return }
        activeName = settings.use
        shadowName = settings.shadow
        if settings.use != Self.builtIn { active = seat(settings.use, "policy") }
        if let name = settings.shadow, name != Self.builtIn { shadow = seat(name, "shadow policy") }
        active?.keepTrying()
        shadow?.keepTrying()
        renewLedger()
    }

    // MARK: What the cycle asks

    /// Whether a plugin is to decide: then ``ask(_:completion:)`` before each decision.
    var asksPlugin: Bool { active != nil }

    /// Asks the active plugin. Always completes, on the event loop: within the deadline, or at once with why there is no answer.
    func ask(_ briefing: Briefing, completion: @escaping (Counsel) -> Void) {
        lastBriefing = briefing
        guard let active else { return completion(Self.own) }
        active.ask(briefing, completion: completion)
    }

    /// Asks the policy in shadow, alike. For the built-in one it completes at once with an absence: then the built-in decides.
    func askShadow(_ briefing: Briefing, completion: @escaping (Counsel) -> Void) {
        lastBriefing = briefing
        guard let shadow else { return completion(Self.own) }
        shadow.ask(briefing, completion: completion)
    }

    /// Nobody was asked, because the built-in policy is meant.
    private static var own: Counsel { .absent(Reason(.policyStarting, remark: "no plugin is asked"), by: builtIn) }

    private func renewLedger() {
        ledger = ShadowLedger(active: activeName, shadow: shadowName, since: clocks.monotonic())
    }

    // MARK: Orders

    /// Puts another policy in the place of the active one, without a gap: the new plugin is started and asked a dry round while
    /// the old one still decides. When that fails the old one stays.
    ///
    /// The same name again starts the plugin anew from its file.
    func use(_ name: String, completion: @escaping SwitchCompletion) {
        seatCandidate(name, "policy") { [weak self] result in
            guard let self else { return completion(.failure(Self.stopped)) }
            switch result {
            case .failure(let failure): completion(.failure(failure))
            case .success(let (seat, start)):
                let before = activeName
                leave(active)
                active = seat
                activeName = name
                renewLedger()
                logger.notice("policy switched", metadata: ["from": "\(before)", "to": "\(name)"])
                completion(.success(taken(from: before, to: name, start, configured: settings.use)))
            }
        }
    }

    /// Puts a policy in shadow.
    ///
    /// - Parameter name: Nil to have none.
    func shadow(_ name: String?, completion: @escaping SwitchCompletion) {
        guard let name, !name.isEmpty else { return completion(.success(takeShadow(nil, nil, nil))) }
        seatCandidate(name, "shadow policy") { [weak self] result in
            guard let self else { return completion(.failure(Self.stopped)) }
            completion(result.map { self.takeShadow(name, $0.seat, $0.start) })
        }
    }

    private func takeShadow(_ name: String?, _ seat: PolicySeat?, _ start: PolicyRunner.Start?) -> PolicySwitch {
        let before = shadowName
        leave(shadow)
        shadow = seat
        shadowName = name
        renewLedger()
        logger.notice("shadow policy switched", metadata: ["from": "\(before ?? "none")", "to": "\(name ?? "none")"])
        return taken(from: before, to: name, start, configured: settings.shadow)
    }

    private func taken(
        from before: String?, to name: String?, _ start: PolicyRunner.Start?, configured: String?
    ) -> PolicySwitch {
        PolicySwitch(
            from: before, to: name, version: start?.manifest.version, roundTime: start?.roundTime,
            configured: configured)
    }

    /// Tries again what is quarantined or waits for its time, and forgives it everything.
    ///
    /// - Parameter completion: When all have come up, or with what is wrong with the first that has not.
    func reinstate(completion: @escaping (Result<Void, ControlFailure>) -> Void) {
        let down = [active, shadow].compactMap { $0 }.filter(\.isDown)
        guard !down.isEmpty else {
            return completion(.failure(ControlFailure("no policy is quarantined or waits to be started again")))
        }
        var waiting = down.count
        var problem: ControlFailure?
        for seat in down {
            seat.reinstate { result in
                if case .failure(let failure) = result, problem == nil { problem = Self.failure(seat.name, failure) }
                waiting -= 1
                if waiting == 0 { completion(problem.map { .failure($0) } ?? .success(())) }
            }
        }
    }

    /// Takes over a reloaded configuration. Policies that it names otherwise than they are, or with other knobs, limits or
    /// places, are switched without a gap; what an operator had put in their places goes.
    func reconfigure(_ settings: PolicyDeskSettings) {
        let before = self.settings
        self.settings = settings
        active?.reconfigure(settings)
        shadow?.reconfigure(settings)
        let needsActive = activeName != settings.use || before.origin(of: activeName) != settings.origin(of: activeName)
        let needsShadow =
            shadowName != settings.shadow
            || shadowName.map { before.origin(of: $0) != settings.origin(of: $0) } ?? false
        let switchShadow = { [weak self] in
            guard let self, needsShadow else { return }
            shadow(settings.shadow) { [weak self] in self?.write("shadow policy", $0) }
        }
        guard needsActive else { return switchShadow() }
        use(settings.use) { [weak self] result in
            self?.write("policy", result)
            switchShadow()
        }
    }

    private func write(_ role: String, _ result: Result<PolicySwitch, ControlFailure>) {
        guard case .failure(let failure) = result else { return }
        logger.error(
            "the configured \(role) cannot be used, and nothing is changed",
            metadata: ["error": "\(failure.description)"])
    }

    /// Ends all plugins.
    ///
    /// - Parameter completion: Their processes are gone.
    func stop(completion: @escaping () -> Void = {}) {
        isStopped = true
        let earlier = onAllGone
        onAllGone = {
            earlier?()
            completion()
        }
        leave(active)
        leave(shadow)
        leave(candidate)
        (active, shadow, candidate) = (nil, nil, nil)
        finishLeaving()
    }

    // MARK: Seats

    private typealias Seated = (seat: PolicySeat?, start: PolicyRunner.Start?)

    private static let stopped = ControlFailure("the daemon is stopping")

    private static func failure(_ name: String, _ failure: PolicyFailure) -> ControlFailure {
        let printed = failure.log.last.map { "; it printed: \($0)" } ?? ""
        return ControlFailure("policy '\(name)' cannot be used: \(failure.sentence)\(printed)")
    }

    private func seat(_ name: String, _ role: String) -> PolicySeat {
        PolicySeat(name, role: role, settings: settings, eventLoop: eventLoop, clocks: clocks, logger: logger)
    }

    /// A plugin that has come up and answered a dry round; no seat for the built-in policy.
    private func seatCandidate(
        _ name: String, _ role: String, completion: @escaping (Result<Seated, ControlFailure>) -> Void
    ) {
        guard !isStopped else { return completion(.failure(Self.stopped)) }
        guard name != Self.builtIn else { return completion(.success((nil, nil))) }
        guard candidate == nil else {
            return completion(.failure(ControlFailure("another policy is being started: try again in a moment")))
        }
        let seat = seat(name, role)
        candidate = seat
        seat.start(rehearsing: currentBriefing?() ?? lastBriefing) { [weak self] result in
            guard let self, candidate === seat else { return completion(.failure(Self.stopped)) }
            candidate = nil
            switch result {
            case .success(let start):
                // Since it was started the configuration may have been reloaded.
                seat.reconfigure(settings)
                seat.keepTrying()
                completion(.success((seat, start)))
            case .failure(let failure):
                leave(seat)
                completion(.failure(Self.failure(name, failure)))
            }
        }
    }

    private func leave(_ seat: PolicySeat?) {
        guard let seat else { return }
        leaving += 1
        seat.stop { [weak self] in
            guard let self else { return }
            leaving -= 1
            finishLeaving()
        }
    }

    private func finishLeaving() {
        guard leaving == 0, let completion = onAllGone else { return }
        onAllGone = nil
        completion()
    }

    // MARK: Reports

    var report: PolicyDeskReport {
        PolicyDeskReport(
            active: activeName, seat: active?.report, shadow: shadowName, shadowSeat: shadow?.report,
            settings: settings)
    }

    /// What lies in the configured directories, by name. The files are looked at on the worker.
    func offers(completion: @escaping ([PolicyOffer]) -> Void) {
        let directories = settings.directories
        worker.run({
            PolicyFile.available(in: directories).map { file in
                do throws(PolicyFailure) {
                    _ = try file.verify()
                    return PolicyOffer(file: file)
                } catch {
                    return PolicyOffer(file: file, problem: error.sentence)
                }
            }
        }) { completion((try? $0.get()) ?? []) }
    }
}
