namespace Prosmex.Cli.Adopcion;

/// <summary>Recognizes the old system's database, and moves its tables to another schema and back.</summary>
internal static class PreviousSystem
{
    // Each table with its columns and their types, a line each.
    private static readonly string[] Tables =
        AdopcionSession.File("sistema-anterior", "txt").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] Esperadas =
    [
        .. from line in Tables
           let partes = line.Split(": ")
           from column in partes[1].Split(", ")
           select $"{partes[0]}.{column}",
    ];

    private static readonly string[] Nombres = [.. Tables.Select(line => line.Split(':')[0])];

    /// <exception cref="ImpossibleAdopcionException">Adopted already, or not the old system's database.</exception>
    public static async Task ExigirAsync(AdopcionSession sesion, CancellationToken cancellationToken)
    {
        if (await HechaAsync(sesion, cancellationToken) is { } hecha)
        {
            throw new ImpossibleAdopcionException("adopcion.ya_hecha", $"Esta base ya fue adoptada el {hecha.HechaEn:yyyy-MM-dd HH:mm} UTC por {hecha.HechaPor}. No hay nada que hacer; para volver al sistema anterior: adopt --undo.");
        }

        if (await sesion.ValueAsync<bool>("SELECT to_regnamespace('flask') IS NOT NULL", cancellationToken))
        {
            throw new ImpossibleAdopcionException("esquema.flask_ocupado", "Ya hay un esquema «flask» que ninguna adopción hizo. Cámbiele el nombre y vuelva a intentar.");
        }

        var columns = await sesion.ListaAsync(
            """
            SELECT c.relname || '.' || a.attname || ' ' || regexp_replace(format_type(a.atttypid, NULL), '^.*\.', '')
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            """,
            fila => fila.GetString(0),
            cancellationToken);
        var faltan = Esperadas.Except(columns).ToList();
        if (faltan.Count > 0)
        {
            throw new ImpossibleAdopcionException(
                "esquema.desconocido", $"Esta no es la base del sistema anterior: faltan {faltan.Count} columnas ({string.Join("; ", faltan.Take(5))}{(faltan.Count > 5 ? "; …" : "")}).");
        }
    }

    /// <summary>Null where the database was not adopted.</summary>
    public static async Task<(DateTimeOffset HechaEn, string HechaPor, long BitacoraId)?> HechaAsync(AdopcionSession sesion, CancellationToken cancellationToken)
    {
        if (!await sesion.ValueAsync<bool>("SELECT to_regclass('public.adopcion') IS NOT NULL", cancellationToken))
        {
            return null;
        }

        var filas = await sesion.ListaAsync(
            "SELECT hecha_en, hecha_por, bitacora_id FROM public.adopcion",
            fila => (fila.GetFieldValue<DateTimeOffset>(0), fila.GetString(1), fila.GetInt64(2)),
            cancellationToken);
        return filas.Count > 0 ? filas[0] : null;
    }

    /// <summary>Locks the old tables until the transaction ends, and moves them to <c>flask</c>.</summary>
    public static async Task ApartarAsync(AdopcionSession sesion, CancellationToken cancellationToken)
    {
        await sesion.RunAsync($"LOCK TABLE {string.Join(", ", Nombres.Select(n => $"public.{n}"))} IN ACCESS EXCLUSIVE MODE; CREATE SCHEMA flask;", cancellationToken);
        await MoverAsync(sesion, "public", "flask", cancellationToken);
    }

    public static async Task RestaurarAsync(AdopcionSession sesion, CancellationToken cancellationToken)
    {
        await MoverAsync(sesion, "flask", "public", cancellationToken);
        await sesion.RunAsync("DROP SCHEMA flask", cancellationToken);
    }

    private static async Task MoverAsync(AdopcionSession sesion, string desde, string hacia, CancellationToken cancellationToken)
    {
        await sesion.SetAsync("prosmex.desde", desde, cancellationToken);
        await sesion.SetAsync("prosmex.hacia", hacia, cancellationToken);
        await sesion.RunFileAsync("mover", cancellationToken);
    }
}
