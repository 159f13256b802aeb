using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>Sends the requests of a seed to a new program, checks each response, and the data at the end.</summary>
internal sealed class Siege(TestServer servidor, int seed, Action<string> anunciar)
{
    private const int PorRonda = 200;
    private const int EnVuelo = 6;
    private const int PorAnalisis = 5000;

    // Rounds in which operations without a success, by chance, get another try.
    private const int Insistencia = 25;
    private const int FallasComoMaximo = 200;
    private const int FallasAContar = 15;
    private const double ExitosComoMinimo = 0.25;
    private const double ExitosPorRolComoMinimo = 0.15;

    /// <summary>Operations that these requests cannot bring to a success, and why.</summary>
    private static readonly Dictionary<string, string> SinExitoPosible = [];

    private readonly ConcurrentQueue<(Operation Operacion, string Que, string Todo)> _faults = [];
    private readonly Recuento _recuento = new();
    private ProgramInProcess _programa = null!;
    private Revision _revision = null!;

    public async Task SostenerAsync(int solicitudes)
    {
        var connection = await servidor.NuevaBaseAsync();
        await using var programa = _programa = await ProgramInProcess.IniciarAsync(connection, Clocks.Parse(Mundo.Reloj));
        _revision = new Revision(connection);
        var clock = Stopwatch.StartNew();
        using var anonimo = programa.Api();
        (await anonimo.GetAsync("/")).Mensaje.Dispose();
        var dichoAlIniciar = programa.Salida.Length;
        var escenario = new HostileScenario(connection, anonimo);
        using var cliente = Cliente();
        var generador = new Generador(seed);
        for (var desde = 0; desde < solicitudes && _faults.Count < FallasComoMaximo; desde += PorRonda)
        {
            // As autovacuum does on a server in use; the tests' servers run without it.
            if (desde % PorAnalisis == 0)
            {
                await Base.EjecutarAsync(connection, "ANALYZE");
            }

            var mundo = await escenario.PrepararAsync();
            await Parallel.ForEachAsync(
                Enumerable.Range(desde, Math.Min(PorRonda, solicitudes - desde)),
                new ParallelOptions { MaxDegreeOfParallelism = EnVuelo },
                async (index, _) => await ProbarAsync(cliente, generador.Crear(index, mundo)));
        }

        for (var index = solicitudes; index < solicitudes + (Insistencia * PorRonda) && SinExito().Count > 0 && _faults.IsEmpty; index += PorRonda)
        {
            var mundo = await escenario.PrepararAsync();
            foreach (var operacion in SinExito())
            {
                await ProbarAsync(cliente, generador.CrearLicita(index, operacion, mundo));
            }
        }

        anunciar(_recuento.Tabla());
        anunciar($"In {clock.Elapsed.TotalSeconds:0} s.");
        Assert.True(_faults.IsEmpty, $"{_faults.Count} answers are wrong:\n{string.Join('\n', _faults.DistinctBy(f => (f.Operacion, f.Que)).Take(FallasAContar).Select(f => f.Todo))}");

        // Its output before it served is for the operator: the data folder.
        var output = programa.Salida[dichoAlIniciar..];
        Assert.True(!_revision.FugasDeConsola(output).Any(), $"The program wrote {string.Join(", ", _revision.FugasDeConsola(output))}:\n{output}");
        await RevisarCorduraAsync(anonimo, await escenario.PrepararAsync());
        var prestamos = await Cuadre.ExigirAsync(connection);
        anunciar($"{prestamos} loans agree with their rows.");
        Assert.True(_recuento.ParteDeExitos >= ExitosComoMinimo, $"Only {_recuento.ParteDeExitos:P1} of the requests were served.");
        Assert.All(Enumerable.Range(1, 6), rol => Assert.True(_recuento.ParteDeExitosDe(rol) >= ExitosPorRolComoMinimo, $"Role {rol} was hardly served."));
        Assert.Empty(SinExito().Select(o => o.Nombre));
    }

    private IReadOnlyList<Operation> SinExito() => [.. _recuento.SinExito().Where(o => !SinExitoPosible.ContainsKey(o.Nombre))];

    private static HttpClient Cliente() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { Timeout = TimeSpan.FromSeconds(60) };

    private async Task ProbarAsync(HttpClient cliente, Solicitud solicitud)
    {
        try
        {
            using var message = solicitud.Mensaje(_programa.Direccion);
            using var response = await cliente.SendAsync(message);
            var body = await response.Content.ReadAsByteArrayAsync();
            var text = Encoding.UTF8.GetString(body);
            _recuento.Anotar(solicitud, (int)response.StatusCode);
            foreach (var fault in _revision.Revisar(solicitud, new(response.StatusCode, text, response), body))
            {
                _faults.Enqueue((solicitud.Intencion, fault, $"{fault}\n{solicitud.Describir()}→ {(int)response.StatusCode} {(text.Length > 2000 ? text[..2000] + "…" : text)}\n"));
            }
        }
        catch (HttpRequestException) when (solicitud.Cuerpo?.Bytes.Length > 64 * 1024 && solicitud.Objetivo.Contains("%00", StringComparison.Ordinal))
        {
            // The server itself refuses such a path and closes the connection, while the client may still be sending.
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException or IOException)
        {
            _faults.Enqueue((solicitud.Intencion, ex.Message, $"there was no answer: {ex.Message} {ex.InnerException?.Message}\n{solicitud.Describir()}"));
        }
    }

    private static async Task RevisarCorduraAsync(Api anonimo, Mundo mundo)
    {
        (await anonimo.GetAsync("/health")).Exito("get", "/health");
        using var admin = anonimo.Con(mundo.Sesiones[6].Acceso);
        (await admin.GetAsync("/clientes?per_page=5")).Exito("get", "/clientes");
        (await admin.GetAsync("/reporte/general")).Exito("get", "/reporte/general");
        using var entra = anonimo.Otro();
        Assert.Equal(HttpStatusCode.OK, (await entra.EntrarAsync(mundo.Entradas[0], Mundo.ContrasenaDeTodos)).Exito("post", "/auth/login").Estado);
        using var gestor = anonimo.Con(mundo.Sesiones[1].Acceso);
        (await gestor.GetAsync("/users")).Problema(HttpStatusCode.Forbidden);
    }
}
