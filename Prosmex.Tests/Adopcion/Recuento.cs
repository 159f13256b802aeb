using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace Prosmex.Tests.Adopcion;

/// <summary>
/// Counts an adoption again in plain SQL over both schemas, from the table of the issue and from rules.md alone: nothing here is taken from
/// how the command does it. What comes out is what is wrong.
/// </summary>
internal sealed partial class Recuento : IAsyncDisposable
{
    private const int Muestras = 5;

    private readonly NpgsqlConnection _conexion;
    private readonly Consulta _consulta;
    private readonly List<string> _fallas = [];

    private Recuento(NpgsqlConnection conexion)
    {
        _conexion = conexion;
        _consulta = new(conexion);
    }

    /// <summary>Everything that is wrong with the adoption of the database, a line each.</summary>
    /// <param name="zona">The time zone that the old timestamps were read in.</param>
    /// <param name="informe">What the command reported as JSON.</param>
    /// <param name="hoy">The business day of the adoption.</param>
    public static async Task<IReadOnlyList<string>> FallasAsync(string conexion, string zona, JsonNode informe, DateOnly hoy)
    {
        // Temporary tables and functions, so a session of its own.
        var abierta = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(conexion) { Pooling = false }.ConnectionString);
        await using var recuento = new Recuento(abierta);
        await abierta.OpenAsync();
        await recuento.PrepararAsync(zona, informe, hoy);
        await recuento.BuscarAsync(Filas);
        await recuento.BuscarAsync(Iguales);
        await recuento.BuscarAsync(Personas);
        await recuento.BuscarAsync(Prestamos);
        await recuento.BuscarAsync(Libro);
        await recuento.BuscarAsync(Semanas);
        await recuento.ReversasAsync();
        Explicados(informe);
        return recuento._fallas;
    }

    public ValueTask DisposeAsync() => _conexion.DisposeAsync();

    private async Task PrepararAsync(string zona, JsonNode informe, DateOnly hoy)
    {
        await _consulta.EjecutarAsync(FormattableString.Invariant($"SET prueba.zona = '{zona}'; SET prueba.hoy = '{hoy:yyyy-MM-dd}'; SET TimeZone = 'Asia/Tokyo'"));
        await _consulta.EjecutarAsync(Preparacion);
        await _consulta.EjecutarAsync("INSERT INTO hallazgo SELECT * FROM jsonb_to_recordset($1) AS x (codigo text, tabla text, id bigint, descripcion text, destino text, detiene boolean)", informe["hallazgos"]!);
        await _consulta.EjecutarAsync("INSERT INTO cifra SELECT * FROM jsonb_to_recordset($1) AS x (prestamo_id bigint, concepto text, antes text, despues text, porque text)", informe["prestamos"]!);
        await _consulta.EjecutarAsync("INSERT INTO tabla SELECT * FROM jsonb_to_recordset($1) AS x (tabla text, filas_antes bigint, filas_despues bigint, suma_antes numeric, suma_despues numeric)", informe["tablas"]!);
        await _consulta.EjecutarAsync(Esperado);
    }

    /// <summary>Each query answers a text for every row that is not as it must be.</summary>
    private async Task BuscarAsync((string Que, string Sql)[] preguntas)
    {
        foreach (var (que, sql) in preguntas)
        {
            try
            {
                Anotar(que, await _consulta.ListaAsync<string>(sql));
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
            _fallas.Add($"{que}: {malas.Count}, p. ej. {string.Join(" | ", malas.Take(Muestras))}");
        }
    }

    private static void Explicados(JsonNode informe)
    {
        Assert.All(informe["hallazgos"]!.AsArray(), h => Assert.False(string.IsNullOrWhiteSpace((string?)h!["destino"]), h.ToJsonString()));
        Assert.All(informe["prestamos"]!.AsArray(), p => Assert.False(string.IsNullOrWhiteSpace((string?)p!["porque"]), p.ToJsonString()));
    }

    /// <summary>
    /// Which negative payments undo one: walking a loan's payments as they were written, each takes back an equal one that stands, if there is
    /// one. Which of several equal ones it takes does not matter here, only whether.
    /// </summary>
    private async Task ReversasAsync()
    {
        Dictionary<(int Prestamo, decimal Monto), int> enPie = [];
        HashSet<string> esperadas = [];
        foreach (var texto in await _consulta.ListaAsync<string>(
            "SELECT prestamo_id || ' ' || round(monto_pagado, 2) || ' ' || pago_id FROM flask.pagos JOIN llevado USING (prestamo_id) WHERE pg_temp.finito(pagos) ORDER BY pago_id"))
        {
            var partes = texto.Split(' ');
            var (prestamo, monto) = (int.Parse(partes[0], CultureInfo.InvariantCulture), decimal.Parse(partes[1], CultureInfo.InvariantCulture));
            var cuantos = enPie.GetValueOrDefault((prestamo, Math.Abs(monto)));
            if (monto > 0)
            {
                enPie[(prestamo, monto)] = cuantos + 1;
            }
            else if (monto < 0 && cuantos > 0)
            {
                enPie[(prestamo, -monto)] = cuantos - 1;
                esperadas.Add(partes[2]);
            }
        }

        var halladas = (await _consulta.ListaAsync<string>("SELECT pago_id::text FROM public.pagos WHERE tipo = 'reversa'")).ToHashSet();
        Anotar("negativo con un igual anterior que no es su reversa", [.. esperadas.Except(halladas)]);
        Anotar("reversa de nada", [.. halladas.Except(esperadas)]);
    }
}
