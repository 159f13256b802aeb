using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli.Adopcion;

/// <summary>Restores the old system's tables, if nothing has been written since, or after exporting what was.</summary>
internal sealed partial class DeshacerService(ProsmexOptions options, TimeProvider clock, DatabasePassword? contrasena = null)
{
    // Changes since the adoption. The bitácora has all of them except faltas (which only a close or a payment writes), what phones sent, phones themselves,
    // receipts that were looked up, and a catalogue without a trigger. Sign-ins and computed figures do not matter: UndoTests has the whole list. A phone's
    // key is not exported.
    internal const string Written =
        """
        SELECT jsonb_build_object('tabla', 'bitacora', 'fila', to_jsonb(b))::text, b.entidad, b.accion
        FROM bitacora b WHERE b.id > current_setting('prosmex.bitacora')::bigint
        UNION ALL
        SELECT jsonb_build_object('tabla', 'falta', 'fila', to_jsonb(f))::text, 'falta', 'alta'
        FROM falta f WHERE NOT EXISTS (SELECT FROM flask.falta a WHERE a.id = f.id)
        UNION ALL
        SELECT jsonb_build_object('tabla', 'pagos', 'fila', to_jsonb(p))::text, 'pago', 'alta'
        FROM pagos p
        WHERE p.recibido_en > (SELECT hecha_en FROM adopcion) AND NOT EXISTS (SELECT FROM bitacora b WHERE b.entidad = 'pago' AND b.entidad_id = p.pago_id)
        UNION ALL
        SELECT jsonb_build_object('tabla', 'envios', 'fila', to_jsonb(e))::text, 'envio', 'alta' FROM envios e
        UNION ALL
        SELECT jsonb_build_object('tabla', 'envio_filas', 'fila', to_jsonb(f))::text, 'envio_fila', 'alta' FROM envio_filas f
        UNION ALL
        SELECT jsonb_build_object('tabla', 'telefonos', 'fila', to_jsonb(t) - 'clave')::text, 'telefono', 'alta' FROM telefonos t
        UNION ALL
        SELECT jsonb_build_object('tabla', 'recibos_vistos', 'fila', to_jsonb(v))::text, 'recibo_visto', 'alta' FROM recibos_vistos v
        UNION ALL
        SELECT jsonb_build_object('tabla', 'roles', 'fila', to_jsonb(r))::text, 'rol', 'cambio'
        FROM roles r JOIN flask.roles a USING (rol_id) WHERE r.nombre <> a.nombre
        """;

    /// <exception cref="ImpossibleAdopcionException">
    /// There is nothing to undo, something was written since, or something foreign is in the way; nothing has happened then.
    /// </exception>
    public async Task DeshacerAsync(AdopcionCommand orden, TextWriter output, CommandProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await InTransactionAsync(orden, output, progress, cancellationToken);
        }
        catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            throw new ImpossibleAdopcionException("base.en_uso", "Alguien sigue usando la base. Detenga el programa y vuelva a intentar.");
        }
        catch (PostgresException ex) when (DatabaseHealth.Explain(ex) is null)
        {
            throw new ImpossibleAdopcionException("base.rechazo", $"PostgreSQL no lo admite ({ex.SqlState}): {ex.MessageText} {ex.Detail} No cambió nada.");
        }
    }

    private async Task InTransactionAsync(AdopcionCommand orden, TextWriter output, CommandProgress progress, CancellationToken cancellationToken)
    {
        progress.Report(0, "Tomar la base");
        await using var sesion = await AdopcionSession.AbrirAsync(options, contrasena, cancellationToken);
        if (await PreviousSystem.HechaAsync(sesion, cancellationToken) is not { } hecha || !await sesion.ValueAsync<bool>("SELECT to_regnamespace('flask') IS NOT NULL", cancellationToken))
        {
            throw new ImpossibleAdopcionException("adopcion.no_hay", "Esta base no fue adoptada: no hay nada que deshacer.");
        }

        var created = Created(NewSchema.Script(sesion));
        var tablas = await PropiasAsync(sesion, created, cancellationToken);
        await sesion.RunAsync($"LOCK TABLE {string.Join(", ", tablas)} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        await sesion.SetAsync("prosmex.bitacora", hecha.BitacoraId.ToString(CultureInfo.InvariantCulture), cancellationToken);
        progress.Report(20, "Buscar lo escrito desde entonces");
        await CheckWrittenAsync(sesion, orden, output, cancellationToken);

        progress.Report(50, "Quitar el esquema nuevo");
        foreach (var nombre in created["VIEW"])
        {
            await sesion.RunAsync($"DROP VIEW IF EXISTS public.{new NpgsqlCommandBuilder().QuoteIdentifier(nombre)}", cancellationToken);
        }

        await sesion.RunAsync($"DROP TABLE {string.Join(", ", tablas)}", cancellationToken);
        await QuitarLoDemasAsync(sesion, created, cancellationToken);
        progress.Report(80, "Devolver las tablas anteriores");
        await PreviousSystem.RestaurarAsync(sesion, cancellationToken);
        await sesion.Transaction.CommitAsync(cancellationToken);
        progress.Report(100, "Listo");
        await progress.EndAsync();
        await output.WriteLineAsync("Hecho. La base es otra vez la del sistema anterior, como estaba.");
    }

    private async Task CheckWrittenAsync(AdopcionSession sesion, AdopcionCommand orden, TextWriter output, CancellationToken cancellationToken)
    {
        var resumen = await sesion.ListaAsync(
            $"SELECT entidad || ' (' || accion || '): ' || count(*) FROM ({Written}) AS e (linea, entidad, accion) GROUP BY entidad, accion ORDER BY 1",
            f => f.GetString(0),
            cancellationToken);
        if (resumen.Count == 0)
        {
            return;
        }

        if (!orden.Force)
        {
            throw new ImpossibleAdopcionException(
                "adopcion.escrito", $"Desde la adopción se escribió: {string.Join("; ", resumen)}. Deshacerla lo perdería. Si aun así hay que volver: adopt --undo --force, que antes lo exporta.");
        }

        var ruta = orden.Exportar ?? $"prosmex-perdido-{clock.GetUtcNow():yyyyMMdd-HHmmss}.jsonl";
        try
        {
            await using var file = new StreamWriter(ruta, append: false);
            await sesion.ReadAsync($"SELECT linea FROM ({Written}) AS e (linea, entidad, accion)", f => file.WriteLine(f.GetString(0)), cancellationToken);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ImpossibleAdopcionException("exportar.archivo", $"No se puede escribir {ruta}: {ex.Message} No cambió nada.");
        }

        await output.WriteLineAsync($"Lo escrito desde la adopción ({string.Join("; ", resumen)}) quedó en {Path.GetFullPath(ruta)}.");
    }

    // Only the tables that the migrations create: others in the same schema must not be dropped. Views of theirs go with them.
    private static async Task<IReadOnlyList<string>> PropiasAsync(AdopcionSession sesion, ILookup<string, string> created, CancellationToken cancellationToken)
    {
        var (propias, vistas) = (created["TABLE"].ToHashSet(), created["VIEW"].ToHashSet());
        var hay = await sesion.ListaAsync(
            """
            SELECT c.relname::text FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype IN ('e', 'a', 'i'))
            """,
            f => f.GetString(0),
            cancellationToken);
        var ajenas = hay.Where(t => !propias.Contains(t) && !vistas.Contains(t)).ToList();
        return ajenas.Count == 0
            ? [.. hay.Where(propias.Contains).Select(t => $"public.{new NpgsqlCommandBuilder().QuoteIdentifier(t)}")]
            : throw new ImpossibleAdopcionException("esquema.ajeno", $"En public hay cosas que este programa no hizo: {string.Join(", ", ajenas)}. Muévalas a otro esquema y vuelva a intentar.");
    }

    private static async Task QuitarLoDemasAsync(AdopcionSession sesion, ILookup<string, string> created, CancellationToken cancellationToken)
    {
        var functions = created["FUNCTION"].ToHashSet();
        var existing = await sesion.ListaAsync(
            "SELECT proname::text, oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace", f => (Name: f.GetString(0), Signature: f.GetString(1)), cancellationToken);

        // In one statement: some call others.
        await sesion.RunAsync($"DROP FUNCTION {string.Join(", ", existing.Where(f => functions.Contains(f.Name)).Select(f => f.Signature))}", cancellationToken);

        foreach (var nombre in created["COLLATION"])
        {
            await sesion.RunAsync($"DROP COLLATION IF EXISTS public.{new NpgsqlCommandBuilder().QuoteIdentifier(nombre)}", cancellationToken);
        }
    }

    // Names by kind, each once.
    private static ILookup<string, string> Created(string script) =>
        Creacion().Matches(script).Select(m => (Kind: m.Groups[1].Value, Name: m.Groups[2].Value)).Distinct().ToLookup(m => m.Kind, m => m.Name);

    [GeneratedRegex("""CREATE (?:OR REPLACE )?(TABLE|VIEW|FUNCTION|COLLATION) (?:IF NOT EXISTS )?(?:public\.)?"?(\w+)"?""")]
    private static partial Regex Creacion();
}
