extension SplitMix64 {
    /// 0 ..< 1. Of our own making: what the standard library makes of the same bits may change between versions.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func number(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

    /// Both ends included.
    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        let span = Double(range.upperBound - range.lowerBound + 1)
        return min(range.lowerBound + Int(unit() * span), range.upperBound)
    }

    mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    mutating func pick<Element>(_ choices: [Element], or fallback: Element) -> Element {
        choices.isEmpty ? fallback : choices[integer(0...choices.count - 1)]
    }
}
