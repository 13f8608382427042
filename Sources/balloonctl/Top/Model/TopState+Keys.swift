import BalloonKit
import ControlProtocol

extension TopState {
    mutating func press(_ key: Key) -> [TopRequest] {
        switch key {
        case .control("c"): return [.quit]
        case .control("z"): return [.suspend]
        case .control("l"): return [.redraw]
        case .synchronizedOutput(let isPossible): return [.synchronize(isPossible)]
        default: break
        }
        if let overlay { return press(key, in: overlay) }
        if isFiltering { return type(key) }
        remark = nil
        if let requests = pressAnywhere(key) { return requests }
        switch page {
        case .fleet: return pressInFleet(key)
        case .guest: return pressInGuest(key)
        }
    }

    // MARK: - What stands before the page

    private mutating func press(_ key: Key, in overlay: Overlay) -> [TopRequest] {
        switch overlay {
        case .help(let scrolled): scrollHelp(key, from: scrolled)
        case .notice: self.overlay = nil
        case .pin(var form):
            switch form.take(key) {
            case .editing: self.overlay = .pin(form)
            case .cancelled: self.overlay = nil
            case .complete(let pin):
                self.overlay = .question(
                    .pin(pin, guest: guest(pin.guest), isDryRun: status?.isDryRun ?? false))
            }
        case .question(let question): return answer(question, with: key)
        }
        return []
    }

    /// Only a `y` sends; Enter might be one too many of the form's.
    private mutating func answer(_ question: Question, with key: Key) -> [TopRequest] {
        switch key {
        case .character("y"), .character("Y"):
            overlay = nil
            guard case .connected = link else {
                overlay = .notice(title: "Not sent", text: "There is no connection to balloond now.")
                return []
            }
            return [question.request]
        case .character("n"), .character("N"), .character("q"), .escape:
            overlay = nil
            say("nothing was sent")
        default: break
        }
        return []
    }

    private mutating func scrollHelp(_ key: Key, from scrolled: Int) {
        switch key {
        case .down, .character("j"): overlay = .help(scrolled: scrolled + 1)
        case .up, .character("k"): overlay = .help(scrolled: max(0, scrolled - 1))
        case .pageDown, .character(" "): overlay = .help(scrolled: scrolled + max(1, size.height - 4))
        case .pageUp: overlay = .help(scrolled: max(0, scrolled - max(1, size.height - 4)))
        default: overlay = nil
        }
        if case .help(let wanted) = overlay { overlay = .help(scrolled: min(wanted, HelpView.lastScroll(size))) }
    }

    // MARK: - Typing a filter

    private mutating func type(_ key: Key) -> [TopRequest] {
        var field = TextField(limit: GuestFilter.longest)
        field.text = filter.text
        switch key {
        case .enter: isFiltering = false
        case .escape:
            isFiltering = false
            filter.text = ""
        case .up: select(row: (selectedRow ?? 0) - 1)
        case .down: select(row: (selectedRow ?? 0) + 1)
        default:
            if field.take(key), field.text != filter.text {
                filter.text = field.text
                // The best one is at the top while one types.
                select(row: 0)
            }
        }
        return []
    }

    // MARK: - Keys of the pages

    /// Nil for a key that the page has to know.
    private mutating func pressAnywhere(_ key: Key) -> [TopRequest]? {
        switch key {
        case .character("?"), .character("h"): overlay = .help(scrolled: 0)
        case .character(" "):
            isFrozen.toggle()
            if !isFrozen {
                addGap()
                return [.refresh]
            }
        case .character("+"), .character("="): return changeInterval(RefreshInterval.longer(than: interval))
        case .character("-"): return changeInterval(RefreshInterval.shorter(than: interval))
        case .character("p"): openPin()
        case .character("u"): openUnpin()
        case .character("z"): hasCommonScale.toggle()
        default: return nil
        }
        return []
    }

    private mutating func changeInterval(_ new: Duration) -> [TopRequest] {
        interval = new
        say("every \(new.text)")
        return [.refresh]
    }

    private mutating func pressInFleet(_ key: Key) -> [TopRequest] {
        let row = selectedRow ?? 0
        let page = max(1, TopPlan(self).tableRows - 1)
        switch key {
        case .up, .character("k"): select(row: row - 1)
        case .down, .character("j"): select(row: row + 1)
        case .pageUp, .control("b"): select(row: row - page)
        case .pageDown, .control("f"): select(row: row + page)
        case .home, .character("g"): select(row: 0)
        case .end, .character("G"): select(row: listed.count - 1)
        case .character("s"), .character(">"), .right: order.step(1)
        case .character("<"), .character("S"), .left: order.step(-1)
        case .character("r"): order.isReversed.toggle()
        case .character("/"): isFiltering = true
        case .enter:
            guard let selected else { return [] }
            self.page = .guest(selected)
            return [.refresh]
        case .escape where !filter.text.isEmpty: filter.text = ""
        case .character("q"), .escape: return [.quit]
        default: break
        }
        return []
    }

    private mutating func pressInGuest(_ key: Key) -> [TopRequest] {
        switch key {
        case .character("q"), .escape, .left, .backspace, .enter:
            page = .fleet
            explanation = nil
        case .up, .character("k"): return drill(by: -1)
        case .down, .character("j"): return drill(by: 1)
        default: break
        }
        return []
    }

    /// The neighbour in the table's order.
    private mutating func drill(by steps: Int) -> [TopRequest] {
        select(row: (selectedRow ?? 0) + steps)
        guard let selected, page != .guest(selected) else { return [] }
        page = .guest(selected)
        return [.refresh]
    }

    /// The guest whose page is open, else the selected one.
    private var subject: GuestReport? {
        if case .guest(let name) = page { return guest(name) }
        return selectedGuest
    }

    private mutating func openPin() {
        guard let subject else { return say("no guest is selected") }
        overlay = .pin(PinForm(guest: subject.name))
    }

    private mutating func openUnpin() {
        guard let subject else { return say("no guest is selected") }
        guard subject.pin != nil else { return say("\(subject.name) has no pin") }
        overlay = .question(.unpin(subject))
    }
}
