import BalloonKit
import ControlProtocol

/// The whole screen: a pure function of the state.
struct TopView {
    let state: TopState
    let glyphs: Glyphs

    func frame() -> Frame {
        var frame = Frame(state.size, isASCII: glyphs.isASCII)
        guard !TopPlan.isTooSmall(state.size) else {
            tooSmall(into: &frame)
            return frame
        }
        BannerView(state: state, glyphs: glyphs).draw(into: &frame)
        if state.status == nil {
            waiting(into: &frame)
        } else {
            page(into: &frame)
        }
        if frame.size.height >= 6, !state.isPrinted { FootView(state: state, glyphs: glyphs).draw(into: &frame) }
        overlay(into: &frame)
        return frame
    }

    private func page(into frame: inout Frame) {
        switch state.page {
        case .fleet:
            let plan = TopPlan(state)
            PoolView(state: state, plan: plan, glyphs: glyphs).draw(into: &frame)
            GuestTable(state: state, plan: plan, glyphs: glyphs).draw(into: &frame)
        case .guest(let name):
            GuestView(state: state, name: name, glyphs: glyphs).draw(into: &frame)
        }
    }

    private func overlay(into frame: inout Frame) {
        switch state.overlay {
        case nil: return
        case .help(let scrolled): HelpView(scrolled: scrolled, glyphs: glyphs).draw(into: &frame)
        case .pin(let form):
            PinFormView(form: form, guest: state.guest(form.guest), glyphs: glyphs).draw(into: &frame)
        case .question(let question):
            Dialogue(
                title: question.title, paragraphs: question.sentences.map { ($0, .plain) },
                keys: [("y", "do it"), ("n", "leave it")], glyphs: glyphs
            ).draw(into: &frame)
        case .notice(let title, let text):
            let lines = text.split(separator: "\n").map { (String($0), Ink.plain) }
            Dialogue(title: title, paragraphs: lines, keys: [("any key", "back")], isBad: true, glyphs: glyphs)
                .draw(into: &frame)
        }
    }

    private func waiting(into frame: inout Frame) {
        let text: String
        switch state.link {
        case .lost(_, let reason, _): text = reason
        case .connecting, .connected: text = "Waiting for balloond to answer..."
        }
        let lines = text.split(separator: "\n").flatMap { CellText.wrapped(String($0), to: frame.size.width - 2) }
        for (row, line) in lines.enumerated() { frame.put(line, 2 + row, 1) }
    }

    private func tooSmall(into frame: inout Frame) {
        frame.put(state.status?.pool.map { Figures.percent($0.usage) } ?? "balloond", 0, 0, .bold)
        frame.put("too small: \(TopPlan.smallestWidth)x\(TopPlan.smallestHeight) at least", 1, 0)
    }
}
