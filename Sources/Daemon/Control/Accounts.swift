import Glibc

/// The name of a user, or nil when the system does not know one. May wait for a directory service.
///
/// Source: `getpwuid_r(3)`.
func userName(of uid: UInt32) -> String? {
    lookUp { buffer, size, found in
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        let status = getpwuid_r(uid, &entry, buffer, size, &result)
        if status == 0, result != nil, let name = entry.pw_name { found = String(cString: name) }
        return status
    }
}

/// The number of a group, or nil when the system does not know it. May wait for a directory service.
///
/// Source: `getgrnam_r(3)`.
func groupNumber(of name: String) -> UInt32? {
    lookUp { buffer, size, found in
        var entry = group()
        var result: UnsafeMutablePointer<group>?
        let status = getgrnam_r(name, &entry, buffer, size, &result)
        if status == 0, result != nil { found = entry.gr_gid }
        return status
    }
}

/// All groups of a user, the primary one included. May wait for a directory service.
///
/// Source: `getgrouplist(3)`.
func groupNumbers(of user: String, primary: UInt32) -> Set<UInt32> {
    var capacity: Int32 = 64
    while capacity <= 1 << 16 {
        var groups = [gid_t](repeating: 0, count: Int(capacity))
        var count = capacity
        if getgrouplist(user, primary, &groups, &count) >= 0 { return Set(groups.prefix(Int(count))) }
        // It says how many there are; not to be trusted to grow.
        capacity = max(capacity * 2, count)
    }
    return [primary]
}

/// Calls `entry` with larger buffers for as long as it says `ERANGE`: groups of many members need much.
private func lookUp<Value>(
    _ entry: (UnsafeMutablePointer<CChar>, Int, inout Value?) -> Int32
) -> Value? {
    var capacity = 4096
    while capacity <= 1 << 24 {
        var found: Value?
        let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
        defer { buffer.deallocate() }
        let status = entry(buffer, capacity, &found)
        if status != ERANGE && status != EINTR { return found }
        if status == ERANGE { capacity *= 4 }
    }
    return nil
}
