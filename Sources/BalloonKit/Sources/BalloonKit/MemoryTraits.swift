/// How QEMU holds a guest's RAM, as far as it decides whether balloon and KSM pay.
///
/// Source: `VmFlags` of the RAM mapping in `/proc/PID/smaps`; `-machine mem-merge`; QMP `query-memdev`.
public struct MemoryTraits: Sendable, Hashable {
    /// `lo`: locked (`-overcommit mem-lock=on`). Inflating returns nothing to the host.
    public var isLocked: Bool
    /// `ht`: huge pages (hugetlbfs). Inflating returns nothing to the host.
    public var isHugetlb: Bool
    /// `sh`: a shared mapping (`share=on`). KSM cannot merge it; ballooning works.
    public var isShared: Bool
    /// `mg`: advised for KSM (`mem-merge=on`, private memory).
    public var isMergeable: Bool
    /// Resident memory of the QEMU process that is not guest RAM (translated code, heap, file pages).
    public var overhead: ByteCount

    public init(
        isLocked: Bool = false, isHugetlb: Bool = false, isShared: Bool = false, isMergeable: Bool = true,
        overhead: ByteCount = .zero
    ) {
        self.isLocked = isLocked
        self.isHugetlb = isHugetlb
        self.isShared = isShared
        self.isMergeable = isMergeable
        self.overhead = overhead
    }

    /// Whether an inflated page goes back to the host at all.
    public var returnsMemory: Bool { !isLocked && !isHugetlb }

    /// Whether same-page merging can do anything for it.
    ///
    /// Source: kernel `mm/ksm.c`, `vma_ksm_compatible`.
    public var mayMerge: Bool { isMergeable && !isShared && !isHugetlb }
}
