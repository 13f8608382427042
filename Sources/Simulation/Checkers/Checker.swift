/// One rule that must hold in every cycle of every scenario, whatever guests, wires and operators do.
///
/// A value with a memory. What a checker demands is what the controller's own documents say; where they differ from the
/// short sentence that people quote, the checker's file says how.
public protocol Checker: Sendable {
    /// In kebab case.
    var name: String { get }
    /// What it holds, in a sentence.
    var rule: String { get }

    mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings)
}
