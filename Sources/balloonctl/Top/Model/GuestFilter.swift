import ControlProtocol

/// Which guests are shown: those that hold every word, in their name, state or annotations, whatever the letter case.
struct GuestFilter: Hashable {
    /// Typed by a person; a name has at most 107 bytes, as the path of its socket.
    static let longest = 80

    var text = ""

    func matching(_ guests: [GuestReport]) -> [GuestReport] {
        let words = text.lowercased().split(separator: " ")
        guard !words.isEmpty else { return guests }
        return guests.filter { guest in
            let told = Self.told(of: guest).map { $0.lowercased() }
            return words.allSatisfy { word in told.contains { $0.contains(word) } }
        }
    }

    private static func told(of guest: GuestReport) -> [String] {
        var told = [guest.name, guest.state]
        if guest.isInDistress { told.append("distress") }
        if guest.isPaused { told.append("paused") }
        if guest.pin != nil { told.append("pinned") }
        return told + guest.annotations.map { "\($0.key)=\($0.value)" }
    }
}
