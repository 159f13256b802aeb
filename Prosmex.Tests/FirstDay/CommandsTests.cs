using System.Net;
using Microsoft.Extensions.Configuration;
using Prosmex.Cli;
using Prosmex.Domain.Auth;
using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <summary>What the program does besides serving.</summary>
[Trait("Kind", "Integration")]
public sealed class CommandsTests(TestServer server)
{
    private static readonly string Functions = typeof(Startup).Assembly.Location;

    // Where it was built: beside the tests it lacks what they take from ASP.NET.
    private static readonly string Cli = Path.Combine(
        Repository.Root, "Prosmex.Cli", Path.GetRelativePath(Path.Combine(Repository.Root, "Prosmex.Tests"), AppContext.BaseDirectory), "Prosmex.Cli.dll");

    // Nothing can start with it.
    private static readonly Dictionary<string, string> Broken = new() { ["Prosmex__Reloj"] = "x", ["Prosmex__Local__PostgresBin"] = "/no/existe" };

    [Fact]
    public async Task Migrate_MissingDatabase_CreatesItAndEnds()
    {
        var connection = await server.MissingDatabaseAsync();
        var (exitCode, output) = await CommandInProcess.RunAsync(connection, "migrate");
        Assert.True(exitCode == 0, output);
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM usuarios WHERE usuario = 'admin' AND rol_id = 6"));

        // A second run finds nothing to do and makes no second administrator.
        Assert.Equal(0, (await CommandInProcess.RunAsync(ProgramSettings.Of(connection, ("PROSMEX_ADMIN_USUARIO", "otro")), null, "migrate")).ExitCode);
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM usuarios"));
    }

    [Fact]
    public async Task AdminRestablecer_OfAUser_GivesANewPasswordAndEndsTheSessions()
    {
        var connection = await server.NewDatabaseAsync();
        await using var program = await ProgramInProcess.StartAsync(connection);
        using var api = program.Api();
        await api.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);
        var (exitCode, standardOutput, output) = await RunningProgram.ExecuteAsync(RunningProgram.LocalHost, connection, null, "admin", "--restablecer", "ADMIN");
        Assert.Equal(0, exitCode);
        var nueva = Assert.Single(standardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Contraseña nueva de ADMIN", output, StringComparison.Ordinal);
        Assert.DoesNotContain("(null)", output, StringComparison.Ordinal);
        (await api.GetAsync("/users")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword)).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");
        (await api.SignInAsync(RunningProgram.Admin, nueva)).Success("post", "/auth/login");
    }

    [Theory]
    [InlineData("migrate", "--help")]
    [InlineData("adopt", "--zona-origen")]
    [InlineData("admin", "--restablecer")]
    [InlineData("demo", "_demo")]
    public async Task Help_OfACommand_NeedsNoSettings(string command, string says)
    {
        await using var ofCli = new StringWriter();
        await using var ofLocalHost = new StringWriter();

        var cli = await CommandLine.RunAsync([command, "--help"], NoSettings, new CommandConsole(ofCli, TextWriter.Null));
        var options = LocalOptions.Parse([command, "--help"]) with { Settings = Broken.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => (string?)s.Value) };
        var localHost = await LocalCommand.RunAsync(options, settings => CommandLine.RunAsync(options.Command, settings, new CommandConsole(ofLocalHost, TextWriter.Null)));

        Assert.Equal((0, 0), (cli, localHost));
        Assert.All([$"{ofCli}", $"{ofLocalHost}"], output => Assert.All(["Uso:", says], word => Assert.Contains(word, output, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Help_OfLocalHost_NamesItsOptionsAndTheCommands()
    {
        var (code, output, _) = await RunningProgram.ExecuteAsync(RunningProgram.LocalHost, "", Broken, "--help");

        Assert.Equal(0, code);
        Assert.All(["--port", "--reloj", "--demo", "migrate", "adopt", "admin"], word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cli_OnADatabaseWithoutUsers_MakesTheAdministratorAndResetsTheirPassword()
    {
        var connection = await server.NewDatabaseAsync();

        var migrated = await RunningProgram.ExecuteAsync(Cli, connection, null, "migrate");
        var reset = await CommandInProcess.RunAsync(connection, "admin", "--restablecer", RunningProgram.Admin);

        Assert.Equal((0, "La base de datos está al día.\n"), (migrated.ExitCode, migrated.StandardOutput));
        Assert.DoesNotContain(RunningProgram.AdminPassword, migrated.Output, StringComparison.Ordinal);
        Assert.Equal(PasswordMatch.Yes, new PasswordHasher().Compare(reset.Output.Split('\n')[^2], await TestDatabase.ValueAsync<string>(connection, "SELECT contrasena FROM usuarios")));
    }

    [Theory]
    [InlineData(1, "_demo", "demo")]
    [InlineData(1, "No existe ese usuario", "admin", "--restablecer", "nadie")]
    [InlineData(1, "restablecer", "admin")]
    [InlineData(1, "Uso:", "migrar")]
    public async Task Command_ThatCannotBeDone_IsSaidWithoutATrace(int expected, string says, params string[] arguments)
    {
        var (code, output) = await CommandInProcess.RunAsync(await server.NewDatabaseAsync(), arguments);

        Assert.Equal(expected, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cli_WithWrongArguments_EndsWithItsCodeAndNoTrace()
    {
        var (code, _, output) = await RunningProgram.ExecuteAsync(Cli, await server.NewDatabaseAsync(), null, "adopt", "--apply", "--undo");

        Assert.Equal(2, code);
        Assert.Contains("se excluyen", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_DatabaseThatIsMissing_IsSaidWithoutATrace()
    {
        var (code, output) = await CommandInProcess.RunAsync(await server.MissingDatabaseAsync(), "admin", "--restablecer", "nadie");

        Assert.Equal(1, code);
        Assert.Contains("rechazó", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    // The first administrator is the last that a migration makes. Without a Functions host the worker cannot continue from here.
    [Fact]
    public async Task Functions_SetToMigrate_MigrateBeforeTheWorkerStarts()
    {
        var connection = await server.NewDatabaseAsync();

        await RunningProgram.ExecuteAsync(Functions, connection, new Dictionary<string, string> { ["Prosmex__MigrarAlIniciar"] = "true" });

        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM usuarios"));
    }

    [Fact]
    public async Task Functions_WithASettingThatIsRefused_EndWithOneLine()
    {
        var (code, _, output) = await RunningProgram.ExecuteAsync(
            Functions, "Host=127.0.0.1;Port=1;Database=x_demo;Username=x", new Dictionary<string, string> { ["Prosmex__Demo"] = "true" });

        Assert.Equal(1, code);
        Assert.Contains("LocalHost", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_FiredByHand_DeletesSessionsThatEndedLongAgo()
    {
        var connection = await server.NewDatabaseAsync();
        await using var program = await ProgramInProcess.StartAsync(connection);
        using var api = program.Api();
        await api.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash)
            SELECT gen_random_uuid(), 1, now() - interval '40 days', now() - n * interval '1 day', int4send(n) FROM generate_series(29, 31) n
            """);
        Assert.Equal(HttpStatusCode.Accepted, (await api.Another().FireTimerAsync("SesionesLimpiar")).Status);
        Assert.Equal(2L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM sesiones WHERE usuario_id = 1 AND expira_en > now() - interval '30 days'"));
        Assert.Equal(2L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM sesiones"));
    }

    [Fact]
    public async Task Log_WhereThereIsNoValue_SaysSoInWords()
    {
        var connection = await server.NewDatabaseAsync();
        await TestDatabase.ExecuteAsync(connection, "INSERT INTO semana_cierre VALUES ('2026-10-12', 0, 0, 0, now(), now(), true), ('2026-10-26', 0, 0, 0, now(), now(), true)");
        await using var program = await ProgramInProcess.StartAsync(connection);
        using var api = program.Api();

        await api.SignInAsync("quien", "no-es-esta");
        await api.FireTimerAsync("VerificacionCuadre");
        await program.StopAsync();

        Assert.Contains("usuario desconocido", program.Output, StringComparison.Ordinal);
        Assert.Contains("No cuadra: préstamo -, semana 2026-10-19: guardado -, calculado cerrada", program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(null)", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_WhileServing_EndsCleanly()
    {
        await using var program = await RunningProgram.StartAsync(await server.NewDatabaseAsync());
        Assert.Equal(0, await program.StopAsync());
        Assert.DoesNotContain("xception", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prosmex:Jwt:Clave", "corta", "Prosmex:Jwt:Clave")]
    [InlineData("Prosmex:Recibos:Clave", "corta", "Prosmex:Recibos:Clave")]
    [InlineData("Prosmex:MigrarAlIniciar", "true", "no responde")]
    [InlineData("Prosmex:Demo", "true", "LocalHost")]
    public async Task Startup_ThatCannotServe_EndsWithOneLine(string setting, string value, string says)
    {
        var (code, output) = await ProgramInProcess.ExecuteAsync("Host=127.0.0.1;Port=1;Database=x_demo;Username=x", (setting, value));

        Assert.Equal(1, code);
        Assert.Contains(says, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalHost_ThatCannotServe_EndsWithOneLine()
    {
        var (code, output) = await RunningProgram.ExecuteAsync(await server.MissingDatabaseAsync(), new Dictionary<string, string> { ["Prosmex__Jwt__Clave"] = "corta" });

        Assert.Equal(1, code);
        Assert.Contains("Prosmex:Jwt:Clave", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static IConfiguration NoSettings() => throw new InvalidOperationException("The settings are read.");
}
