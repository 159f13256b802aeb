using System.Globalization;
using Npgsql;

namespace Prosmex.Cli.Adopcion;

/// <summary>The content of the report, in order.</summary>
internal static class AdopcionReportWriter
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
    public static async Task WriteAsync(AdopcionSession sesion, AdopcionReport report, AdopcionCommand orden, bool sigue, CancellationToken cancellationToken)
    {
        report.Empezar(sigue);
        await TablesAsync(sesion, report, sigue, cancellationToken);
        await HallazgosAsync(sesion, report, cancellationToken);
        await FiguresAsync(sesion, report, cancellationToken);
        await PersonasAsync(sesion, report, "Grupos sin gestor:", "grupos_sin_gestor", ("grupo_id", "nombre_grupo"), GruposSinGestor, cancellationToken);
        await PersonasAsync(sesion, report, "Gestores sin grupo:", "gestores_sin_grupo", ("usuario_id", "usuario"), GestoresSinGrupo, cancellationToken);
        await TotalesAsync(sesion, report, cancellationToken);
    }

    public static string Conclusion(AdopcionMode mode, bool sigue) => (mode, sigue) switch
    {
        (AdopcionMode.Aplicar, true) => "Hecho. La base quedó adoptada; lo anterior está intacto en el esquema flask. Para volver: adopt --undo.",
        (_, true) => "Se puede seguir: adopt --apply. Esto fue un ensayo y no cambió nada.",
        _ => "No se puede seguir: corrija lo marcado con [DETIENE] y vuelva a ensayar. No cambió nada.",
    };

    public static void Impossible(AdopcionReport report, ImpossibleAdopcionException ex)
    {
        report.Empezar(puedeContinuar: false);
        report.Lista("La adopción no puede empezar:", "hallazgos");
        report.Fila($"  {ex.Message}", ("codigo", ex.Codigo), ("tabla", null), ("id", null), ("descripcion", ex.Message), ("destino", "No cambió nada."), ("detiene", true));
        report.EndOfList("", empty: false);
        report.Terminar("No cambió nada.");
    }

    private static async Task TablesAsync(AdopcionSession sesion, AdopcionReport report, bool sigue, CancellationToken cancellationToken)
    {
        var query = $"SELECT tabla, filas, suma::text FROM ({AdopcionSession.File("tablas")}) t";
        await sesion.RunAsync("SET LOCAL search_path = flask, public", cancellationToken);
        var antes = await sesion.ListaAsync(query, Cifras, cancellationToken);
        await sesion.RunAsync("SET LOCAL search_path = public", cancellationToken);
        var despues = sigue ? (await sesion.ListaAsync(query, Cifras, cancellationToken)).ToDictionary(t => t.Tabla) : null;

        report.Lista($"{"Tabla",-18}{"filas antes",14}{"después",14}{"suma antes",20}{"después",20}", "tablas", "Tabla", "filas antes", "después", "suma antes", "después");
        foreach (var t in antes)
        {
            var d = despues?[t.Tabla];
            report.Fila(
                $"{t.Tabla,-18}{t.Filas,14}{Text(d?.Filas),14}  {Text(t.Suma),18}  {Text(d?.Suma),18}",
                ("tabla", t.Tabla), ("filas_antes", t.Filas), ("filas_despues", d?.Filas), ("suma_antes", t.Suma), ("suma_despues", d?.Suma));
        }

        report.EndOfList("", empty: false);
    }

    private static async Task HallazgosAsync(AdopcionSession sesion, AdopcionReport report, CancellationToken cancellationToken)
    {
        report.Lista("Filas que no se pueden llevar como están:", "hallazgos");
        var ninguna = true;
        await sesion.ReadAsync(
            "SELECT codigo, tabla, id, descripcion, destino, detiene FROM hallazgo ORDER BY NOT detiene, codigo, tabla, id",
            f =>
            {
                ninguna = false;
                var (table, id, detiene) = (f.IsDBNull(1) ? null : f.GetString(1), f.IsDBNull(2) ? (long?)null : f.GetInt64(2), f.GetBoolean(5));
                report.GroupedRow(
                    $"{(detiene ? "[DETIENE] " : "")}{f.GetString(0)} · {table}",
                    $"{(id is null ? "" : $"{id} · ")}{f.GetString(3)} → {f.GetString(4)}",
                    ("codigo", f.GetString(0)), ("tabla", table), ("id", id), ("descripcion", f.GetString(3)), ("destino", f.GetString(4)), ("detiene", detiene));
            },
            cancellationToken);
        report.EndOfList("  ninguna", ninguna);
    }

    private static async Task FiguresAsync(AdopcionSession sesion, AdopcionReport report, CancellationToken cancellationToken)
    {
        report.Lista("Préstamos cuyas cifras cambian con las reglas de este sistema:", "prestamos");
        var ninguno = true;
        await sesion.ReadAsync(
            AdopcionSession.File("figuras"),
            f =>
            {
                ninguno = false;
                var (antes, despues) = (f.IsDBNull(2) ? null : f.GetString(2), f.IsDBNull(3) ? null : f.GetString(3));
                report.GroupedRow(
                    f.GetString(1),
                    $"{f.GetInt32(0)} · {antes} → {despues} · {f.GetString(4)}",
                    ("prestamo_id", (long)f.GetInt32(0)), ("concepto", f.GetString(1)), ("antes", antes), ("despues", despues), ("porque", f.GetString(4)));
            },
            cancellationToken);
        report.EndOfList("  ninguno", ninguno);
    }

    private static async Task PersonasAsync(
        AdopcionSession sesion, AdopcionReport report, string title, string key, (string Id, string Nombre) fields, string query, CancellationToken cancellationToken)
    {
        report.Lista(title, key);
        var ninguno = true;
        await sesion.ReadAsync(
            query,
            f =>
            {
                ninguno = false;
                var nombre = f.IsDBNull(1) ? null : f.GetString(1);
                report.Fila($"  {f.GetInt32(0)} · {nombre}", (fields.Id, (long)f.GetInt32(0)), (fields.Nombre, nombre));
            },
            cancellationToken);
        report.EndOfList("  ninguno", ninguno);
    }

    private static async Task TotalesAsync(AdopcionSession sesion, AdopcionReport report, CancellationToken cancellationToken)
    {
        report.Lista($"{"Totales",-28}{"antes",20}{"después",20}", "totales", "Totales", "antes", "después");
        await sesion.ReadAsync(
            $"SELECT concepto, antes::text, despues::text FROM ({AdopcionSession.File("totales")}) t",
            f =>
            {
                var (antes, despues) = (new Cifra(f.GetString(1)), new Cifra(f.GetString(2)));
                report.Fila($"{f.GetString(0),-28}  {Text(antes),18}  {Text(despues),18}", ("concepto", f.GetString(0)), ("antes", antes), ("despues", despues));
            },
            cancellationToken);
        report.EndOfList("", empty: false);
    }

    private static (string Tabla, long Filas, Cifra? Suma) Cifras(NpgsqlDataReader f) => (f.GetString(0), f.GetInt64(1), f.IsDBNull(2) ? null : new(f.GetString(2)));

    private static string Text(long? n) => n?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string Text(Cifra? n) => n?.Text ?? "–";
}
