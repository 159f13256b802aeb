using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>What a run of <c>adopt</c> answered.</summary>
/// <param name="Informe">Its JSON; null where it was not requested.</param>
internal sealed record Adoptada(int Codigo, string Salida, JsonNode? Informe)
{
    public bool PuedeContinuar => (bool)Informe!["puede_continuar"]!;

    public IEnumerable<JsonNode> Hallazgos => Informe!["hallazgos"]!.AsArray()!;

    /// <summary>What the output says of why it stopped.</summary>
    public string Paro => string.Join('\n', Salida.Split('\n').Where(l => l.Contains("[DETIENE]", StringComparison.Ordinal)).Take(20).Append(Salida[^Math.Min(Salida.Length, 1000)..]));
}

/// <summary>Runs the command with an operator's arguments.</summary>
internal static class AdoptCommandRun
{
    /// <summary>Runs it with a report, and asserts what must hold for any arguments.</summary>
    public static async Task<Adoptada> EjecutarAsync(string connection, params string[] arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), $"prosmex-informe-{Guid.NewGuid():N}.json");
        try
        {
            var (codigo, output) = await CommandInProcess.RunAsync(connection, DirtyOldDatabase.Ahora, ["adopt", .. arguments, "--json", file]);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.DoesNotContain("xception", output, StringComparison.Ordinal);
            Assert.True(codigo is 0 or 1, $"{codigo}\n{output}");
            return new(codigo, output, File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file)) : null);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
