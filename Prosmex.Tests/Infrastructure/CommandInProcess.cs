using Microsoft.Extensions.Configuration;
using Prosmex.Cli;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Runs a command of Prosmex.Cli in the test's process: the executable adds only its arguments and its environment, and seconds.</summary>
internal static class CommandInProcess
{
    /// <returns>The exit code, and output and errors together.</returns>
    public static async Task<(int Codigo, string Salida)> RunAsync(string connection, DateTimeOffset? now, params string[] arguments)
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings:Prosmex"] = connection,
            ["Prosmex:Jwt:Clave"] = TestServer.Clave,
            ["Prosmex:Recibos:Clave"] = TestServer.ClaveDeRecibos,
            ["PROSMEX_ADMIN_USUARIO"] = RunningProgram.Admin,
            ["PROSMEX_ADMIN_CONTRASENA"] = RunningProgram.ContrasenaDelAdmin,
        };
        await using var text = new StringWriter();
        var writer = TextWriter.Synchronized(text);
        var code = await CommandLine.RunAsync(
            arguments,
            () => new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            new CommandConsole(writer, writer),
            now is null ? null : new TestClock(now));
        return (code, text.ToString());
    }
}
