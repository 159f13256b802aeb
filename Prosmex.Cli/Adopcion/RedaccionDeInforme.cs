using System.Globalization;
using Npgsql;

namespace Prosmex.Cli.Adopcion;

/// <summary>The content of the report, in order.</summary>
internal static class RedaccionDeInforme
{
    private const string GruposSinGestor =
        """
        SELECT g.grupo_id, g.nombre_grupo FROM flask.grupos g
        WHERE NOT EXISTS (SELECT FROM gestor_pedido a JOIN nuevo_usuario u ON lower(u.usuario COLLATE es_mx) = lower(a.usuario COLLATE es_mx)
                          WHERE a.grupo IN (g.grupo_id::text, g.nombre_grupo) AND u.activo AND u.rol_id = 1)
        ORDER BY 1
        """;

    private const string GestoresSinGrupo =
        """
        SELECT u.id, u.usuario::text FROM nuevo_usuario u
        WHERE u.activo AND u.rol_id = 1
          AND NOT EXISTS (SELECT FROM gestor_pedido a WHERE lower(a.usuario COLLATE es_mx) = lower(u.usuario COLLATE es_mx))
        ORDER BY 1
        """;

    /// <param name="sesion">With the work tables; with the new tables where <paramref name="sigue"/>.</param>
    /// <param name="sigue">Nothing stops it: the copy is made and checked.</param>
    public static async Task EscribirAsync(SesionDeAdopcion sesion, Informe report, OrdenDeAdopcion orden, bool sigue, CancellationToken cancellationToken)
    {
        report.Empezar(sigue);
        await TablasAsync(sesion, report, sigue, cancellationToken);
        await HallazgosAsync(sesion, report, cancellationToken);
        await FigurasAsync(sesion, report, cancellationToken);
        await PersonasAsync(sesion, report, "Grupos sin gestor:", "grupos_sin_gestor", ("grupo_id", "nombre_grupo"), GruposSinGestor, cancellationToken);
        await PersonasAsync(sesion, report, "Gestores sin grupo:", "gestores_sin_grupo", ("usuario_id", "usuario"), GestoresSinGrupo, cancellationToken);
        await TotalesAsync(sesion, report, cancellationToken);
    }

    public static string Conclusion(ModoDeAdopcion mode, bool sigue) => (mode, sigue) switch
    {
        (ModoDeAdopcion.Aplicar, true) => "Hecho. La base quedó adoptada; lo anterior está intacto en el esquema flask. Para volver: adopt --undo.",
        (_, true) => "Se puede seguir: adopt --apply. Esto fue un ensayo y no cambió nada.",
        _ => "No se puede seguir: corrija lo marcado con [DETIENE] y vuelva a ensayar. No cambió nada.",
    };

    public static void Imposible(Informe report, AdopcionImposibleException ex)
    {
        report.Empezar(puedeContinuar: false);
        report.Lista("La adopción no puede empezar:", "hallazgos");
        report.Fila($"  {ex.Message}", ("codigo", ex.Codigo), ("tabla", null), ("id", null), ("descripcion", ex.Message), ("destino", "No cambió nada."), ("detiene", true));
        report.FinDeLista("", vacia: false);
        report.Terminar("No cambió nada.");
    }

    private static async Task TablasAsync(SesionDeAdopcion sesion, Informe report, bool sigue, CancellationToken cancellationToken)
    {
        var query = $"SELECT tabla, filas, suma::text FROM ({SesionDeAdopcion.Archivo("tablas")}) t";
        await sesion.HacerAsync("SET LOCAL search_path = flask, public", cancellationToken);
        var antes = await sesion.ListaAsync(query, Cifras, cancellationToken);
        await sesion.HacerAsync("SET LOCAL search_path = public", cancellationToken);
        var despues = sigue ? (await sesion.ListaAsync(query, Cifras, cancellationToken)).ToDictionary(t => t.Tabla) : null;

        report.Lista($"{"Tabla",-18}{"filas antes",14}{"después",14}{"suma antes",20}{"después",20}", "tablas", "Tabla", "filas antes", "después", "suma antes", "después");
        foreach (var t in antes)
        {
            var d = despues?[t.Tabla];
            report.Fila(
                $"{t.Tabla,-18}{t.Filas,14}{Texto(d?.Filas),14}  {Texto(t.Suma),18}  {Texto(d?.Suma),18}",
                ("tabla", t.Tabla), ("filas_antes", t.Filas), ("filas_despues", d?.Filas), ("suma_antes", t.Suma), ("suma_despues", d?.Suma));
        }

        report.FinDeLista("", vacia: false);
    }

    private static async Task HallazgosAsync(SesionDeAdopcion sesion, Informe report, CancellationToken cancellationToken)
    {
        report.Lista("Filas que no se pueden llevar como están:", "hallazgos");
        var ninguna = true;
        await sesion.LeerAsync(
            "SELECT codigo, tabla, id, descripcion, destino, detiene FROM hallazgo ORDER BY NOT detiene, codigo, tabla, id",
            f =>
            {
                ninguna = false;
                var (table, id, detiene) = (f.IsDBNull(1) ? null : f.GetString(1), f.IsDBNull(2) ? (long?)null : f.GetInt64(2), f.GetBoolean(5));
                report.Fila(
                    $"  {(detiene ? "[DETIENE] " : "")}{f.GetString(0)} · {table} {id} · {f.GetString(3)} → {f.GetString(4)}",
                    ("codigo", f.GetString(0)), ("tabla", table), ("id", id), ("descripcion", f.GetString(3)), ("destino", f.GetString(4)), ("detiene", detiene));
            },
            cancellationToken);
        report.FinDeLista("  ninguna", ninguna);
    }

    private static async Task FigurasAsync(SesionDeAdopcion sesion, Informe report, CancellationToken cancellationToken)
    {
        report.Lista("Préstamos cuyas cifras cambian con las reglas de este sistema:", "prestamos");
        var ninguno = true;
        await sesion.LeerAsync(
            SesionDeAdopcion.Archivo("figuras"),
            f =>
            {
                ninguno = false;
                var (antes, despues) = (f.IsDBNull(2) ? null : f.GetString(2), f.IsDBNull(3) ? null : f.GetString(3));
                report.Fila(
                    $"  {f.GetInt32(0)} · {f.GetString(1)}: {antes} → {despues} · {f.GetString(4)}",
                    ("prestamo_id", (long)f.GetInt32(0)), ("concepto", f.GetString(1)), ("antes", antes), ("despues", despues), ("porque", f.GetString(4)));
            },
            cancellationToken);
        report.FinDeLista("  ninguno", ninguno);
    }

    private static async Task PersonasAsync(
        SesionDeAdopcion sesion, Informe report, string title, string key, (string Id, string Nombre) campos, string query, CancellationToken cancellationToken)
    {
        report.Lista(title, key);
        var ninguno = true;
        await sesion.LeerAsync(
            query,
            f =>
            {
                ninguno = false;
                var nombre = f.IsDBNull(1) ? null : f.GetString(1);
                report.Fila($"  {f.GetInt32(0)} · {nombre}", (campos.Id, (long)f.GetInt32(0)), (campos.Nombre, nombre));
            },
            cancellationToken);
        report.FinDeLista("  ninguno", ninguno);
    }

    private static async Task TotalesAsync(SesionDeAdopcion sesion, Informe report, CancellationToken cancellationToken)
    {
        report.Lista($"{"Totales",-28}{"antes",20}{"después",20}", "totales", "Totales", "antes", "después");
        await sesion.LeerAsync(
            $"SELECT concepto, antes::text, despues::text FROM ({SesionDeAdopcion.Archivo("totales")}) t",
            f =>
            {
                var (antes, despues) = (new Cifra(f.GetString(1)), new Cifra(f.GetString(2)));
                report.Fila($"{f.GetString(0),-28}  {Texto(antes),18}  {Texto(despues),18}", ("concepto", f.GetString(0)), ("antes", antes), ("despues", despues));
            },
            cancellationToken);
        report.FinDeLista("", vacia: false);
    }

    private static (string Tabla, long Filas, Cifra? Suma) Cifras(NpgsqlDataReader f) => (f.GetString(0), f.GetInt64(1), f.IsDBNull(2) ? null : new(f.GetString(2)));

    private static string Texto(long? n) => n?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string Texto(Cifra? n) => n?.Texto ?? "–";
}
