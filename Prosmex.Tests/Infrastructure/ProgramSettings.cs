using Prosmex.Domain.Auth;
using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.Infrastructure;

/// <summary>What a program in the test's process finds where its executable reads the environment.</summary>
internal static class ProgramSettings
{
    /// <summary>The program's, found once: every program would find the same.</summary>
    public static readonly IReadOnlyList<FunctionDescriptor> Functions = LocalRuntimeBuilder.FindFunctions(typeof(WorkerApplicationBuilderExtensions).Assembly.GetTypes());

    /// <summary>Few rounds: what is tested is not how long a comparison takes.</summary>
    public static readonly PasswordHasher Hasher = new(cost: 4);

    /// <param name="connection">The database.</param>
    /// <param name="more">These win.</param>
    public static Dictionary<string, string?> Of(string connection, params IEnumerable<(string Name, string Value)> more)
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings:Prosmex"] = connection,
            ["Prosmex:Jwt:Clave"] = TestServer.JwtKey,
            ["Prosmex:Recibos:Clave"] = TestServer.ReciboKey,
            ["PROSMEX_ADMIN_USUARIO"] = RunningProgram.Admin,
            ["PROSMEX_ADMIN_CONTRASENA"] = RunningProgram.AdminPassword,
            ["Prosmex:MilisegundosPorSolicitud"] = TestServer.RequestMilliseconds,
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }
}
