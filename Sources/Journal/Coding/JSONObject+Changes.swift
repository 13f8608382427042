import QMP

extension JSONObject {
    /// What turns `old` into this: members that differ, and null for those that are gone.
    func changes(since old: JSONObject) -> JSONObject {
        var changed: [Member] = []
        if old.count == count, zip(old.members, members).allSatisfy({ $0.key == $1.key }) {
            for (before, now) in zip(old.members, members) where before.value != now.value { changed.append(now) }
        } else {
            for member in members where old[member.key] != member.value { changed.append(member) }
            for key in old.keys where self[key] == nil { changed.append((key, .null)) }
        }
        return JSONObject(distinct: changed)
    }

    /// This with what ``changes(since:)`` found.
    func applying(_ changes: JSONObject) -> JSONObject {
        var result = self
        // A bare nil would be JSON's null.
        for (key, value) in changes.members { result[key] = value.isNull ? JSONValue?.none : value }
        return result
    }
}
