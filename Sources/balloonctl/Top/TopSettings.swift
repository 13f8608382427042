/// How the view was asked for on the command line.
struct TopSettings {
    var connection: ConnectionSettings
    var interval: Duration
    var palette: Palette
    var glyphs: Glyphs
    var order: GuestOrder
    var filter: GuestFilter
}
