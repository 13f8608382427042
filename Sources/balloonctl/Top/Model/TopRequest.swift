import ControlProtocol

/// What the state wants done in the world.
enum TopRequest: Hashable {
    /// Ask anew at once, without waiting for the interval.
    case refresh
    case pin(SetPin)
    case unpin(RemovePin)
    case quit
    /// Stop as any program does on Ctrl-Z.
    case suspend
    /// Draw everything again: something else wrote on the terminal.
    case redraw
    /// Whether the terminal holds its picture until a frame is complete.
    case synchronize(Bool)
}
