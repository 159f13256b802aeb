namespace Prosmex.Benchmarks.Floor;

/// <summary>The rows that a role may see, as a condition on <c>grupos g</c> with the caller as <c>$1</c>. Each role has its own statement text and so its own plan.</summary>
internal static class Scope
{
    private const int RoleCount = 6;

    public static bool SeesAll(int role) => role >= 5;

    /// <summary>One text per role, by its id.</summary>
    public static string[] ByRole(Func<int, string> sql) => [.. Enumerable.Range(0, RoleCount + 1).Select(role => role == 0 ? "" : sql(role))];

    public static string Grupos(int role) => role switch
    {
        1 => "g.usuario_id_gestor = $1",
        2 => "g.usuario_id_titular = $1",
        3 => "g.ruta_id IN (SELECT ruta_id FROM rutas WHERE usuario_id_supervisor = $1)",
        4 => "g.ruta_id IN (SELECT ruta_id FROM rutas WHERE usuario_id_gerente = $1)",
        _ => "$1 > 0",
    };
}
