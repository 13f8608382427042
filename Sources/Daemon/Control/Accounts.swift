import Glibc

/// The name of a user, or nil when the system does not know one.
///
/// Source: `getpwuid_r(3)`.
func userName(of uid: UInt32) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
        guard let start = buffer.baseAddress, getpwuid_r(uid, &entry, start, buffer.count, &found) == 0,
            found != nil, let name = entry.pw_name
        else { return nil }
        return String(cString: name)
    }
}

/// The number of a group, or nil when the system does not know it.
///
/// Source: `getgrnam_r(3)`.
func groupNumber(of name: String) -> UInt32? {
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
        guard let start = buffer.baseAddress, getgrnam_r(name, &entry, start, buffer.count, &found) == 0, found != nil
        else { return nil }
        return entry.gr_gid
    }
}

/// Whether a user belongs to a group, by primary or supplementary membership.
///
/// Source: `getgrouplist(3)`.
func isMember(uid: UInt32, gid: UInt32, ofGroup name: String) -> Bool {
    guard let wanted = groupNumber(of: name) else { return false }
    if gid == wanted { return true }
    guard let user = userName(of: uid) else { return false }
    var count: Int32 = 256
    return withUnsafeTemporaryAllocation(of: gid_t.self, capacity: Int(count)) { groups in
        guard let start = groups.baseAddress, getgrouplist(user, gid, start, &count) >= 0 else { return false }
        return groups.prefix(Int(count)).contains(wanted)
    }
}
