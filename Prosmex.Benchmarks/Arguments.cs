using System.Globalization;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks;

/// <summary>The options of the command line.</summary>
internal sealed record Arguments
{
    public const string HelpText = """
        Uso: dotnet run -c Release --project Prosmex.Benchmarks -- [--growth] [--scale small,large,huge] [--only clientes,pago,…] [--seconds N]
             [--rounds N] [--folder CARPETA] [--report] [--smoke]
        """;

    public IReadOnlyList<Scale> Scales => GivenScales ?? (Growth, Smoke) switch
    {
        (true, true) => [Scale.Small, Scale.Reduced, Scale.Aged],
        (true, false) => [Scale.Small, Scale.Huge, Scale.Gigantic],
        (false, true) => [Scale.Small, Scale.Reduced],
        (false, false) => [Scale.Small, Scale.Large],
    };

    /// <summary>Measure how much every request grows with the lender, without the floor.</summary>
    public bool Growth { get; init; }

    /// <summary>Only the operations whose name starts with one of these; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The length of a turn: product and floor are measured alternately.</summary>
    public TimeSpan RoundLength { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The number of turns of each.</summary>
    public int Rounds { get; init; } = 8;

    /// <summary>The folder of the private server and of the report; kept, so that a lender is loaded once.</summary>
    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "prosmex-benchmarks");

    /// <summary>Write <c>report.md</c> and <c>report.svg</c>, or <c>growth.md</c>, to <see cref="Folder"/>.</summary>
    public bool Report { get; init; }

    /// <summary>A short run without usable timings: it checks that answers and totals agree and that statements do not grow.</summary>
    public bool Smoke { get; init; }

    private IReadOnlyList<Scale>? GivenScales { get; init; }

    public bool Includes(string operation) => Only.Count == 0 || Only.Any(s => operation.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">An unknown or incomplete argument.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var arguments = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            arguments = args[i] switch
            {
                "--scale" => arguments with { GivenScales = [.. Split(Value(args, ref i)).Select(Scale.Parse)] },
                "--growth" => arguments with { Growth = true },
                "--only" => arguments with { Only = Split(Value(args, ref i)) },
                "--seconds" => arguments with { RoundLength = TimeSpan.FromSeconds(double.Parse(Value(args, ref i), CultureInfo.InvariantCulture)) },
                "--rounds" => arguments with { Rounds = int.Parse(Value(args, ref i), CultureInfo.InvariantCulture) },
                "--folder" => arguments with { Folder = Path.GetFullPath(Value(args, ref i)) },
                "--report" => arguments with { Report = true },
                "--smoke" => arguments with { Smoke = true, RoundLength = TimeSpan.FromMilliseconds(200), Rounds = 2 },
                var other => throw new FormatException($"Argumento desconocido: {other}"),
            };
        }

        return arguments;
    }

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new FormatException($"Falta el valor de {args[i - 1]}.");
}
