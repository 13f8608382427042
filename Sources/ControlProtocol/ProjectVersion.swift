/// The version that daemon and client tell: three numbers with dots.
///
/// The only place in the code where it stands.
public enum ProjectVersion {
    public static let current = "0.1.0"
}
