using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Informe;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks;

/// <summary>Everything that is measured on one size.</summary>
internal sealed class CorridaDeEscala(Ordenes ordenes, Servidor servidor, Escala escala, string base_, Ancla ancla)
{
    private readonly Sumas _sumas = new();

    /// <exception cref="MedicionFallidaException">Answers or sums are not what they should be.</exception>
    public async Task<ResultadoDeEscala> HacerAsync(int[] conexiones, CancellationToken cancellationToken)
    {
        var escenario = await Escenario.AbrirAsync(servidor, escala, base_, ancla);
        var operaciones = Operation.Todas(escenario).Where(o => ordenes.Incluye(o.Nombre)).ToList();
        var (pagosAntes, montoAntes) = await LibroAsync();
        Console.WriteLine(Tabla.Escala(escala));

        // First, on what was loaded: the payments that are measured make the running week of some groups much longer than any.
        var conteo = new Conteo(servidor, base_, ancla, _sumas);
        var delProducto = await conteo.ContarAsync(operaciones, Proceso.ProductoAsync, cancellationToken);
        var delPiso = await conteo.ContarAsync(operaciones, Proceso.PisoAsync, cancellationToken);
        Console.WriteLine(Tabla.Pedidos(operaciones, delProducto, delPiso));
        var reportes = ordenes.Humo ? [] : operaciones.Where(o => o.EsReporte).ToList();
        var sql = await new SqlDelProducto(servidor, base_, ancla).MedirAsync(reportes, cancellationToken);
        foreach (var medida in sql)
        {
            Console.WriteLine(Tabla.Linea(medida));
        }

        Console.WriteLine(Tabla.Encabezado);
        Cierre? cierre = null;
        List<Par> pares = [];
        await using (var producto = await Proceso.ProductoAsync(Corrida.Pool(servidor, base_), ancla, cancellationToken))
        await using (var piso = await Proceso.PisoAsync(Corrida.Pool(servidor, base_), ancla, cancellationToken))
        {
            var contestadas = operaciones.FindAll(o => Igualdad.Exigir(o, producto, piso, _sumas, escenario));
            var medidor = new Medidor(producto, piso, ordenes.Tramo, ordenes.Rondas, _sumas);
            // And for the same reason the payments last.
            foreach (var grupo in contestadas.GroupBy(o => o.EsCobro).OrderBy(g => g.Key))
            {
                medidor.Calentar([.. grupo]);
                foreach (var (operacion, cuantas) in grupo.SelectMany(o => conexiones.Select(c => (o, c))))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    pares.Add(medidor.Medir(operacion, cuantas));
                    Console.WriteLine(Tabla.Linea(pares[^1]));
                }
            }

            if (ordenes.Incluye("cierre"))
            {
                cierre = await new MedicionDeCierre(servidor, base_, escenario).MedirAsync(producto, piso);
                Console.WriteLine(Tabla.Linea(cierre));
            }
        }

        await ExigirSumasAsync(pagosAntes, montoAntes);
        await ExigirCuadreAsync(escenario, cancellationToken);
        return new(escala, pares, delProducto, delPiso, cierre, sql, _sumas.Pagos, _sumas.Monto);
    }

    private async Task<(long Pagos, decimal Monto)> LibroAsync() =>
        (await servidor.ValorAsync<long>(base_, "SELECT count(*) FROM pagos"), await servidor.ValorAsync<decimal>(base_, "SELECT sum(monto_pagado) FROM pagos"));

    private async Task ExigirSumasAsync(long pagosAntes, decimal montoAntes)
    {
        var (pagos, monto) = await LibroAsync();
        if (pagos - pagosAntes != _sumas.Pagos || monto - montoAntes != _sumas.Monto)
        {
            throw new MedicionFallidaException(string.Create(
                CultureInfo.InvariantCulture, $"Answered {_sumas.Pagos} payments of {_sumas.Monto}, in the ledger are {pagos - pagosAntes} of {monto - montoAntes}."));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Las sumas cuadran: {_sumas.Pagos:N0} pagos contestados por {_sumas.Monto:N2}."));
    }

    // The product's own check of every loan against the ledger: also of what the floor wrote. It takes minutes where nobody would wait for it.
    private async Task ExigirCuadreAsync(Escenario escenario, CancellationToken cancellationToken)
    {
        if (escala == Escala.Enorme)
        {
            return;
        }

        await using var producto = await Proceso.ProductoAsync(Corrida.Pool(servidor, base_), ancla, cancellationToken);
        using var api = new HttpClient { BaseAddress = producto.Direccion, Timeout = TimeSpan.FromMinutes(30) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", escenario.Admin.Token);
        var response = await api.GetFromJsonAsync<JsonNode>(new Uri("/verificacion/cuadre", UriKind.Relative), cancellationToken);
        var diferencias = response!["data"]!["diferencias"]!.AsArray();
        if (diferencias.Count > 0)
        {
            throw new MedicionFallidaException($"The loans do not agree with the ledger: {diferencias[0]!.ToJsonString()}");
        }

        Console.WriteLine("El cuadre de cada préstamo con el libro: sin diferencias.");
    }
}
