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
    public static Dictionary<string, string?> Of(string connection, params IEnumerable<(string Nombre, string Valor)> more)
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings:Prosmex"] = connection,
            ["Prosmex:Jwt:Clave"] = TestServer.Clave,
            ["Prosmex:Recibos:Clave"] = TestServer.ClaveDeRecibos,
            ["PROSMEX_ADMIN_USUARIO"] = RunningProgram.Admin,
            ["PROSMEX_ADMIN_CONTRASENA"] = RunningProgram.ContrasenaDelAdmin,
            ["Prosmex:MilisegundosPorSolicitud"] = TestServer.MilisegundosPorSolicitud,
        };
        foreach (var (nombre, value) in more)
        {
            settings[nombre] = value;
        }

        return settings;
    }
}
