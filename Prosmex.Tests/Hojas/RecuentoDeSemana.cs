using System.Globalization;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Recibos;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hojas;

/// <summary>Counts a simulated week again from what the phones captured and the raw rows, with no code of the product's.</summary>
internal static class RecuentoDeSemana
{
    public static async Task ExigirAsync(string connection, SimulatedSemana semana)
    {
        var place = $"PROSMEX_SEMILLA_HOJA={semana.Seed}: ";
        var capturadas = semana.Telefonos.SelectMany(t => t.Capturadas).ToList();
        await CadaClaveUnaVezAsync(connection, semana, capturadas, place);
        await CadaReciboAsync(connection, semana, capturadas, place);
        AssertSameAnswers(semana, place);
        await ElEfectivoAsync(connection, semana, place);
        await NothingWithoutMotivoAsync(connection, semana, place);
    }

    // Every captured row is stored exactly once, unchanged; its money is one payment or one sum por aclarar.
    private static async Task CadaClaveUnaVezAsync(string connection, SimulatedSemana semana, List<FilaCapturada> capturadas, string place)
    {
        var expected = capturadas.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Clave} {f.Prestamo} {f.Monto:0.00} {(f.Monto > 0 ? 1 : 0)} {f.Monto:0.00}")).Order(StringComparer.Ordinal);
        var hay = await FilasAsync(connection, $"""
            SELECT concat_ws(' ', f.clave, f.prestamo_id, f.monto,
                (SELECT count(*) FROM pagos p WHERE p.clave = f.clave AND f.monto > 0) + (SELECT count(*) FROM por_aclarar a WHERE a.clave = f.clave),
                coalesce((SELECT p.monto_pagado FROM pagos p WHERE p.clave = f.clave), (SELECT a.monto FROM por_aclarar a WHERE a.clave = f.clave), 0.00))
            FROM envio_filas f JOIN envios e USING (envio_id) WHERE e.usuario_id IN ({Cobradores(semana)})
            """);
        Assert.True(expected.SequenceEqual(hay.Order(StringComparer.Ordinal)), place + Diferencia(expected, hay));
    }

    // The code on each receipt is with its row, and with the payment that it became at once.
    private static async Task CadaReciboAsync(string connection, SimulatedSemana semana, List<FilaCapturada> capturadas, string place)
    {
        var keys = new ReciboKeys(TestServer.Options(connection));
        var expected = capturadas.Where(f => f.Llave is not null && f.Monto > 0)
            .Select(f => $"{f.Clave} {ReciboCode.Of(keys.Of(f.Llave!.Value), new(f.Clave, f.Monto, f.Ocurrido), f.Prestamo)}").Order(StringComparer.Ordinal);
        var hay = await FilasAsync(connection, $"""
            SELECT concat_ws(' ', f.clave, f.codigo_de_recibo)
            FROM envio_filas f JOIN envios e USING (envio_id) LEFT JOIN pagos p USING (pago_id)
            WHERE e.usuario_id IN ({Cobradores(semana)}) AND f.codigo_de_recibo IS NOT NULL AND f.codigo_de_recibo = coalesce(p.codigo_de_recibo, f.codigo_de_recibo)
            """);
        Assert.True(expected.SequenceEqual(hay.Order(StringComparer.Ordinal)), place + Diferencia(expected, hay));
    }

    // Whatever was lost in transit, each key has exactly one answer other than "duplicado".
    private static void AssertSameAnswers(SimulatedSemana semana, string place)
    {
        foreach (var clave in semana.Telefonos.SelectMany(t => t.Answers).GroupBy(r => r.Clave))
        {
            Assert.True(clave.Count(r => r.Estado != FilaResult.Duplicado) == 1, $"{place}{clave.Key}: {string.Join(", ", clave.Select(r => r.Estado))}");
        }
    }

    // What a collector handed over and spent is what was captured, less what the office took back: the sum of applied, por aclarar and given up.
    private static async Task ElEfectivoAsync(string connection, SimulatedSemana semana, string place)
    {
        foreach (var telefono in semana.Telefonos)
        {
            var u = telefono.Cobrador.UsuarioId;
            var recibido = telefono.Capturadas.Sum(f => f.Monto) + semana.Ajustes[u];
            var entregado = await ValueAsync<decimal>(connection, $"SELECT sum(efectivo_entregado + total_gastos) FROM corte WHERE usuario_id = {u}");
            Assert.True(recibido == entregado, $"{place}collector {u} received {recibido} and handed over {entregado}");
            var destination = await ValueAsync<decimal>(connection, $"""
                SELECT (SELECT coalesce(sum(p.monto_pagado), 0) FROM pagos p WHERE p.custodio_id = {u})
                     + (SELECT coalesce(sum(p.monto_pagado), 0) FROM pagos p JOIN por_aclarar a USING (pago_id) WHERE a.usuario_id = {u})
                     + (SELECT coalesce(sum(a.monto), 0) FROM por_aclarar a WHERE a.usuario_id = {u} AND a.estado <> 'aplicado')
                """);
            Assert.True(destination == entregado, $"{place}of the {entregado} of collector {u} {destination} are applied, por aclarar or given up");
        }

        // The office holds what was paid there, and nothing of what it applied, took back or corrected.
        var enLaOficina = await semana.ExpectedInTheOficinaAsync();
        Assert.True(enLaOficina == semana.EnLaOficina, $"{place}the office received {semana.EnLaOficina} and should have {enLaOficina}");
    }

    // Money waits only where it must: the loan is closed or would be overpaid, is not there, or the phone cannot be believed.
    private static async Task NothingWithoutMotivoAsync(string connection, SimulatedSemana semana, string place)
    {
        string[] touched = [.. semana.Touched.Select(t => $"{t}").DefaultIfEmpty("0")];
        var sinMotivo = await FilasAsync(connection, $"""
            SELECT concat_ws(' ', f.clave, f.codigo, f.monto, p.pagado, p.monto_utilidad)
            FROM envio_filas f JOIN envios e USING (envio_id) LEFT JOIN prestamos p ON p.prestamo_id = f.prestamo_id
            WHERE e.usuario_id IN ({Cobradores(semana)}) AND f.visita = 'pago'
              AND f.codigo IS DISTINCT FROM CASE
                    WHEN f.ocurrido_en NOT BETWEEN f.recibido_en - interval '72 hours' AND f.recibido_en + interval '72 hours' THEN 'envio.fuera_de_plazo'
                    WHEN p.prestamo_id IS NULL THEN 'prestamo.no_encontrado'
                    WHEN f.codigo IN ('prestamo.cerrado', 'pago.excede_restante')
                         AND (p.prestamo_id IN ({string.Join(',', touched)}) OR p.pagado + f.monto > p.monto_utilidad OR (f.monto = 0 AND p.pagado = p.monto_utilidad)) THEN f.codigo
                  END
            """);
        Assert.True(sinMotivo.Count == 0, place + string.Join("; ", sinMotivo));
    }

    // By a connection of the pool: there are many weeks.
    private static Task<T> ValueAsync<T>(string connection, string sql) => new Dispatcher(connection, new()).ValueAsync<T>(sql);

    private static string Cobradores(SimulatedSemana semana) => string.Join(',', semana.Ajustes.Keys);

    private static string Diferencia(IEnumerable<string> expected, IReadOnlyCollection<string> hay) =>
        $"missing {string.Join("; ", expected.Except(hay).Take(5))}; too many {string.Join("; ", hay.Except(expected).Take(5))}";

    private static async Task<List<string>> FilasAsync(string connection, string sql)
    {
        var lista = await ValueAsync<string>(connection, $"SELECT coalesce(string_agg(x, E'\\n'), '') FROM ({sql}) AS filas (x)");
        return [.. lista.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
