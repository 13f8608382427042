import Controller
import QMP

extension ControllerSettings {
    func write(to writer: inout RecordWriter) {
        for key in ControllerKey.all { writer.put(key.name, key.read(self)) }
    }

    /// A knob that the journal does not name keeps its default: the daemon that wrote it did not have it.
    init(_ fields: inout RecordFields) throws(JournalError) {
        self.init()
        for key in ControllerKey.all {
            guard let value = fields.value(key.name) else { continue }
            guard key.write(&self, value) else {
                throw JournalError(.malformed, "settings: \(key.name) is not what it should be")
            }
        }
    }
}
