/// A message on the socket between the daemon and a plugin's process: its length in four bytes, most significant first, and so
/// many bytes of JSON.
public enum WireFrame {
    public static let headerLength = 4
    /// Longest message to a plugin: 64 MiB, about 60,000 guests.
    public static let longestRequest = 64 << 20
    /// Longest message from a plugin. What is longer is nonsense, and is not even read.
    public static let longestReply = 8 << 20

    public static func header(of length: Int) -> [UInt8] {
        let length = UInt32(clamping: length)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
    }

    /// - Parameter header: ``headerLength`` bytes; of fewer the missing count as zero.
    public static func length(in header: some Sequence<UInt8>) -> Int {
        header.prefix(headerLength).reduce(0) { $0 << 8 | Int($1) }
    }
}
