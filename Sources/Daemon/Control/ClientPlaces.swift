/// How many clients the control socket serves at once, and for whom the last places are kept.
struct ClientPlaces: Sendable {
    /// Further clients are closed and counted.
    var total = 64
    /// Of these, kept for root: whoever fills the others cannot lock the administrator out.
    var forRoot = 8

    /// Whether a client of this user gets a place when so many are taken.
    func admit(uid: UInt32, taken: Int) -> Bool { taken < (uid == 0 ? total : total - forRoot) }
}
