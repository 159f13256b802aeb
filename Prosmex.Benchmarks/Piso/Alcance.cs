namespace Prosmex.Benchmarks.Piso;

/// <summary>What a role sees, as a condition on <c>grupos g</c> with the caller as <c>$1</c>; SQL that is written once per role, so that each has its own plan.</summary>
internal static class Alcance
{
    private const int Roles = 6;

    public static bool VeTodo(int rol) => rol >= 5;

    /// <summary>One text per role, by its id.</summary>
    public static string[] PorRol(Func<int, string> sql) => [.. Enumerable.Range(0, Roles + 1).Select(rol => rol == 0 ? "" : sql(rol))];

    public static string Grupos(int rol) => rol switch
    {
        1 => "g.usuario_id_gestor = $1",
        2 => "g.usuario_id_titular = $1",
        3 => "g.ruta_id IN (SELECT ruta_id FROM rutas WHERE usuario_id_supervisor = $1)",
        4 => "g.ruta_id IN (SELECT ruta_id FROM rutas WHERE usuario_id_gerente = $1)",
        _ => "$1 > 0",
    };
}
