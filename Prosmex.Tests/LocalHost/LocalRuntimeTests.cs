using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.LocalHost;

[Trait("Kind", "Unit")]
public sealed class LocalRuntimeTests : IAsyncDisposable
{
    private readonly LocalHostFixture _local = new();

    public ValueTask DisposeAsync() => _local.DisposeAsync();

    [Fact]
    public void Configuration_LocalSettings_GiveWayToTheEnvironment()
    {
        var variable = $"Prosmex__Prueba{Guid.NewGuid():N}";
        var key = variable.Replace("__", ":", StringComparison.Ordinal);
        _local.Write("local.settings.json", $$"""
            { "Values": { "{{variable}}": "archivo", "Prosmex:Uno": "1", "Prosmex__Dos": "2", "Prosmex:MigrarAlIniciar": "false" }, "ConnectionStrings": { "Otra": "x" } }
            """);

        Assert.Equal("archivo", _local.CreateBuilder().Configuration[key]);
        Environment.SetEnvironmentVariable(variable, "entorno");
        try
        {
            var configuration = _local.CreateBuilder().Configuration;
            Assert.Equal("entorno", configuration[key]);
            Assert.Equal("1", configuration["Prosmex:Uno"]);
            Assert.Equal("2", configuration["Prosmex:Dos"]);
            Assert.Equal("x", configuration["ConnectionStrings:Otra"]);
            Assert.Equal("false", configuration["Prosmex:MigrarAlIniciar"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Configuration_Defaults_AreMadeOnceAndPrivate()
    {
        _local.Settings["PROSMEX_ADMIN_USUARIO"] = "";
        _local.Settings["PROSMEX_ADMIN_CONTRASENA"] = "";
        _local.Settings["Prosmex:Jwt:Clave"] = "";
        _local.Settings["Prosmex:Recibos:Clave"] = "";
        var first = _local.CreateBuilder().Configuration;
        var second = _local.CreateBuilder().Configuration;

        Assert.Equal("true", first["Prosmex:MigrarAlIniciar"]);
        Assert.Equal(48, Convert.FromBase64String(first["Prosmex:Jwt:Clave"]!).Length);
        Assert.Equal("admin", first["PROSMEX_ADMIN_USUARIO"]);
        Assert.Equal(20, first["PROSMEX_ADMIN_CONTRASENA"]!.Length);
        Assert.Equal(48, Convert.FromBase64String(first["Prosmex:Recibos:Clave"]!).Length);
        Assert.NotEqual(first["Prosmex:Jwt:Clave"], first["Prosmex:Recibos:Clave"]);
        Assert.Equal(first["Prosmex:Jwt:Clave"], second["Prosmex:Jwt:Clave"]);
        Assert.Equal(first["Prosmex:Recibos:Clave"], second["Prosmex:Recibos:Clave"]);
        Assert.Equal(first["PROSMEX_ADMIN_CONTRASENA"], second["PROSMEX_ADMIN_CONTRASENA"]);
        var files = Directory.GetFiles(Path.Combine(_local.Root, ".prosmex"));
        Assert.Equal(["clave-jwt.txt", "clave-recibos.txt", "primer-acceso.txt"], files.Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public void Configuration_GivenAdministrator_IsNotReplaced()
    {
        _local.Settings["PROSMEX_ADMIN_USUARIO"] = "ana";
        _local.Settings["Prosmex:Local:Carpeta"] = "otra";
        var configuration = _local.CreateBuilder().Configuration;

        Assert.Equal("ana", configuration["PROSMEX_ADMIN_USUARIO"]);
        Assert.False(File.Exists(Path.Combine(_local.Root, "otra", "primer-acceso.txt")));
        Assert.True(File.Exists(Path.Combine(_local.Root, "otra", "clave-jwt.txt")));
        Assert.True(File.Exists(Path.Combine(_local.Root, "otra", "clave-recibos.txt")));
    }

    // A folder from before there were receipts.
    [Fact]
    public void Configuration_FolderWithTheSigningKeyOnly_GetsTheOtherAndKeepsIt()
    {
        Directory.CreateDirectory(Path.Combine(_local.Root, ".prosmex"));
        _local.Write(Path.Combine(".prosmex", "clave-jwt.txt"), "una-clave-de-antes");

        var configuration = _local.CreateBuilder().Configuration;

        Assert.Equal("una-clave-de-antes", configuration["Prosmex:Jwt:Clave"]);
        Assert.Equal(48, Convert.FromBase64String(configuration["Prosmex:Recibos:Clave"]!).Length);
    }

    [Fact]
    public void Configuration_GivenKeys_AreNotReplaced()
    {
        _local.Settings["Prosmex:Jwt:Clave"] = "una";
        _local.Settings["Prosmex:Recibos:Clave"] = "otra";

        var configuration = _local.CreateBuilder().Configuration;

        Assert.Equal(("una", "otra"), (configuration["Prosmex:Jwt:Clave"], configuration["Prosmex:Recibos:Clave"]));
        Assert.Empty(Directory.EnumerateFiles(_local.Root, "clave-*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("ConnectionStrings:Prosmex")]
    [InlineData("ConnectionStrings:ProsmexDuenio")]
    public void Demo_GivenDatabase_IsRefusedWithOneLine(string setting)
    {
        _local.Settings["ConnectionStrings:Prosmex"] = "";
        _local.Settings[setting] = "Host=db.example;Database=prueba;Username=u;Password=secreta";
        _local.Demo = true;

        var error = Assert.Throws<LocalHostException>(() => _local.CreateBuilder());
        Assert.Contains("--demo", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("secreta", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Banner_AtStart_TellsAddressDataAndSignInWithoutTheServersPassword()
    {
        _local.Settings["PROSMEX_ADMIN_USUARIO"] = null;
        _local.Settings["PROSMEX_ADMIN_CONTRASENA"] = null;
        var builder = _local.CreateBuilder();
        builder.Configuration["Local:PrimerAdminCreado"] = "admin";
        await _local.StartAsync(builder);
        var text = _local.Output.ToString();
        var password = (await File.ReadAllLinesAsync(Path.Combine(_local.Root, ".prosmex", "primer-acceso.txt"), TestContext.Current.CancellationToken))[1].Split(' ')[1];

        Assert.Single(text.Split('\n'), line => line.Trim() == $"Prosmex escucha en http://127.0.0.1:{_local.Host.Address.Port}");
        Assert.Contains($"http://127.0.0.1:{_local.Host.Address.Port}/panel", text, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{_local.Host.Address.Port}/docs", text, StringComparison.Ordinal);
        Assert.Contains("base prueba en db.example:5432", text, StringComparison.Ordinal);
        Assert.Contains(password, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secreta", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Banner_DatabaseWithAdministrator_ShowsAndKeepsNoPasswordThatDoesNotWork()
    {
        _local.Settings["PROSMEX_ADMIN_USUARIO"] = null;
        _local.Settings["PROSMEX_ADMIN_CONTRASENA"] = null;
        var host = _local.CreateBuilder().Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var file = Path.Combine(_local.Root, ".prosmex", "primer-acceso.txt");
        var password = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken))[1].Split(' ')[1];

        Assert.Contains("admin --restablecer", _local.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(password, _local.Output.ToString(), StringComparison.Ordinal);
        await ((IAsyncDisposable)host).DisposeAsync();
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Command_WithAMadeUpAdministrator_KeepsThePasswordThatWasUsed(bool created)
    {
        _local.Settings["PROSMEX_ADMIN_USUARIO"] = null;
        _local.Settings["PROSMEX_ADMIN_CONTRASENA"] = null;
        var options = new LocalOptions { Root = _local.Root, Settings = _local.Settings, Command = ["migrate"] };

        var code = await LocalCommand.RunAsync(options, configure =>
        {
            var settings = configure();
            settings["Local:PrimerAdminCreado"] = created ? settings["PROSMEX_ADMIN_USUARIO"] : null;
            return Task.FromResult(7);
        });

        Assert.Equal(7, code);
        Assert.Equal(created, File.Exists(Path.Combine(_local.Root, ".prosmex", "primer-acceso.txt")));
    }

    [Fact]
    public async Task Command_ThatAsksForNoSettings_PreparesNothing()
    {
        var options = new LocalOptions { Root = _local.Root, Settings = _local.Settings, Command = ["adopt", "--help"] };

        await LocalCommand.RunAsync(options, _ => Task.FromResult(0));

        Assert.False(Directory.Exists(Path.Combine(_local.Root, ".prosmex")));
    }

    [Fact]
    public async Task Banner_SecondStart_NamesTheFileOnly()
    {
        _local.Settings["PROSMEX_ADMIN_USUARIO"] = null;
        _local.Settings["PROSMEX_ADMIN_CONTRASENA"] = null;
        var password = _local.CreateBuilder().Configuration["PROSMEX_ADMIN_CONTRASENA"]!;

        await _local.StartAsync();

        Assert.Contains("primer-acceso.txt", _local.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(password, _local.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_OfTheOptions_WinsOverTheProgramsTryAdd()
    {
        _local.Clock = new FakeTimeProvider();
        var builder = _local.CreateBuilder();
        builder.Services.TryAddSingleton(TimeProvider.System);
        await _local.StartAsync(builder);

        Assert.Same(_local.Clock, _local.Services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task StartAsync_PortTaken_IsRefusedInOneLine()
    {
        await _local.StartAsync();
        await using var second = new LocalHostFixture { Port = _local.Host.Address.Port };
        // Both loopback addresses, or localhost would still find the other one free.
        using var six = new System.Net.Sockets.TcpListener(System.Net.IPAddress.IPv6Loopback, second.Port);
        six.Start();

        var host = second.CreateBuilder().Build();
        var error = await Assert.ThrowsAsync<LocalHostException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"{second.Port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host.json", "{")]
    [InlineData("local.settings.json", "[")]
    [InlineData("local.settings.json", """{ "Host": { "LocalHttpPort": "siete" } }""")]
    [InlineData("local.settings.json", """{ "Host": { "CORS": "*", "CORSCredentials": true } }""")]
    public void Files_ThatMakeNoSense_AreRefusedByName(string file, string text)
    {
        _local.Write(file, text);

        Assert.Throws<LocalHostException>(() => _local.CreateBuilder());
    }

    [Fact]
    public void Files_Port_IsHonoured()
    {
        _local.Write("local.settings.json", """{ "Host": { "LocalHttpPort": 7123 } }""");

        Assert.Equal(7123, LocalFiles.Read(_local.Root).Port);
    }
}
