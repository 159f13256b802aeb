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
public sealed class DatabaseOutageTests(TestServer server) : IAsyncDisposable
{
    // The promise. On a busy machine a few answers may come later; half of them do not, unless the promise is broken.
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Of each client while the database is away.</summary>
    private const int Refusals = 10;

    private static readonly (string, string) RealTime = ("Prosmex:MilisegundosPorSolicitud", "2200");

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-caida-{Guid.NewGuid():N}")).FullName;
    private readonly List<PrivatePostgres> _servers = [];

    private PrivatePostgresOptions Private => new()
    {
        Folder = _folder,
        Report = _ => { },
        ServerSettings = new Dictionary<string, string> { ["fsync"] = "off", ["synchronous_commit"] = "off" },
    };

    [Fact]
    public async Task Database_StoppedUnderLoad_AnswersOnly503AndRecovers()
    {
        var postgres = await LaunchAsync();
        await using var program = await ProgramInProcess.StartAsync(postgres.ConnectionString, null, RealTime);
        var solicitudes = await PrepareAsync(program, postgres.ConnectionString);
        await UntilAsync(solicitudes);
        using var stopping = new CancellationTokenSource();
        var hammers = solicitudes.SelectMany(s => new[] { s, s }).Select(s => (Solicitud: s, Answers: new ConcurrentQueue<(ApiResponse Answer, TimeSpan Elapsed)>())).ToList();
        var blows = Task.WhenAll(hammers.Select(m => HammerAsync(m.Solicitud, m.Answers, stopping.Token)));
        await UntilAsync(hammers, m => IsSuccess(m.Answers));
        await postgres.DisposeAsync();
        await UntilAsync(hammers, m => m.Answers.Count(r => r.Answer.Status == HttpStatusCode.ServiceUnavailable) >= Refusals && !IsSuccess(m.Answers));
        await LaunchAsync();
        await UntilAsync(hammers, m => IsSuccess(m.Answers));
        await stopping.CancelAsync();
        await blows;
        var todas = hammers.SelectMany(m => m.Answers).ToList();
        AssertPrompt(todas.Where(r => !r.Answer.Message.IsSuccessStatusCode).Select(r => r.Elapsed), "refusals");
        AssertPrompt(todas.Where(r => r.Answer.Message.IsSuccessStatusCode).Select(r => r.Elapsed), "other answers");
        foreach (var (response, _) in todas)
        {
            Assert.True(response.Message.IsSuccessStatusCode || response.Status == HttpStatusCode.ServiceUnavailable, $"{response.Status} {response.Text}");
            if (!response.Message.IsSuccessStatusCode)
            {
                AssertAbsent(response);
            }
        }

        // Each client saw the database fail and recover.
        foreach (var hammer in hammers)
        {
            var estados = string.Join(' ', hammer.Answers.Select(r => (int)r.Answer.Status));
            Assert.Matches("20[01] (503 )+(.* )?20[01]", estados);
        }

        Assert.DoesNotContain("SELECT", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_Frozen_Answers503PromptlyAndRecovers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals and /proc.");
        var postgres = await LaunchAsync();
        await using var program = await ProgramInProcess.StartAsync(postgres.ConnectionString, null, RealTime);
        var solicitudes = await PrepareAsync(program, postgres.ConnectionString);
        var load = Enumerable.Range(0, 8).SelectMany(_ => solicitudes).ToList();
        await UntilAsync(solicitudes);
        await Task.WhenAll(load.Select(s => s()));
        var processes = ServerProcesses.Of(postgres.DataDirectory);
        try
        {
            await ServerProcesses.SignalAsync("-STOP", processes);

            // First on connections that hang, then on ones that cannot be made.
            for (var wave = 0; wave < 2; wave++)
            {
                var salud = program.Api().GetAsync("/health");
                var answers = await Task.WhenAll(load.Select((s, n) => MeasureAsync(NameOf(n), s)));
                Assert.All(answers.GroupBy(r => r.Que, r => r.Elapsed), alike => AssertPrompt(alike, $"{alike.Key} in wave {wave}"));
                Assert.All(answers, r => AssertAbsent(r.Answer!));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, (await salud).Status);
            }
        }
        finally
        {
            await ServerProcesses.SignalAsync("-CONT", processes);
        }

        await UntilAsync(solicitudes);
        Assert.Contains(await Task.WhenAll(load.Select(s => s())), r => r.Message.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Table_LockedByAnother_Answers503AndHoldsUpNothingElse()
    {
        var connection = await server.NewDatabaseAsync();
        await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramInProcess.StartAsync(connection, null, RealTime);
        using var api = await program.Api().SignedInAsync("ana");
        await using var foreign = new NpgsqlConnection(connection);
        await foreign.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await foreign.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("LOCK TABLE prestamos", foreign, transaction))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var clock = Stopwatch.StartNew();
        var esperan = Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => (Answer: await api.GetAsync("/prestamos"), Elapsed: clock.Elapsed)));
        await RevocationOffice.UntilAsync(() => TestDatabase.ValueAsync<bool>(connection, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"), "requests wait for the table");
        var rounds = 0;
        do
        {
            var libres = await Task.WhenAll(api.GetAsync("/roles/all"), api.GetAsync("/health"));
            Assert.All(libres, r => Assert.True(r.Status == HttpStatusCode.OK, $"{r.Status} {r.Text}"));
            rounds += esperan.IsCompleted ? 0 : 1;
        }
        while (!esperan.IsCompleted);
        Assert.True(rounds > 0, "Nothing was answered while 40 requests waited for the table.");
        Assert.All(await esperan, r => AssertAbsent(r.Answer));
        AssertPrompt((await esperan).Select(r => r.Elapsed), "refusals");

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await UntilAsync([() => api.GetAsync("/prestamos")]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var postgres in _servers)
        {
            await postgres.DisposeAsync();
        }

        if (_servers.Count > 0 && Directory.Exists(_servers[0].DataDirectory))
        {
            // Elsewhere, where the server's user could not enter the folder.
            Directory.Delete(_servers[0].DataDirectory, recursive: true);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void AssertAbsent(ApiResponse response)
    {
        response.Problem(HttpStatusCode.ServiceUnavailable);
        Assert.StartsWith("servicio.", response.Codigo, StringComparison.Ordinal);
        Assert.InRange(response.RetryAfter(), 1, 60);
    }

    private static void AssertPrompt(IEnumerable<TimeSpan> times, string what)
    {
        var sorted = times.Order().ToList();
        var told = $"{what} took {string.Join(", ", sorted.Select(t => $"{t.TotalSeconds:F1}"))} s";

        Assert.NotEmpty(sorted);
        Assert.True(sorted[sorted.Count / 2] < Promise, $"Half of the answers must come within {Promise}: {told}");
        Assert.True(sorted[^1] < Patience, $"Every answer must come within {Patience}: {told}");
    }

    private static Task Pause(int milliseconds) => Task.Delay(milliseconds, TestContext.Current.CancellationToken);

    /// <summary>A read, a payment and a sign-in, which succeed while the database is available.</summary>
    private static async Task<IReadOnlyList<Func<Task<ApiResponse>>>> PrepareAsync(ProgramInProcess program, string connection)
    {
        await Personas.AgregarAsync(connection, "entra", rol: 1);
        var admin = await program.Api().SignedInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);
        async Task<int> Cliente() => (int)(await admin.PostAsync("/clientes", JsonNode.Parse("""
            {"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}
            """))).Data["cliente"]!;
        var (cliente, aval) = (await Cliente(), await Cliente());
        var prestamo = (int)(await admin.PostAsync(
            "/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
        return
        [
            () => admin.GetAsync("/clientes"),
            () => Despacho.SendAsync(admin, "post", "/pagos", $$"""[{"prestamo_id":{{prestamo}},"monto_pagado":0}]""", $"{Guid.NewGuid()}"),
            () => admin.Another().SignInAsync("entra", Personas.Contrasena),
        ];
    }

    private static async Task HammerAsync(
        Func<Task<ApiResponse>> solicitud, ConcurrentQueue<(ApiResponse Answer, TimeSpan Elapsed)> answers, CancellationToken fin)
    {
        while (!fin.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            answers.Enqueue((await solicitud(), clock.Elapsed));
            await Pause(20);
        }
    }

    /// <summary>Of the last answer.</summary>
    private static bool IsSuccess(ConcurrentQueue<(ApiResponse Answer, TimeSpan Elapsed)> answers) =>
        answers.LastOrDefault().Answer?.Message.IsSuccessStatusCode == true;

    private static async Task UntilAsync<T>(IReadOnlyList<T> all, Func<T, bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!all.All(condition))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Only {all.Count(condition)} of {all.Count} came so far.");
            await Pause(50);
        }
    }

    private static string NameOf(int n) => ((string[])["read", "payment", "sign-in"])[n % 3];

    /// <summary>How long an answer takes; null where there was none in a minute.</summary>
    private static async Task<(string Que, ApiResponse? Answer, TimeSpan Elapsed)> MeasureAsync(string que, Func<Task<ApiResponse>> solicitud)
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
    private static async Task UntilAsync(IReadOnlyList<Func<Task<ApiResponse>>> solicitudes)
    {
        var clock = Stopwatch.StartNew();
        foreach (var solicitud in solicitudes)
        {
            while (await solicitud() is var response && !response.Message.IsSuccessStatusCode)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"The program did not recover: {response.Status} {response.Text}");
                await Pause(200);
            }
        }
    }

    private async Task<PrivatePostgres> LaunchAsync()
    {
        var postgres = await PrivatePostgres.StartAsync(Private, CancellationToken.None);
        _servers.Add(postgres);
        return postgres;
    }
}
