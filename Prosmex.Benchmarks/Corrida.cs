using System.Globalization;
using Npgsql;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Informe;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks;

/// <summary>A whole run: every size in turn, then the cold start.</summary>
internal static class Corrida
{
    private const int Arranques = 10;
    private static readonly int[] Conexiones = [1, 16];
    private static readonly int[] ConexionesDeHumo = [1, 4];

    /// <returns>The exit code.</returns>
    /// <exception cref="MedicionFallidaException">Answers or sums are not what they should be.</exception>
    public static async Task<int> HacerAsync(Ordenes ordenes)
    {
        using var fin = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, fin.CancelAsync());
        var ancla = new Ancla();
        await using var servidor = await Servidor.IniciarAsync(ordenes.Carpeta, fin.Token);
        var maquina = await Maquina.MirarAsync(servidor);
        Console.WriteLine(maquina);
        var financiera = new Financiera(servidor, ancla);
        List<ResultadoDeEscala> escalas = [];
        Startups? arranque = null;
        foreach (var escala in ordenes.Escalas)
        {
            var base_ = await financiera.PrepararAsync(escala, fin.Token);
            escalas.Add(await new CorridaDeEscala(ordenes, servidor, escala, base_, ancla).HacerAsync(ordenes.Humo ? ConexionesDeHumo : Conexiones, fin.Token));
            if (escala == ordenes.Escalas[^1] && ordenes.Incluye("arranque"))
            {
                arranque = await Medicion.Arranques.MedirAsync(Pool(servidor, base_), ordenes.Humo ? 1 : Arranques);
                Console.WriteLine(Tabla.Linea(arranque));
            }

            await servidor.BorrarAsync(base_);
        }

        var result = new Resultado(maquina, escalas, arranque);
        Console.WriteLine();
        foreach (var criterio in Criterios.De(result))
        {
            Console.WriteLine(criterio);
        }

        if (ordenes.Humo)
        {
            ExigirConstancia(escalas);
        }

        if (ordenes.Informe)
        {
            await Documento.EscribirAsync(result, ordenes);
        }

        return 0;
    }

    /// <summary>As the programs under measurement connect.</summary>
    public static string Pool(Servidor servidor, string base_) => new NpgsqlConnectionStringBuilder(servidor.Conexion(base_)) { Pooling = true }.ConnectionString;

    private static void ExigirConstancia(List<ResultadoDeEscala> escalas)
    {
        foreach (var (nombre, menor) in escalas[0].DelProducto)
        {
            if (escalas[^1].DelProducto[nombre].Sentencias != menor.Sentencias)
            {
                throw new MedicionFallidaException(string.Create(
                    CultureInfo.InvariantCulture, $"{nombre}: {menor.Sentencias} statements on the small lender, {escalas[^1].DelProducto[nombre].Sentencias} on the larger one."));
            }
        }

        Console.WriteLine("Las sentencias por solicitud son las mismas en ambas escalas.");
    }
}
