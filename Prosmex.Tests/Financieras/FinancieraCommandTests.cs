using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Financieras;

/// <summary>The commands that make lenders and look after them.</summary>
[Trait("Kind", "Integration")]
public sealed class FinancieraCommandTests(TestServer server) : IAsyncLifetime
{
    private const int Lenders = 4;

    private string _connection = "";

    public async ValueTask InitializeAsync() => _connection = await SharedProgram.DatabaseAsync(server, Lenders);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // In a database that does not exist, too.
    [Fact]
    public async Task Crear_StoppedHalfWay_IsDoneByTheSameCommand()
    {
        _connection = await server.MissingDatabaseAsync();
        var weak = ProgramSettings.Of(_connection, ("PROSMEX_ADMIN_CONTRASENA", "corta"));
        var stopped = await CommandInProcess.RunAsync(weak, null, Create("norte"));
        var listed = await RunAsync("financiera", "listar");

        var done = await RunAsync(Create("norte"));

        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("PROSMEX_ADMIN_CONTRASENA", stopped.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), listed);
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("norte.example", (await RunAsync("financiera", "listar")).Output, StringComparison.Ordinal);
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(_connection, "SELECT count(*) FROM norte.usuarios"));
    }

    [Fact]
    public async Task Crear_WithANameThatIsTakenOrWrong_SaysWhichAndMakesNothing()
    {
        var (taken, host) = (SharedProgram.Schema(1), SharedProgram.Host(1));
        (string Expected, string[] Command)[] wrong =
        [
            ($"«{taken}» ya existe", ["financiera", "crear", taken, "--host", "otra.example", "--nombre", "Otra"]),
            ($"ya es de la financiera «{taken}»", ["financiera", "crear", "sur", "--host", host, "--nombre", "Sur"]),
            ($"ya es de la financiera «{taken}»", ["financiera", "cambiar", SharedProgram.Schema(2), "--host", host]),
            ("no sirve de esquema", Create("public")),
            ("no es un nombre de host", ["financiera", "crear", "sur", "--host", "sur.example:80", "--nombre", "Sur"]),
            ("nombre de la financiera", ["financiera", "crear", "sur", "--host", "sur.example", "--nombre", ""]),
            ("Prosmex:Sesion:Horas", [.. Create("sur"), "--ajuste", "Sesion:Horas=0"]),
            ("Jwt:Clave", [.. Create("sur"), "--ajuste", "Jwt:Clave=secreta"]),
            ("NOMBRE=VALOR", [.. Create("sur"), "--ajuste", "Sesion:Horas"]),
        ];

        foreach (var (expected, command) in wrong)
        {
            var (code, text) = await RunAsync(command);

            Assert.True(code != 0, string.Join(' ', command));
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Equal(Lenders, (await RunAsync("financiera", "listar")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(_connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'sur'"));
    }

    [Fact]
    public async Task Migrate_WhereOneFails_MigratesTheOthersAndLaterTheOne()
    {
        // Without its history the first migration is tried again, which cannot be done.
        var failing = SharedProgram.Schema(2);
        await TestDatabase.ExecuteAsync(_connection, $"ALTER TABLE {failing}.\"__EFMigrationsHistory\" RENAME TO apartada");
        var shared = ProgramSettings.Of(_connection, SharedProgram.Shared);

        var first = await CommandInProcess.RunAsync(shared, null, "migrate");
        await TestDatabase.ExecuteAsync(_connection, $"ALTER TABLE {failing}.apartada RENAME TO \"__EFMigrationsHistory\"");
        var second = await CommandInProcess.RunAsync(shared, null, "migrate");

        Assert.Equal((1, 0), (first.ExitCode, second.ExitCode));
        foreach (var schema in Enumerable.Range(1, Lenders).Select(SharedProgram.Schema))
        {
            Assert.Equal(schema != failing, first.Output.Contains($"{schema}: al día", StringComparison.Ordinal));
            Assert.Contains($"{schema}: al día", second.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Commands_ForALender_NeedItsNameAndWorkOnIt()
    {
        var shared = ProgramSettings.Of(_connection, SharedProgram.Shared);

        var without = await CommandInProcess.RunAsync(shared, null, "admin", "--restablecer", "ada");
        var unknown = await CommandInProcess.RunAsync(shared, null, "admin", "--restablecer", "ada", "--financiera", "sur");
        var done = await CommandInProcess.RunAsync(shared, null, "admin", "--restablecer", "ada", "--financiera", SharedProgram.Schema(2));

        Assert.Equal((1, 1, 0), (without.ExitCode, unknown.ExitCode, done.ExitCode));
        Assert.Contains("--financiera ESQUEMA", without.Output, StringComparison.Ordinal);
        Assert.Contains("No hay ninguna financiera «sur»", unknown.Output, StringComparison.Ordinal);
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(
            _connection, $"SELECT count(*) FROM {SharedProgram.Schema(1)}.usuarios a JOIN {SharedProgram.Schema(2)}.usuarios b USING (usuario) WHERE usuario = 'ada' AND a.contrasena <> b.contrasena"));
    }

    // It would take over the schema public, which is no lender's.
    [Fact]
    public async Task Adopt_ForALender_IsRefused()
    {
        var (code, text) = await RunAsync("adopt", "--apply", "--financiera", SharedProgram.Schema(1));

        Assert.Equal(2, code);
        Assert.Contains("no va con --financiera", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Distribuir_OnASingleServer_SaysThatItIsOne()
    {
        var (code, text) = await RunAsync("financiera", "distribuir", SharedProgram.Schema(1));

        Assert.Equal(1, code);
        Assert.Contains("citus", text, StringComparison.Ordinal);
    }

    private static string[] Create(string schema) => ["financiera", "crear", schema, "--host", $"{schema}.example", "--nombre", "Norte"];

    private Task<(int ExitCode, string Output)> RunAsync(params string[] command) => CommandInProcess.RunAsync(_connection, command);
}
