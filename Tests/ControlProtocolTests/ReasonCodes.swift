import Foundation
import Testing

/// The codes that a guest's verdict can have, read from the controller's own list: why it is held or moved, and guardrails.
func guestCodes() throws -> [String] {
    let room = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Controller")
    let text = try String(contentsOf: room.appending(path: "ReasonCodes.swift"), encoding: .utf8)
    let guests = try #require(text.components(separatedBy: "// MARK: Why another policy decides").first)
    let codes = guests.split(separator: "\n").compactMap { line -> String? in
        let parts = line.split(separator: "\"")
        return line.contains("static var") && parts.count > 1 ? String(parts[1]) : nil
    }
    // A policy that proposes nonsense moves nobody.
    let told = codes.filter { $0 != "unknown-guest" && $0 != "double-proposal" }
    try #require(told.count > 30)
    return told
}
