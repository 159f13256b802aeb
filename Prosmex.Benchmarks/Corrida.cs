using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Informe;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks;

/// <summary>A whole run, scale after scale.</summary>
internal static class Corrida
{
    private static readonly int[] Conexiones = [1, 16];

    /// <returns>The exit code.</returns>
    /// <exception cref="MedicionFallidaException">Answers or sums are not what they should be.</exception>
    public static async Task<int> HacerAsync(Ordenes ordenes)
    {
        using var fin = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, fin.CancelAsync());
        var ancla = new Ancla();
        await using var servidor = await Servidor.IniciarAsync(ordenes.Carpeta, fin.Token);
        var financiera = new Financiera(servidor, ancla);
        foreach (var escala in ordenes.Escalas)
        {
            var base_ = await financiera.PrepararAsync(escala, fin.Token);
            await MedirAsync(ordenes, servidor, escala, base_, ancla, fin.Token);
            await servidor.BorrarAsync(base_);
        }

        return 0;
    }

    private static async Task MedirAsync(Ordenes ordenes, Servidor servidor, Escala escala, string base_, Ancla ancla, CancellationToken cancellationToken)
    {
        var escenario = await Escenario.AbrirAsync(servidor, escala, base_, ancla);
        var conexion = new Npgsql.NpgsqlConnectionStringBuilder(servidor.Conexion(base_)) { Pooling = true }.ConnectionString;
        var (pagosAntes, montoAntes) = await LibroAsync(servidor, base_);
        await using var producto = await Proceso.ProductoAsync(conexion, ancla, cancellationToken);
        await using var piso = await Proceso.PisoAsync(conexion, ancla, cancellationToken);
        var sumas = new Sumas();
        var medidor = new Medidor(producto, piso, ordenes.Tramo, ordenes.Rondas, sumas);
        var operaciones = Operacion.Todas(escenario).Where(o => ordenes.Incluye(o.Nombre)).ToList();
        foreach (var operacion in operaciones)
        {
            Igualdad.Exigir(operacion, producto, piso, sumas, escenario);
        }

        Console.WriteLine(Tabla.Encabezado(escala));
        foreach (var operacion in operaciones)
        {
            foreach (var conexiones in Conexiones)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Console.WriteLine(Tabla.Linea(medidor.Medir(operacion, conexiones)));
            }
        }

        var (pagos, monto) = await LibroAsync(servidor, base_);
        if (pagos - pagosAntes != sumas.Pagos || monto - montoAntes != sumas.Monto)
        {
            throw new MedicionFallidaException(string.Create(
                CultureInfo.InvariantCulture, $"Answered {sumas.Pagos} payments of {sumas.Monto}, in the ledger are {pagos - pagosAntes} of {monto - montoAntes}."));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Las sumas cuadran: {sumas.Pagos:N0} pagos contestados por {sumas.Monto:N2}."));
        await CuadrarAsync(producto, escenario, cancellationToken);
    }

    private static async Task<(long Pagos, decimal Monto)> LibroAsync(Servidor servidor, string base_) =>
        (await servidor.ValorAsync<long>(base_, "SELECT count(*) FROM pagos"), await servidor.ValorAsync<decimal>(base_, "SELECT sum(monto_pagado) FROM pagos"));

    // The product's own check of every loan against the ledger: also of what the floor wrote.
    private static async Task CuadrarAsync(Proceso producto, Escenario escenario, CancellationToken cancellationToken)
    {
        using var api = new HttpClient { BaseAddress = producto.Direccion, Timeout = TimeSpan.FromMinutes(30) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", escenario.Admin.Token);
        var respuesta = await api.GetFromJsonAsync<JsonNode>(new Uri("/verificacion/cuadre", UriKind.Relative), cancellationToken);
        var diferencias = respuesta!["data"]!["diferencias"]!.AsArray();
        if (diferencias.Count > 0)
        {
            throw new MedicionFallidaException($"The loans do not agree with the ledger: {diferencias[0]!.ToJsonString()}");
        }

        Console.WriteLine("El cuadre de cada préstamo con el libro: sin diferencias.");
    }
}
