using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace Prosmex.Tests.Adopcion;

/// <summary>
/// Recounts an adoption in plain SQL over both schemas, only from the adoption's table and the business rules: it shares nothing with the command.
/// Returns the differences.
/// </summary>
internal sealed partial class Recuento : IAsyncDisposable
{
    private const int Samples = 5;

    private readonly NpgsqlConnection _connection;
    private readonly Query _query;
    private readonly List<string> _faults = [];

    private Recuento(NpgsqlConnection connection)
    {
        _connection = connection;
        _query = new(connection);
    }

    /// <summary>Everything that is wrong with the adoption of the database, a line each.</summary>
    /// <param name="zone">The time zone that the old timestamps were read in.</param>
    /// <param name="report">What the command reported as JSON.</param>
    /// <param name="today">The business day of the adoption.</param>
    public static async Task<IReadOnlyList<string>> FallasAsync(string connection, string zone, JsonNode report, DateOnly today)
    {
        // Uses temporary tables and functions, so it needs its own session.
        var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await using var recuento = new Recuento(open);
        await open.OpenAsync();
        await recuento.PrepareAsync(zone, report, today);
        await recuento.BuscarAsync(Filas);
        await recuento.BuscarAsync(Same);
        await recuento.BuscarAsync(Personas);
        await recuento.BuscarAsync(Prestamos);
        await recuento.BuscarAsync(Libro);
        await recuento.BuscarAsync(Semanas);
        await recuento.ReversasAsync();
        Explained(report);
        return recuento._faults;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task PrepareAsync(string zone, JsonNode report, DateOnly today)
    {
        await _query.ExecuteAsync(FormattableString.Invariant($"SET prueba.zona = '{zone}'; SET prueba.hoy = '{today:yyyy-MM-dd}'; SET TimeZone = 'Asia/Tokyo'"));
        await _query.ExecuteAsync(Preparation);
        await _query.ExecuteAsync("INSERT INTO hallazgo SELECT * FROM jsonb_to_recordset($1) AS x (codigo text, tabla text, id bigint, descripcion text, destino text, detiene boolean)", report["hallazgos"]!);
        await _query.ExecuteAsync("INSERT INTO cifra SELECT * FROM jsonb_to_recordset($1) AS x (prestamo_id bigint, concepto text, antes text, despues text, porque text)", report["prestamos"]!);
        await _query.ExecuteAsync("INSERT INTO tabla SELECT * FROM jsonb_to_recordset($1) AS x (tabla text, filas_antes bigint, filas_despues bigint, suma_antes numeric, suma_despues numeric)", report["tablas"]!);
        await _query.ExecuteAsync(Expected);
    }

    /// <summary>Each query answers a text for every row that is not as it must be.</summary>
    private async Task BuscarAsync((string Que, string Sql)[] questions)
    {
        foreach (var (que, sql) in questions)
        {
            try
            {
                Anotar(que, await _query.ListAsync<string>(sql));
            }
            catch (PostgresException ex)
            {
                Anotar(que, [$"{ex.MessageText} {ex.Position}"]);
            }
        }
    }

    private void Anotar(string que, List<string> malas)
    {
        if (malas.Count > 0)
        {
            _faults.Add($"{que}: {malas.Count}, p. ej. {string.Join(" | ", malas.Take(Samples))}");
        }
    }

    private static void Explained(JsonNode report)
    {
        Assert.All(report["hallazgos"]!.AsArray(), h => Assert.False(string.IsNullOrWhiteSpace((string?)h!["destino"]), h.ToJsonString()));
        Assert.All(report["prestamos"]!.AsArray(), p => Assert.False(string.IsNullOrWhiteSpace((string?)p!["porque"]), p.ToJsonString()));
    }

    /// <summary>
    /// Which negative payments undo one: walking a loan's payments as they were written, each takes back an equal one that stands, if there is
    /// one. Which of several equal ones it takes does not matter here, only whether.
    /// </summary>
    private async Task ReversasAsync()
    {
        Dictionary<(int Prestamo, decimal Monto), int> enPie = [];
        HashSet<string> expected = [];
        foreach (var text in await _query.ListAsync<string>(
            "SELECT prestamo_id || ' ' || round(monto_pagado, 2) || ' ' || pago_id FROM flask.pagos JOIN llevado USING (prestamo_id) WHERE pg_temp.finito(pagos) ORDER BY pago_id"))
        {
            var parts = text.Split(' ');
            var (prestamo, monto) = (int.Parse(parts[0], CultureInfo.InvariantCulture), decimal.Parse(parts[1], CultureInfo.InvariantCulture));
            var cuantos = enPie.GetValueOrDefault((prestamo, Math.Abs(monto)));
            if (monto > 0)
            {
                enPie[(prestamo, monto)] = cuantos + 1;
            }
            else if (monto < 0 && cuantos > 0)
            {
                enPie[(prestamo, -monto)] = cuantos - 1;
                expected.Add(parts[2]);
            }
        }

        var halladas = (await _query.ListAsync<string>("SELECT pago_id::text FROM public.pagos WHERE tipo = 'reversa'")).ToHashSet();
        Anotar("negativo con un igual anterior que no es su reversa", [.. expected.Except(halladas)]);
        Anotar("reversa de nada", [.. halladas.Except(expected)]);
    }
}
