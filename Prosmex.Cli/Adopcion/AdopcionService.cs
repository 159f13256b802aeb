using System.Globalization;
using Npgsql;
using Prosmex.Domain.Persistence;
using Spectre.Console;

namespace Prosmex.Cli.Adopcion;

/// <summary>
/// Adopts the database of the system being replaced, in one transaction; a rehearsal is the same transaction, rolled back. The work is done by the
/// set-based SQL files in Adopcion/Sql: only the report's rows pass through this program.
/// </summary>
internal sealed class AdopcionService(ProsmexOptions options, TimeProvider clock, DatabasePassword? contrasena = null)
{
    private const int Tramo = 100_000;

    /// <summary>Reports and, if requested and nothing blocks it, adopts.</summary>
    /// <returns>True if the adoption can proceed, or has been done.</returns>
    /// <exception cref="ImpossibleAdopcionException">It cannot even begin.</exception>
    public async Task<bool> AdoptarAsync(AdopcionCommand orden, IAnsiConsole console, CommandProgress progress, CancellationToken cancellationToken)
    {
        using var report = AdopcionReport.Abrir(console, orden.Json);
        try
        {
            return await InTransactionAsync(orden, report, progress, cancellationToken);
        }
        catch (ImpossibleAdopcionException ex)
        {
            await progress.EndAsync();
            AdopcionReportWriter.Impossible(report, ex);
            return false;
        }
        catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            await progress.EndAsync();
            AdopcionReportWriter.Impossible(report, new ImpossibleAdopcionException("base.en_uso", "Alguien está usando las tablas del sistema anterior. Deténgalo, cierre sus conexiones y vuelva a intentar."));
            return false;
        }
        catch (PostgresException ex) when (DatabaseHealth.Explain(ex) is null)
        {
            await progress.EndAsync();
            AdopcionReportWriter.Impossible(report, new ImpossibleAdopcionException("base.rechazo", $"PostgreSQL rechazó un dato que nadie previó ({ex.SqlState}): {ex.MessageText} {ex.Detail}"));
            return false;
        }
    }

    private async Task<bool> InTransactionAsync(AdopcionCommand orden, AdopcionReport report, CommandProgress progress, CancellationToken cancellationToken)
    {
        var gestores = orden.Gestores is null ? [] : await GestoresFile.ReadAsync(orden.Gestores, cancellationToken);
        progress.Report(0, "Tomar la base");
        await using var sesion = await AdopcionSession.AbrirAsync(options, contrasena, cancellationToken);
        await PreviousSystem.ExigirAsync(sesion, cancellationToken);
        await PreviousSystem.ApartarAsync(sesion, cancellationToken);

        progress.Report(2, "Crear el esquema nuevo");
        await sesion.RunAsync(NewSchema.Script(sesion), cancellationToken);
        await PrepareAsync(sesion, orden, gestores, progress, cancellationToken);

        var sigue = await sesion.ValueAsync<bool>("SELECT NOT EXISTS (SELECT FROM hallazgo WHERE detiene)", cancellationToken)
            && await CopyAsync(sesion, progress, cancellationToken);
        progress.Report(97, "Escribir el informe");
        await progress.EndAsync();
        await AdopcionReportWriter.WriteAsync(sesion, report, orden, sigue, cancellationToken);
        if (sigue && orden.Mode == AdopcionMode.Aplicar)
        {
            progress.Report(99, "Guardar");
            await sesion.Transaction.CommitAsync(cancellationToken);
        }
        else
        {
            await sesion.Transaction.RollbackAsync(cancellationToken);
        }

        progress.Report(100, "Listo");
        report.Terminar(AdopcionReportWriter.Conclusion(orden.Mode, sigue));
        return sigue;
    }

    private async Task PrepareAsync(
        AdopcionSession sesion, AdopcionCommand orden, IReadOnlyList<GestorPedido> gestores, CommandProgress progress, CancellationToken cancellationToken)
    {
        progress.Report(5, "Leer lo anterior");
        await sesion.SetAsync("prosmex.ahora", clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        await sesion.SetAsync("prosmex.zona", orden.SourceZone, cancellationToken);
        await NewSchema.RequireSameTimeZonesAsync(sesion, orden.SourceZone, cancellationToken);
        await sesion.RunFileAsync("funciones", cancellationToken);
        await sesion.RunAsync("CREATE TEMP TABLE gestor_pedido (linea integer, grupo text, usuario text) ON COMMIT DROP", cancellationToken);
        await using (var copia = await sesion.Connection.BeginBinaryImportAsync("COPY gestor_pedido FROM STDIN (FORMAT binary)", cancellationToken))
        {
            foreach (var pedido in gestores)
            {
                await copia.StartRowAsync(cancellationToken);
                await copia.WriteAsync(pedido.Line, cancellationToken);
                await copia.WriteAsync(pedido.Grupo, cancellationToken);
                await copia.WriteAsync(pedido.Usuario, cancellationToken);
            }

            await copia.CompleteAsync(cancellationToken);
        }

        foreach (var (porciento, file, step) in new[]
        {
            (6, "apartar", "Buscar lo que no se puede llevar"), (10, "usuarios", "Leer usuarios"), (11, "dinero", "Leer pagos"),
            (25, "prestamos", "Leer préstamos"), (30, "hallazgos", "Reunir hallazgos"), (35, "impedimentos", "Buscar impedimentos"),
        })
        {
            progress.Report(porciento, step);
            await sesion.RunFileAsync(file, cancellationToken);
        }
    }

    // Rows that the new schema still rejects, or that the checks find, become blocking findings.
    private async Task<bool> CopyAsync(AdopcionSession sesion, CommandProgress progress, CancellationToken cancellationToken)
    {
        await sesion.Transaction.SaveAsync("copia", cancellationToken);
        try
        {
            progress.Report(40, "Copiar personas, productos y préstamos");
            await sesion.RunFileAsync("copiar", cancellationToken);
            await CopyPagosAsync(sesion, progress, cancellationToken);
            progress.Report(80, "Cerrar las semanas anteriores");
            await sesion.RunFileAsync("cerrar", cancellationToken);
            await NewSchema.ResumirAsync(sesion, cancellationToken);
            if (DatabaseMigrator.Grants(options) is { } statements)
            {
                await sesion.RunAsync(statements, cancellationToken);
            }
        }
        catch (PostgresException ex)
        {
            await sesion.Transaction.RollbackAsync("copia", cancellationToken);
            await AnotarAsync(sesion, "base.rechazo", ex.TableName, null, $"PostgreSQL no lo admite ({ex.SqlState} {ex.ConstraintName}): {ex.MessageText} {ex.Detail}", cancellationToken);
            return false;
        }

        progress.Report(85, "Comprobar la copia");
        var faults = await sesion.ListaAsync(
            $"SELECT * FROM ({AdopcionSession.File("comprobar")}) c LIMIT 1000",
            f => (Codigo: f.GetString(0), Tabla: f.GetString(1), Id: f.IsDBNull(2) ? (long?)null : f.GetInt64(2), Descripcion: f.GetString(3)),
            cancellationToken);
        foreach (var f in faults)
        {
            await AnotarAsync(sesion, f.Codigo, f.Tabla, f.Id, f.Descripcion, cancellationToken);
        }

        progress.Report(90, "Cuadrar los préstamos");
        var diferencias = await NewSchema.CuadrarAsync(sesion, cancellationToken);
        foreach (var d in diferencias)
        {
            await AnotarAsync(sesion, $"cuadre.{d.Concepto}", "prestamos", d.PrestamoId, $"guardado {d.Guardado ?? "–"}, calculado {d.Calculado ?? "–"}", cancellationToken);
        }

        return faults.Count == 0 && diferencias.Count == 0;
    }

    private static async Task CopyPagosAsync(AdopcionSession sesion, CommandProgress progress, CancellationToken cancellationToken)
    {
        // The last id of each range: ranges hold about the same number of rows, however ids are distributed.
        var finales = await sesion.ListaAsync(
            $"SELECT max(pago_id) FROM (SELECT pago_id, (row_number() OVER (ORDER BY pago_id) - 1) / {Tramo} AS tramo FROM nuevo_pago) t GROUP BY tramo ORDER BY 1",
            fila => fila.GetInt32(0),
            cancellationToken);
        var desde = 0;
        for (var i = 0; i < finales.Count; i++)
        {
            progress.Report(45 + (35 * i / finales.Count), $"Copiar pagos, tramo {i + 1} de {finales.Count}");
            await sesion.SetAsync("prosmex.desde", desde.ToString(CultureInfo.InvariantCulture), cancellationToken);
            await sesion.SetAsync("prosmex.hasta", finales[i].ToString(CultureInfo.InvariantCulture), cancellationToken);
            await sesion.RunFileAsync("pagos", cancellationToken);
            desde = finales[i];
        }
    }

    private static async Task AnotarAsync(AdopcionSession sesion, string codigo, string? table, long? id, string descripcion, CancellationToken cancellationToken)
    {
        await using var orden = new NpgsqlCommand("INSERT INTO hallazgo VALUES ($1, $2, $3, $4, 'Detiene la adopción.', true)", sesion.Connection, sesion.Transaction);
        orden.Parameters.AddWithValue(codigo);
        orden.Parameters.AddWithValue((object?)table ?? DBNull.Value);
        orden.Parameters.AddWithValue((object?)id ?? DBNull.Value);
        orden.Parameters.AddWithValue(descripcion);
        await orden.ExecuteNonQueryAsync(cancellationToken);
    }
}
