using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>Sends the requests of a seed to a new program, checks each response, and the data at the end.</summary>
internal sealed class Siege(TestServer server, int seed, Action<string> announce)
{
    private const int PerRound = 200;
    private const int InFlight = 6;
    private const int PerAnalyze = 5000;

    // Rounds in which operations without a success, by chance, get another try.
    private const int MaximumAttempts = 25;
    private const int MaximumFaults = 200;
    private const int FaultsToTell = 15;
    private const double MinimumSuccessRate = 0.25;
    private const double MinimumSuccessRatePerRol = 0.15;

    /// <summary>Operations that these requests cannot bring to a success, and why.</summary>
    private static readonly Dictionary<string, string> NoSuccessPossible = [];

    private readonly ConcurrentQueue<(Operation Operation, string Que, string Todo)> _faults = [];
    private readonly Recuento _recuento = new();
    private ProgramInProcess _program = null!;
    private AnswerReview _revision = null!;

    public async Task SustainAsync(int solicitudes)
    {
        var connection = await server.NewDatabaseAsync();
        await using var program = _program = await ProgramInProcess.StartAsync(connection, Clocks.Parse(World.Clock));
        _revision = new AnswerReview(connection);
        var clock = Stopwatch.StartNew();
        using var anonymous = program.Api();
        (await anonymous.GetAsync("/")).Message.Dispose();
        var dichoAlIniciar = program.Output.Length;
        var scenario = new HostileScenario(connection, anonymous);
        using var client = Client();
        var generator = new Generator(seed);
        for (var desde = 0; desde < solicitudes && _faults.Count < MaximumFaults; desde += PerRound)
        {
            // As autovacuum does on a server in use; the tests' servers run without it.
            if (desde % PerAnalyze == 0)
            {
                await TestDatabase.ExecuteAsync(connection, "ANALYZE");
            }

            var world = await scenario.PrepareAsync();
            await Parallel.ForEachAsync(
                Enumerable.Range(desde, Math.Min(PerRound, solicitudes - desde)),
                new ParallelOptions { MaxDegreeOfParallelism = InFlight },
                async (index, _) => await TryAsync(client, generator.Create(index, world)));
        }

        for (var index = solicitudes; index < solicitudes + (MaximumAttempts * PerRound) && WithoutSuccess().Count > 0 && _faults.IsEmpty; index += PerRound)
        {
            var world = await scenario.PrepareAsync();
            foreach (var operation in WithoutSuccess())
            {
                await TryAsync(client, generator.CreateLawful(index, operation, world));
            }
        }

        announce(_recuento.Table());
        announce($"In {clock.Elapsed.TotalSeconds:0} s.");
        Assert.True(_faults.IsEmpty, $"{_faults.Count} answers are wrong:\n{string.Join('\n', _faults.DistinctBy(f => (f.Operation, f.Que)).Take(FaultsToTell).Select(f => f.Todo))}");

        // Its output before it served is for the operator: the data folder.
        var output = program.Output[dichoAlIniciar..];
        Assert.True(!_revision.ConsoleLeaks(output).Any(), $"The program wrote {string.Join(", ", _revision.ConsoleLeaks(output))}:\n{output}");
        await CheckSanityAsync(anonymous, await scenario.PrepareAsync());
        var prestamos = await Cuadre.ExigirAsync(connection);
        announce($"{prestamos} loans agree with their rows.");
        Assert.True(_recuento.SuccessRate >= MinimumSuccessRate, $"Only {_recuento.SuccessRate:P1} of the requests were served.");
        Assert.All(Enumerable.Range(1, 6), rol => Assert.True(_recuento.SuccessRateOf(rol) >= MinimumSuccessRatePerRol, $"Role {rol} was hardly served."));
        Assert.Empty(WithoutSuccess().Select(o => o.Name));
    }

    private IReadOnlyList<Operation> WithoutSuccess() => [.. _recuento.WithoutSuccess().Where(o => !NoSuccessPossible.ContainsKey(o.Name))];

    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { Timeout = TimeSpan.FromSeconds(60) };

    private async Task TryAsync(HttpClient client, HostileRequest request)
    {
        try
        {
            using var message = request.Message(_program.Address);
            using var response = await client.SendAsync(message);
            var body = await response.Content.ReadAsByteArrayAsync();
            var text = Encoding.UTF8.GetString(body);
            _recuento.Anotar(request, (int)response.StatusCode);
            foreach (var fault in _revision.Revisar(request, new(response.StatusCode, text, response), body))
            {
                _faults.Enqueue((request.Intent, fault, $"{fault}\n{request.Describe()}→ {(int)response.StatusCode} {(text.Length > 2000 ? text[..2000] + "…" : text)}\n"));
            }
        }
        catch (HttpRequestException) when (request.Body?.Bytes.Length > 64 * 1024 && request.Target.Contains("%00", StringComparison.Ordinal))
        {
            // The server itself refuses such a path and closes the connection, while the client may still be sending.
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException or IOException)
        {
            _faults.Enqueue((request.Intent, ex.Message, $"there was no answer: {ex.Message} {ex.InnerException?.Message}\n{request.Describe()}"));
        }
    }

    private static async Task CheckSanityAsync(Api anonymous, World world)
    {
        (await anonymous.GetAsync("/health")).Success("get", "/health");
        using var admin = anonymous.With(world.Sesiones[6].AccessToken);
        (await admin.GetAsync("/clientes?per_page=5")).Success("get", "/clientes");
        (await admin.GetAsync("/reporte/general")).Success("get", "/reporte/general");
        using var entra = anonymous.Another();
        Assert.Equal(HttpStatusCode.OK, (await entra.SignInAsync(world.SignIns[0], World.EveryContrasena)).Success("post", "/auth/login").Status);
        using var gestor = anonymous.With(world.Sesiones[1].AccessToken);
        (await gestor.GetAsync("/users")).Problem(HttpStatusCode.Forbidden);
    }
}
