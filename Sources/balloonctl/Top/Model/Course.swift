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

    var count: Int { samples.count }

    /// The newest `count`, oldest first; fewer when there are not so many.
    func latest(_ count: Int) -> [Double?] {
        let count = min(max(0, count), samples.count)
        return (samples.count - count..<samples.count).map { samples[(oldest + $0) % samples.count] }
    }
}
