import BalloonKit
import ControlProtocol
import GRDB

/// Rows by value: GRDB's own typed access traps on what does not convert.
extension Row {
    private func value(_ column: String) -> DatabaseValue { self[column] ?? .null }
    private func value(_ place: Int) -> DatabaseValue { place < count ? self[place] : .null }

    // By place, where many rows are read: names are looked for in each row anew.
    func text(_ place: Int) -> String? { String.fromDatabaseValue(value(place)) }
    func integer(_ place: Int) -> Int64? { Int64.fromDatabaseValue(value(place)) }
    func real(_ place: Int) -> Double? { Double.fromDatabaseValue(value(place)) }
    func kibibytes(_ place: Int) -> ByteCount? { integer(place).map { ByteCount.kibibytes($0) } }

    func text(_ column: String) -> String? { String.fromDatabaseValue(value(column)) }
    func integer(_ column: String) -> Int64? { Int64.fromDatabaseValue(value(column)) }
    func real(_ column: String) -> Double? { Double.fromDatabaseValue(value(column)) }
    func bytes(_ column: String) -> ByteCount? { integer(column).map { ByteCount($0) } }
    func kibibytes(_ column: String) -> ByteCount? { integer(column).map { ByteCount.kibibytes($0) } }
    func milliseconds(_ column: String) -> Duration? { integer(column).map { .milliseconds($0) } }
    func time(_ column: String) -> UnixTime? { integer(column).map { UnixTime(milliseconds: $0) } }
}

extension ByteCount {
    /// As steps are stored: whole KiB take three or four bytes, where bytes take six.
    var stored: Int64 { bytes / 1024 }
}
