import BalloonKit
import ControlProtocol
import QMP
import Testing

@testable import balloonctl

@Suite("top: keys")
struct TopKeyTests {
    private var state = TopScenes.state(80, 24)

    @Test("guests in trouble stand first")
    func attention() {
        #expect(state.listed.prefix(2).map(\.name) == ["db1", "legacy"])
    }

    @Test("arrows and j, k move the selection, and stop at the ends")
    mutating func selection() {
        _ = state.press(.home, .up)
        #expect(state.selectedRow == 0)
        _ = state.press(.down)
        _ = state.type("jj")
        #expect(state.selectedRow == 3)
        _ = state.type("k")
        #expect(state.selectedRow == 2)
        _ = state.press(.end, .down)
        #expect(state.selectedRow == 4)
    }

    @Test("a page is what is seen, and the selection stays in view")
    mutating func pages() {
        state = TopScenes.state(80, 24, guests: TopScenes.many, samples: 1)
        let rows = TopPlan(state).tableRows
        _ = state.press(.home, .pageDown)
        #expect(state.selectedRow == rows - 1)
        #expect(state.firstRow == 0)
        _ = state.press(.down)
        #expect(state.firstRow == 1)
        _ = state.press(.end)
        #expect(state.firstRow == 3000 - rows)
        _ = state.press(.pageUp)
        #expect(state.selectedRow == 3000 - rows)
        _ = state.take(.resized(Frame.Size(width: 80, height: 10)), at: state.now)
        let row = state.selectedRow ?? -1
        #expect((state.firstRow..<(state.firstRow + TopPlan(state).tableRows)).contains(row))
    }

    @Test("the selection follows its guest when the order changes, and its neighbour when the guest goes")
    mutating func follows() {
        _ = state.press(.home)
        #expect(state.selected == "db1")
        _ = state.type("r")
        #expect(state.selected == "db1")
        #expect(state.selectedRow == 4)
        state.order = GuestOrder(key: .name)
        let rest = TopScenes.guests.filter { $0.name != "db1" }
        _ = state.take(.sampled(TopScenes.status, rest), at: state.now)
        #expect(state.selected == "legacy")
    }

    @Test("s and > go on to the next order, < goes back, r turns it round")
    mutating func sorting() {
        _ = state.type("s")
        #expect(state.order == GuestOrder(key: .name))
        _ = state.type(">>")
        #expect(state.order.key == .actual)
        #expect(state.listed.map(\.name) == ["batch-7", TopScenes.guests[4].name, "db1", "web1", "legacy"])
        _ = state.type("r")
        #expect(state.listed.map(\.name) == ["web1", "db1", TopScenes.guests[4].name, "batch-7", "legacy"])
        _ = state.type("<<<<")
        #expect(state.order.key == .moved)
    }

    @Test("a filter works while it is typed; Enter keeps it, Escape forgets it, and then leaves")
    mutating func filtering() {
        _ = state.type("/WEB")
        #expect(state.listed.map(\.name) == ["web1"])
        #expect(state.selected == "web1")
        #expect(TopScenes.frame(state).lines()[23].hasPrefix("/WEB"))
        _ = state.press(.enter)
        #expect(state.listed.count == 1)
        #expect(state.press(.escape) == [])
        #expect(state.listed.count == 5)
        _ = state.type("/tier=bro")
        #expect(state.listed.map(\.name) == ["batch-7"])
        _ = state.press(.control("u"))
        _ = state.type("pinned fresh")
        #expect(state.listed.map(\.name) == ["web1"])
        // Keys of the page are letters here.
        _ = state.type("qpu")
        #expect(state.overlay == nil)
        #expect(TopScenes.text(state).contains("No guest matches 'pinned freshqpu'"))
        _ = state.press(.escape)
        #expect(state.press(.escape) == [.quit])
    }

    @Test("a pin asks for size, time and reason, says what will happen, and is sent by y alone")
    mutating func pinning() throws {
        state.select(row: try #require(state.listed.firstIndex { $0.name == "batch-7" }))
        #expect(state.type("p") == [])
        _ = state.press(.enter)
        #expect(TopScenes.text(state).contains("a size is missing"))
        _ = state.type("12 apples")
        _ = state.press(.enter)
        #expect(TopScenes.text(state).contains("unknown unit"))
        _ = state.press(.control("u"))
        _ = state.type("512M")
        _ = state.press(.enter)
        _ = state.type("2h")
        _ = state.press(.enter)
        _ = state.type("night run")
        #expect(state.press(.enter) == [])
        let asked = TopScenes.text(state)
        #expect(asked.contains("batch-7 is pinned to 512 MiB for 2h, whatever the policy says."))
        #expect(asked.contains("It has 4 GiB now: 3.5 GiB is taken from it."))
        #expect(asked.contains("That is 388 MiB less than its working set"))
        #expect(state.press(.enter) == [])
        #expect(state.overlay != nil)
        let pin = SetPin(guest: "batch-7", target: .text("512M"), duration: .seconds(7200), reason: "night run")
        #expect(state.type("y") == [.pin(pin)])
        #expect(state.overlay == nil)
    }

    @Test("the guest of a form stays the same when rows move under it, and Escape leaves without a trace")
    mutating func formKeepsItsGuest() {
        _ = state.press(.home)
        _ = state.type("p")
        _ = state.take(.sampled(TopScenes.status, Array(TopScenes.guests.suffix(2))), at: state.now)
        _ = state.type("max")
        _ = state.press(.enter, .enter, .enter)
        #expect(TopScenes.text(state).contains("Pin db1"))
        #expect(state.type("n") == [])
        #expect(state.overlay == nil)
        _ = state.type("p")
        _ = state.press(.escape)
        #expect(state.overlay == nil)
    }

    @Test("a refusal is shown as it is, until a key is pressed")
    mutating func refusal() {
        let error = ClientError(.refused(.guestNotActive), "guest 'legacy' has no balloon: it cannot be pinned")
        #expect(state.take(.answered(.failure(error)), at: state.now) == [])
        #expect(TopScenes.text(state).contains("guest 'legacy' has no balloon: it cannot be pinned"))
        #expect(state.type("q") == [])
        #expect(state.overlay == nil)
    }

    @Test("what was done is said at the bottom for a while, and looked at at once")
    mutating func success() {
        #expect(state.take(.answered(.success("web1: pinned to 1 GiB")), at: state.now) == [.refresh])
        #expect(TopScenes.frame(state).lines()[23] == "web1: pinned to 1 GiB")
        _ = state.take(.tick, at: state.now + .seconds(7))
        #expect(TopScenes.frame(state).lines()[23].contains("help"))
    }

    @Test("unpin says whose pin it is and asks; without a pin there is nothing to ask")
    mutating func unpinning() throws {
        state.select(row: try #require(state.listed.firstIndex { $0.name == "web1" }))
        _ = state.type("u")
        #expect(TopScenes.text(state).contains("The pin of web1 to 1 GiB by root (backup) is removed"))
        #expect(state.type("y") == [.unpin(RemovePin(guest: "web1"))])
        _ = state.press(.home)
        _ = state.type("u")
        #expect(state.overlay == nil)
        #expect(TopScenes.frame(state).lines()[23] == "db1 has no pin")
    }

    @Test("nothing is sent while there is no connection")
    mutating func notConnected() throws {
        state.select(row: try #require(state.listed.firstIndex { $0.name == "web1" }))
        _ = state.take(.lost("gone"), at: state.now)
        _ = state.type("u")
        #expect(state.type("y") == [])
        #expect(TopScenes.text(state).contains("There is no connection to balloond now."))
    }

    @Test("Enter looks into a guest, arrows go to its neighbours, Escape comes back to the row")
    mutating func drilling() {
        _ = state.press(.home)
        #expect(state.press(.enter) == [.refresh])
        #expect(state.page == .guest("db1"))
        #expect(state.press(.down) == [.refresh])
        #expect(state.page == .guest("legacy"))
        #expect(state.press(.escape) == [])
        #expect(state.page == .fleet)
        #expect(state.selected == "legacy")
    }

    @Test("space freezes and goes on; + and - change the interval within its bounds")
    mutating func pace() {
        _ = state.type(" ")
        #expect(state.isFrozen)
        #expect(TopScenes.frame(state).lines()[0].contains("FROZEN"))
        #expect(state.type(" ") == [.refresh])
        for _ in 0..<20 { _ = state.type("+") }
        #expect(state.interval == .seconds(60))
        for _ in 0..<20 { _ = state.type("-") }
        #expect(state.interval == .milliseconds(250))
    }

    @Test("Ctrl-C quits from anywhere, Ctrl-Z stops, Ctrl-L draws anew")
    mutating func controls() {
        _ = state.type("p")
        #expect(state.press(.control("c")) == [.quit])
        #expect(state.press(.control("z")) == [.suspend])
        #expect(state.press(.control("l")) == [.redraw])
    }

    @Test("help scrolls where it does not fit, and goes at any other key")
    mutating func help() {
        state = TopScenes.state(40, 10)
        _ = state.type("?")
        let first = TopScenes.text(state)
        #expect(first.contains("select a guest"))
        for _ in 0..<100 { _ = state.press(.down) }
        let last = TopScenes.text(state)
        #expect(last.contains("growing, shrinking") && !last.contains("select a guest"))
        #expect(state.type("q") == [])
        #expect(state.overlay == nil)
    }

    @Test("a daemon that was restarted is told, and the graph has a gap")
    mutating func restart() {
        _ = state.take(.lost("balloond closed the connection"), at: .seconds(1060))
        _ = state.take(.connected, at: .seconds(1063))
        #expect(TopScenes.frame(state).lines()[23] == "connected again after 3.0 s")
        var status = TopScenes.status
        status.pid = 4343
        _ = state.take(.sampled(status, TopScenes.guests), at: .seconds(1063))
        #expect(TopScenes.frame(state).lines()[23] == "balloond was restarted: process 4242 is now 4343")
        #expect(state.pool.latest(2).first == .some(nil))
    }
}
