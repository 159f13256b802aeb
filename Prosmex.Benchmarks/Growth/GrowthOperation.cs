using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Growth;

/// <summary>Who asks: a director sees all groups, a titular and a gestor five of them, on every lender.</summary>
internal enum Caller
{
    Admin,
    Director,
    Titular,
    Gestor,
}

/// <summary>A request that is sent to every lender.</summary>
/// <param name="Path"><c>{grupo}</c>, <c>{prestamo}</c>, <c>{cliente}</c>, <c>{titular}</c> and <c>{semana}</c> (four weeks ago) are replaced.</param>
internal sealed record GrowthOperation(string Path, Caller Caller)
{
    // Different ones, so that it is not one page of each index that is read.
    private const int Requests = 16;

    /// <summary>Its answer lists something of the whole lender, and is not compared with that of another one.</summary>
    public bool HasWholeAnswer { get; init; }

    /// <summary>A field of the answer that says how much was loaded.</summary>
    public (string Field, Func<Scale, long> Value)? Total { get; init; }

    /// <summary>A write; its path is its name.</summary>
    public Func<Scenario, Operation>? Write { get; init; }

    public string Name => Write is null ? $"GET {Path.Replace("{semana}", "…", StringComparison.Ordinal)}" : Path;

    public bool IsAlwaysTheSame => Caller is Caller.Director or Caller.Admin && !Path.Contains('{', StringComparison.Ordinal);

    public Operation For(Scenario scenario)
    {
        if (Write is not null)
        {
            return Write(scenario);
        }

        byte[][] requests = [.. Enumerable.Range(0, Requests).Select(i => Request(scenario, i))];
        return new(Name, Name, (_, n) => requests[n % Requests]);
    }

    /// <summary>The first page of everything that the caller sees.</summary>
    public static GrowthOperation Get(string path, Caller caller) => new(path, caller);

    private byte[] Request(Scenario scenario, int i)
    {
        var collector = scenario.Collectors[i % scenario.Collectors.Count];
        var titular = scenario.Titulares[i % scenario.Titulares.Count];
        var user = Caller switch { Caller.Admin => scenario.Admin, Caller.Director => scenario.Director, Caller.Titular => titular, _ => collector.SignedInUser };

        // A third of the clients has had four loans, the others three.
        var cliente = 1 + (3 * i * (scenario.Scale.Clientes / (3 * Requests)));
        return HttpConnection.Get(
            Path.Replace("{grupo}", Text(collector.Grupos[i % collector.Grupos.Length]), StringComparison.Ordinal)
                .Replace("{prestamo}", Text(collector.Prestamos[i % collector.Prestamos.Length]), StringComparison.Ordinal)
                .Replace("{cliente}", Text(cliente), StringComparison.Ordinal)
                .Replace("{titular}", Text(titular.Id), StringComparison.Ordinal)
                .Replace("{semana}", AnchoredClock.Semana.Lunes.AddDays(-28).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
            user.Token);
    }

    private static string Text(int id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
