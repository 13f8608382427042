/// All scenarios, by name.
///
/// They are shaped as hosts are used, not as any rule would like them; the oracle tells which of them can be held.
public enum ScenarioCatalog {
    /// In the order of tables: family by family.
    public static var all: [Scenario] {
        CalmScenarios.all + RampScenarios.all + BurstScenarios.all + HungerScenarios.all + HostScenarios.all
            + ChurnScenarios.all + MisfitScenarios.all + ScarcityScenarios.all + ScaleScenarios.all
            + OperatorScenarios.all
    }

    public static var names: [String] { all.map(\.name) }

    /// Nil for a name that no scenario has.
    public static func scenario(named name: String) -> Scenario? { all.first { $0.name == name } }
}
