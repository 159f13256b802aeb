using System.Globalization;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Ordenes
{
    public const string Uso = """
        Uso: dotnet run -c Release --project Prosmex.Benchmarks -- [--escala pequena,grande,enorme] [--solo clientes,pagos,…] [--segundos N]
             [--rondas N] [--carpeta CARPETA] [--informe] [--humo]
        """;

    public IReadOnlyList<Escala> Escalas { get; init; } = [Escala.Pequena, Escala.Grande];

    /// <summary>Only the operations whose name begins with one of these; empty is all of them.</summary>
    public IReadOnlyList<string> Solo { get; init; } = [];

    /// <summary>How long each of the two is asked before it is the other's turn.</summary>
    public TimeSpan Tramo { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Turns of each of the two.</summary>
    public int Rondas { get; init; } = 8;

    /// <summary>Where the private server lies; kept, so that a lender is loaded once.</summary>
    public string Carpeta { get; init; } = Path.Combine(Path.GetTempPath(), "prosmex-rendimiento");

    /// <summary>Write docs/rendimiento.md and its chart.</summary>
    public bool Informe { get; init; }

    /// <summary>A short run that measures nothing worth keeping: it proves that answers and sums agree and that statements do not grow.</summary>
    public bool Humo { get; init; }

    public bool Incluye(string operacion) => Solo.Count == 0 || Solo.Any(s => operacion.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">An argument that nobody understands.</exception>
    public static Ordenes Leer(IReadOnlyList<string> args)
    {
        var ordenes = new Ordenes();
        for (var i = 0; i < args.Count; i++)
        {
            ordenes = args[i] switch
            {
                "--escala" => ordenes with { Escalas = [.. Lista(Valor(args, ref i)).Select(Escala.De)] },
                "--solo" => ordenes with { Solo = Lista(Valor(args, ref i)) },
                "--segundos" => ordenes with { Tramo = TimeSpan.FromSeconds(double.Parse(Valor(args, ref i), CultureInfo.InvariantCulture)) },
                "--rondas" => ordenes with { Rondas = int.Parse(Valor(args, ref i), CultureInfo.InvariantCulture) },
                "--carpeta" => ordenes with { Carpeta = Path.GetFullPath(Valor(args, ref i)) },
                "--informe" => ordenes with { Informe = true },
                "--humo" => ordenes with { Humo = true, Escalas = [Escala.Pequena, Escala.Reducida], Tramo = TimeSpan.FromMilliseconds(200), Rondas = 2 },
                var otro => throw new FormatException($"Argumento desconocido: {otro}"),
            };
        }

        return ordenes;
    }

    private static string[] Lista(string valor) => valor.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Valor(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new FormatException($"Falta el valor de {args[i - 1]}.");
}
