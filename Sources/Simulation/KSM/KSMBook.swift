import BalloonKit

/// ksmd's knowledge of one guest, in pages.
struct KSMBook: Sendable, Hashable {
    let guest: Int
    private(set) var scannable = 0.0
    private var mergeable = 0.0
    /// Looked at once or more: each such page is kept book on.
    private(set) var noted = 0.0
    private(set) var merged = 0.0
    /// Known from an earlier scan when this one began, and merging in it.
    private(set) var candidates = 0.0
    /// Came or was written behind the scanner, where this scan has been: known only after the next.
    private var young = 0.0
    /// Written since this scan began.
    private var written = 0.0
    /// Full scans since most of its pages came.
    private var age = 0.0

    private static let pageSize = 4096.0

    init(guest: Int) {
        self.guest = guest
    }

    /// Takes over what the guest offers now, and returns how many more pages were found changed. `progress`: how far the
    /// current scan is, and so what part of what comes now lies behind the scanner.
    mutating func take(_ load: KSMLoad, at progress: Double) -> Double {
        let scannableNow = Swift.max(0, Double(load.scannable.bytes) / Self.pageSize)
        let mergeableNow = Swift.min(Swift.max(0, Double(load.mergeable.bytes) / Self.pageSize), scannableNow)
        if scannableNow > scannable {
            age *= scannable / scannableNow
            young += (scannableNow - scannable) * progress
        }
        scannable = scannableNow
        noted = Swift.min(noted, scannable)
        // Fewer pages with a twin: merged ones are gone in their share.
        if mergeableNow < mergeable {
            let part = mergeable > 0 ? mergeableNow / mergeable : 0
            merged *= part
            candidates *= part
        } else {
            young = Swift.max(young, Swift.min(mergeableNow - mergeable, scannable) * progress)
        }
        mergeable = mergeableNow
        return rewrite(Swift.max(0, Double(load.rewritten.bytes) / Self.pageSize), at: progress)
    }

    private mutating func rewrite(_ pages: Double, at progress: Double) -> Double {
        guard pages > 0, mergeable > 0 else { return 0 }
        let part = Swift.min(1, pages / mergeable)
        merged *= 1 - part
        candidates *= 1 - part
        young += part * mergeable * progress
        written += part * mergeable
        return part * mergeable
    }

    /// What ksmd looks at in a full scan when smart scan skips pages that failed before: none in the first three, then 1, 2, 4,
    /// 8 scans long. Merged pages are always looked at.
    var visited: Double {
        let factor: Double =
            switch age {
            case ..<3: 1
            case ..<6: 1 / 2.0
            case ..<9: 1 / 4.0
            default: 1 / 9.0
            }
        return merged + (scannable - merged) * factor
    }

    /// Merges this part of the scan's candidates; returns the pages.
    mutating func merge(_ part: Double) -> Double {
        let pages = Swift.min(candidates * part, Swift.max(0, mergeable - merged))
        merged += pages
        return pages
    }

    /// Returns what was found changed in the scan that ended.
    mutating func endScan() -> Double {
        noted = Swift.max(noted, scannable - young)
        let known = scannable > 0 ? noted / scannable : 0
        candidates = Swift.max(0, mergeable * known - merged)
        young = 0
        age += 1
        let changed = written
        written = 0
        return changed
    }

    /// `run` 2: merged pages are private again, and all that was known is forgotten.
    mutating func forget(_ part: Double) {
        merged *= 1 - part
        noted = merged
        candidates = 0
        age = 0
    }
}
