import CPolicyHost
import Glibc

/// Tells where a plugin crashed, on standard error.
enum CrashReport {
    /// From now on; before the plugin's first code runs.
    ///
    /// Unsafe in that C keeps the pointers: the image lasts as long as the process, and the names are never freed.
    static func begin(for image: PluginImage) {
        let functions = FunctionTable(image.bytes)
        policyhost_report_crashes(
            policyhost_plugin(
                name: strdup(image.name), path: strdup(image.loadPath), symbols: functions?.symbols.baseAddress,
                symbols_count: UInt64((functions?.symbols.count ?? 0) / FunctionTable.symbolSize),
                names: functions?.names.bindMemory(to: CChar.self).baseAddress,
                names_length: UInt64(functions?.names.count ?? 0)))
    }
}
