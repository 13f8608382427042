import BalloonKit

extension Cycle {
    /// The remembered guests that still exist, and new ones; both lists are sorted, so one walk does.
    func tracksInOrder() -> [GuestTrack] {
        var tracks: [GuestTrack] = []
        tracks.reserveCapacity(snapshot.guests.count)
        var old = 0
        for guest in snapshot.guests {
            let name = guest.sample.name
            while old < state.tracks.count, state.tracks[old].name < name { old += 1 }
            let isKnown = old < state.tracks.count && state.tracks[old].name == name
            if isKnown, !isAnother(guest.sample.pid, state.tracks[old].pid) {
                tracks.append(state.tracks[old])
            } else {
                tracks.append(GuestTrack(name: name))
            }
            if let pid = guest.sample.pid { tracks[tracks.count - 1].pid = pid }
            if isKnown { old += 1 }
        }
        return tracks
    }

    private func isAnother(_ pid: Int32?, _ before: Int32?) -> Bool {
        guard let pid, let before else { return false }
        return pid != before
    }
}
