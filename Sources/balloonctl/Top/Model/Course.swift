/// How a figure went lately: the newest samples, in a bound, nil where nobody looked.
struct Course: Hashable {
    private(set) var samples: [Double?] = []
    private var oldest = 0
    let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func add(_ sample: Double?) {
        if samples.count < capacity {
            samples.append(sample)
        } else {
            samples[oldest] = sample
            oldest = (oldest + 1) % capacity
        }
    }

    /// Puts what was before the oldest sample there, the newest of it last; what does not fit any more is left out.
    mutating func precede(by earlier: [Double?]) {
        samples = Array(earlier.suffix(capacity - samples.count)) + latest(samples.count)
        oldest = 0
    }

    var count: Int { samples.count }

    /// The newest `count`, oldest first; fewer when there are not so many.
    func latest(_ count: Int) -> [Double?] {
        let count = min(max(0, count), samples.count)
        return (samples.count - count..<samples.count).map { samples[(oldest + $0) % samples.count] }
    }
}
