using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>From the start of a process to its first 200 of <c>GET /health</c>, ms.</summary>
internal sealed record Startups(IReadOnlyList<double> Producto, IReadOnlyList<double> Vacio)
{
    public double DelProducto => Mediana(Producto);

    public double DelVacio => Mediana(Vacio);

    public double Razon => DelProducto / DelVacio;

    private static double Mediana(IReadOnlyList<double> tiempos) => tiempos.Order().ElementAt(tiempos.Count / 2);
}

/// <summary>Starts the product and an empty ASP.NET Core program with one EF Core query in turns, on a database that is warm.</summary>
internal static class Arranques
{
    private static readonly TimeSpan Paciencia = TimeSpan.FromMinutes(1);

    /// <exception cref="MedicionFallidaException">One of them does not come up.</exception>
    public static async Task<Startups> MedirAsync(string connection, int veces)
    {
        List<double> producto = [], vacio = [];

        // The first of each brings its files into memory.
        for (var vez = 0; vez <= veces; vez++)
        {
            var deProducto = await MedirAsync(puerto => Proceso.InicioDeProducto(connection, "--port", $"{puerto}"));
            var deVacio = await MedirAsync(puerto => Proceso.Inicio(typeof(Arranques).Assembly.Location, "vacio", connection, $"{puerto}"));
            if (vez > 0)
            {
                producto.Add(deProducto);
                vacio.Add(deVacio);
            }
        }

        return new(producto, vacio);
    }

    private static async Task<double> MedirAsync(Func<int, ProcessStartInfo> inicio)
    {
        var puerto = PuertoLibre();
        using var proceso = new Process { StartInfo = inicio(puerto) };
        var empieza = Stopwatch.GetTimestamp();
        proceso.Start();
        proceso.BeginOutputReadLine();
        proceso.BeginErrorReadLine();
        try
        {
            while (!Contesta(puerto))
            {
                if (proceso.HasExited || Stopwatch.GetElapsedTime(empieza) > Paciencia)
                {
                    throw new MedicionFallidaException($"{proceso.StartInfo.ArgumentList[0]} did not come up.");
                }

                await Task.Delay(1);
            }

            return Stopwatch.GetElapsedTime(empieza).TotalMilliseconds;
        }
        finally
        {
            if (!proceso.HasExited)
            {
                proceso.Kill(entireProcessTree: true);
            }

            await proceso.WaitForExitAsync();
        }
    }

    private static bool Contesta(int puerto)
    {
        try
        {
            using var http = new ConexionHttp(new Uri($"http://127.0.0.1:{puerto}"));
            http.Pedir("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
            return http.Estado == 200;
        }
        catch (Exception ex) when (ex is SocketException or MedicionFallidaException)
        {
            return false;
        }
    }

    private static int PuertoLibre()
    {
        using var puerta = new TcpListener(IPAddress.Loopback, 0);
        puerta.Start();
        return ((IPEndPoint)puerta.LocalEndpoint).Port;
    }
}
