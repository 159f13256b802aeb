using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>What a run of <c>adopt</c> answered.</summary>
/// <param name="Report">Its JSON; null where it was not requested.</param>
internal sealed record Adoptada(int ExitCode, string Output, JsonNode? Report)
{
    public bool PuedeContinuar => (bool)Report!["puede_continuar"]!;

    public IEnumerable<JsonNode> Hallazgos => Report!["hallazgos"]!.AsArray()!;

    /// <summary>What the output says of why it stopped.</summary>
    public string StopReason => string.Join('\n', Output.Split('\n').Where(l => l.Contains("[DETIENE]", StringComparison.Ordinal)).Take(20).Append(Output[^Math.Min(Output.Length, 1000)..]));
}

/// <summary>Runs the command with an operator's arguments.</summary>
internal static class AdoptCommandRun
{
    /// <summary>Runs it with a report, and asserts what must hold for any arguments.</summary>
    public static async Task<Adoptada> ExecuteAsync(string connection, params string[] arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), $"prosmex-informe-{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, output) = await CommandInProcess.RunAsync(connection, DirtyOldDatabase.Ahora, ["adopt", .. arguments, "--json", file]);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.DoesNotContain("xception", output, StringComparison.Ordinal);
            Assert.True(exitCode is 0 or 1, $"{exitCode}\n{output}");
            return new(exitCode, output, File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file)) : null);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
