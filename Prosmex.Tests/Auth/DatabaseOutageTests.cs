using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Alone: other tests at the same time would take the seconds that it promises, and so its program may run in this process.</summary>
[CollectionDefinition(nameof(DatabaseOutageTests), DisableParallelization = true)]
public sealed class DatabaseOutageCollection;

/// <summary>PostgreSQL stopped, frozen or locked under load: nothing but 503 while it lasts, and no restart afterwards.</summary>
[Trait("Kind", "Integration")]
[Collection(nameof(DatabaseOutageTests))]
public sealed class DatabaseOutageTests(TestServer servidor) : IAsyncDisposable
{
    // The promise. On a busy machine a few answers may come later; half of them do not, unless the promise is broken.
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Of each client while the database is away.</summary>
    private const int Refusals = 10;

    private static readonly (string, string) TiempoReal = ("Prosmex:MilisegundosPorSolicitud", "2200");

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-caida-{Guid.NewGuid():N}")).FullName;
    private readonly List<PrivatePostgres> _servidores = [];

    private PrivatePostgresOptions Privado => new()
    {
        Folder = _folder,
        Report = _ => { },
        ServerSettings = new Dictionary<string, string> { ["fsync"] = "off", ["synchronous_commit"] = "off" },
    };

    [Fact]
    public async Task Database_StoppedUnderLoad_AnswersOnly503AndRecovers()
    {
        var postgres = await ArrancarAsync();
        await using var programa = await ProgramInProcess.IniciarAsync(postgres.ConnectionString, null, TiempoReal);
        var solicitudes = await PrepararAsync(programa, postgres.ConnectionString);
        await HastaQueAsync(solicitudes);
        using var fin = new CancellationTokenSource();
        var martillos = solicitudes.SelectMany(s => new[] { s, s }).Select(s => (Solicitud: s, Respuestas: new ConcurrentQueue<(ApiResponse Respuesta, TimeSpan Tardo)>())).ToList();
        var golpes = Task.WhenAll(martillos.Select(m => MartillarAsync(m.Solicitud, m.Respuestas, fin.Token)));
        await HastaQueAsync(martillos, m => Exito(m.Respuestas));
        await postgres.DisposeAsync();
        await HastaQueAsync(martillos, m => m.Respuestas.Count(r => r.Respuesta.Estado == HttpStatusCode.ServiceUnavailable) >= Refusals && !Exito(m.Respuestas));
        await ArrancarAsync();
        await HastaQueAsync(martillos, m => Exito(m.Respuestas));
        await fin.CancelAsync();
        await golpes;
        var todas = martillos.SelectMany(m => m.Respuestas).ToList();
        AssertPrompt(todas.Where(r => !r.Respuesta.Mensaje.IsSuccessStatusCode).Select(r => r.Tardo), "refusals");
        AssertPrompt(todas.Where(r => r.Respuesta.Mensaje.IsSuccessStatusCode).Select(r => r.Tardo), "other answers");
        foreach (var (response, _) in todas)
        {
            Assert.True(response.Mensaje.IsSuccessStatusCode || response.Estado == HttpStatusCode.ServiceUnavailable, $"{response.Estado} {response.Texto}");
            if (!response.Mensaje.IsSuccessStatusCode)
            {
                Ausente(response);
            }
        }

        // Each client saw the database fail and recover.
        foreach (var martillo in martillos)
        {
            var estados = string.Join(' ', martillo.Respuestas.Select(r => (int)r.Respuesta.Estado));
            Assert.Matches("20[01] (503 )+(.* )?20[01]", estados);
        }

        Assert.DoesNotContain("SELECT", programa.Salida, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_Frozen_Answers503PromptlyAndRecovers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals and /proc.");
        var postgres = await ArrancarAsync();
        await using var programa = await ProgramInProcess.IniciarAsync(postgres.ConnectionString, null, TiempoReal);
        var solicitudes = await PrepararAsync(programa, postgres.ConnectionString);
        var carga = Enumerable.Range(0, 8).SelectMany(_ => solicitudes).ToList();
        await HastaQueAsync(solicitudes);
        await Task.WhenAll(carga.Select(s => s()));
        var procesos = ServerProcesses.Of(postgres.DataDirectory);
        try
        {
            await ServerProcesses.SignalAsync("-STOP", procesos);

            // First on connections that hang, then on ones that cannot be made.
            for (var oleada = 0; oleada < 2; oleada++)
            {
                var salud = programa.Api().GetAsync("/health");
                var respuestas = await Task.WhenAll(carga.Select((s, n) => MedirAsync(NombreDe(n), s)));
                Assert.All(respuestas.GroupBy(r => r.Que, r => r.Tardo), alike => AssertPrompt(alike, $"{alike.Key} in wave {oleada}"));
                Assert.All(respuestas, r => Ausente(r.Respuesta!));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, (await salud).Estado);
            }
        }
        finally
        {
            await ServerProcesses.SignalAsync("-CONT", procesos);
        }

        await HastaQueAsync(solicitudes);
        Assert.Contains(await Task.WhenAll(carga.Select(s => s())), r => r.Mensaje.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Table_LockedByAnother_Answers503AndHoldsUpNothingElse()
    {
        var connection = await servidor.NuevaBaseAsync();
        await Personas.AgregarAsync(connection, "ana");
        await using var programa = await ProgramInProcess.IniciarAsync(connection, null, TiempoReal);
        using var api = await programa.Api().EntradaAsync("ana");
        await using var ajena = new NpgsqlConnection(connection);
        await ajena.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await ajena.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var orden = new NpgsqlCommand("LOCK TABLE prestamos", ajena, transaction))
        {
            await orden.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var clock = Stopwatch.StartNew();
        var esperan = Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => (Respuesta: await api.GetAsync("/prestamos"), Tardo: clock.Elapsed)));
        await RevocationOffice.UntilAsync(() => Base.ValorAsync<bool>(connection, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"), "requests wait for the table");
        var rondas = 0;
        do
        {
            var libres = await Task.WhenAll(api.GetAsync("/roles/all"), api.GetAsync("/health"));
            Assert.All(libres, r => Assert.True(r.Estado == HttpStatusCode.OK, $"{r.Estado} {r.Texto}"));
            rondas += esperan.IsCompleted ? 0 : 1;
        }
        while (!esperan.IsCompleted);
        Assert.True(rondas > 0, "Nothing was answered while 40 requests waited for the table.");
        Assert.All(await esperan, r => Ausente(r.Respuesta));
        AssertPrompt((await esperan).Select(r => r.Tardo), "refusals");

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await HastaQueAsync([() => api.GetAsync("/prestamos")]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var postgres in _servidores)
        {
            await postgres.DisposeAsync();
        }

        if (_servidores.Count > 0 && Directory.Exists(_servidores[0].DataDirectory))
        {
            // Elsewhere, where the server's user could not enter the folder.
            Directory.Delete(_servidores[0].DataDirectory, recursive: true);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void Ausente(ApiResponse response)
    {
        response.Problema(HttpStatusCode.ServiceUnavailable);
        Assert.StartsWith("servicio.", response.Codigo, StringComparison.Ordinal);
        Assert.InRange(response.Espera(), 1, 60);
    }

    private static void AssertPrompt(IEnumerable<TimeSpan> times, string what)
    {
        var sorted = times.Order().ToList();
        var told = $"{what} took {string.Join(", ", sorted.Select(t => $"{t.TotalSeconds:F1}"))} s";

        Assert.NotEmpty(sorted);
        Assert.True(sorted[sorted.Count / 2] < Promise, $"Half of the answers must come within {Promise}: {told}");
        Assert.True(sorted[^1] < Patience, $"Every answer must come within {Patience}: {told}");
    }

    private static Task Pausa(int milliseconds) => Task.Delay(milliseconds, TestContext.Current.CancellationToken);

    /// <summary>A read, a payment and a sign-in, which succeed while the database is available.</summary>
    private static async Task<IReadOnlyList<Func<Task<ApiResponse>>>> PrepararAsync(ProgramInProcess programa, string connection)
    {
        await Personas.AgregarAsync(connection, "entra", rol: 1);
        var admin = await programa.Api().EntradaAsync(RunningProgram.Admin, RunningProgram.ContrasenaDelAdmin);
        async Task<int> Cliente() => (int)(await admin.PostAsync("/clientes", JsonNode.Parse("""
            {"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}
            """))).Data["cliente"]!;
        var (cliente, aval) = (await Cliente(), await Cliente());
        var prestamo = (int)(await admin.PostAsync(
            "/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
        return
        [
            () => admin.GetAsync("/clientes"),
            () => Despacho.EnviarAsync(admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":0}]""", $"{Guid.NewGuid()}"),
            () => admin.Otro().EntrarAsync("entra", Personas.Contrasena),
        ];
    }

    private static async Task MartillarAsync(
        Func<Task<ApiResponse>> solicitud, ConcurrentQueue<(ApiResponse Respuesta, TimeSpan Tardo)> respuestas, CancellationToken fin)
    {
        while (!fin.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            respuestas.Enqueue((await solicitud(), clock.Elapsed));
            await Pausa(20);
        }
    }

    /// <summary>Of the last answer.</summary>
    private static bool Exito(ConcurrentQueue<(ApiResponse Respuesta, TimeSpan Tardo)> respuestas) =>
        respuestas.LastOrDefault().Respuesta?.Mensaje.IsSuccessStatusCode == true;

    private static async Task HastaQueAsync<T>(IReadOnlyList<T> todos, Func<T, bool> condicion)
    {
        var clock = Stopwatch.StartNew();
        while (!todos.All(condicion))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Only {todos.Count(condicion)} of {todos.Count} came so far.");
            await Pausa(50);
        }
    }

    private static string NombreDe(int n) => ((string[])["read", "payment", "sign-in"])[n % 3];

    /// <summary>How long an answer takes; null where there was none in a minute.</summary>
    private static async Task<(string Que, ApiResponse? Respuesta, TimeSpan Tardo)> MedirAsync(string que, Func<Task<ApiResponse>> solicitud)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            return (que, await solicitud(), clock.Elapsed);
        }
        catch (TaskCanceledException)
        {
            return (que, null, clock.Elapsed);
        }
    }

    /// <summary>Polls until everything works again.</summary>
    private static async Task HastaQueAsync(IReadOnlyList<Func<Task<ApiResponse>>> solicitudes)
    {
        var clock = Stopwatch.StartNew();
        foreach (var solicitud in solicitudes)
        {
            while (await solicitud() is var response && !response.Mensaje.IsSuccessStatusCode)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"The program did not recover: {response.Estado} {response.Texto}");
                await Pausa(200);
            }
        }
    }

    private async Task<PrivatePostgres> ArrancarAsync()
    {
        var postgres = await PrivatePostgres.StartAsync(Privado, CancellationToken.None);
        _servidores.Add(postgres);
        return postgres;
    }
}
