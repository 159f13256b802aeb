using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Financieras;

/// <summary>The commands that make lenders and look after them.</summary>
[Trait("Kind", "Integration")]
public sealed class FinancieraCommandTests(TestServer server) : IAsyncLifetime
{
    private string _connection = "";

    public async ValueTask InitializeAsync() => _connection = await server.BaseInexistenteAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // In a database that does not exist, too.
    [Fact]
    public async Task Crear_StoppedHalfWay_IsDoneByTheSameCommand()
    {
        var weak = ProgramSettings.Of(_connection, ("PROSMEX_ADMIN_CONTRASENA", "corta"));
        var stopped = await CommandInProcess.RunAsync(weak, null, Crear("norte"));
        var listed = await RunAsync("financiera", "listar");

        var done = await RunAsync(Crear("norte"));

        Assert.Equal(1, stopped.Codigo);
        Assert.Contains("PROSMEX_ADMIN_CONTRASENA", stopped.Salida, StringComparison.Ordinal);
        Assert.Equal((0, ""), listed);
        Assert.Equal(0, done.Codigo);
        Assert.Contains("norte.example", (await RunAsync("financiera", "listar")).Salida, StringComparison.Ordinal);
        Assert.Equal(1L, await Base.ValorAsync<long>(_connection, "SELECT count(*) FROM norte.usuarios"));
    }

    [Fact]
    public async Task Crear_WithANameThatIsTakenOrWrong_SaysWhichAndMakesNothing()
    {
        await RunAsync(Crear("norte"));
        (string Expected, string[] Command)[] wrong =
        [
            ("«norte» ya existe", Crear("norte")),
            ("ya es de la financiera «norte»", ["financiera", "crear", "sur", "--host", "norte.example", "--nombre", "Sur"]),
            ("no sirve de esquema", Crear("public")),
            ("no es un nombre de host", ["financiera", "crear", "sur", "--host", "sur.example:80", "--nombre", "Sur"]),
            ("nombre de la financiera", ["financiera", "crear", "sur", "--host", "sur.example", "--nombre", ""]),
            ("Prosmex:Sesion:Horas", [.. Crear("sur"), "--ajuste", "Sesion:Horas=0"]),
            ("Jwt:Clave", [.. Crear("sur"), "--ajuste", "Jwt:Clave=secreta"]),
            ("NOMBRE=VALOR", [.. Crear("sur"), "--ajuste", "Sesion:Horas"]),
        ];

        foreach (var (expected, command) in wrong)
        {
            var (code, text) = await RunAsync(command);

            Assert.True(code != 0, string.Join(' ', command));
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Single((await RunAsync("financiera", "listar")).Salida.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0L, await Base.ValorAsync<long>(_connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'sur'"));
    }

    [Fact]
    public async Task Migrate_WhereOneFails_MigratesTheOthersAndLaterTheOne()
    {
        foreach (var schema in new[] { "este", "norte", "sur" })
        {
            await RunAsync(Crear(schema));
        }

        // As they were before the last migration, which cannot be done again in one of them.
        await Base.EjecutarAsync(_connection, "ALTER TABLE norte.\"__EFMigrationsHistory\" RENAME TO apartada");
        var shared = ProgramSettings.Of(_connection, SharedProgram.Shared);

        var first = await CommandInProcess.RunAsync(shared, null, "migrate");
        await Base.EjecutarAsync(_connection, "ALTER TABLE norte.apartada RENAME TO \"__EFMigrationsHistory\"");
        var second = await CommandInProcess.RunAsync(shared, null, "migrate");

        Assert.Equal(1, first.Codigo);
        Assert.Contains("este: al día", first.Salida, StringComparison.Ordinal);
        Assert.Contains("sur: al día", first.Salida, StringComparison.Ordinal);
        Assert.DoesNotContain("norte: al día", first.Salida, StringComparison.Ordinal);
        Assert.Equal(0, second.Codigo);
    }

    [Fact]
    public async Task Commands_ForALender_NeedItsNameAndWorkOnIt()
    {
        await RunAsync(Crear("norte"));
        await Personas.AgregarAsync(Of("norte"), "ada");
        var shared = ProgramSettings.Of(_connection, SharedProgram.Shared);

        var without = await CommandInProcess.RunAsync(shared, null, "admin", "--restablecer", "ada");
        var unknown = await CommandInProcess.RunAsync(shared, null, "admin", "--restablecer", "ada", "--financiera", "sur");
        var done = await CommandInProcess.RunAsync(shared, null, "admin", "--restablecer", "ada", "--financiera", "norte");

        Assert.Equal((1, 1, 0), (without.Codigo, unknown.Codigo, done.Codigo));
        Assert.Contains("--financiera ESQUEMA", without.Salida, StringComparison.Ordinal);
        Assert.Contains("No hay ninguna financiera «sur»", unknown.Salida, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Distribuir_OnASingleServer_SaysThatItIsOne()
    {
        await RunAsync(Crear("norte"));

        var (code, text) = await RunAsync("financiera", "distribuir", "norte");

        Assert.Equal(1, code);
        Assert.Contains("citus", text, StringComparison.Ordinal);
    }

    private static string[] Crear(string schema) => ["financiera", "crear", schema, "--host", $"{schema}.example", "--nombre", "Norte"];

    private string Of(string schema) => new Npgsql.NpgsqlConnectionStringBuilder(_connection) { SearchPath = schema }.ConnectionString;

    private Task<(int Codigo, string Salida)> RunAsync(params string[] command) => CommandInProcess.RunAsync(_connection, command);
}
