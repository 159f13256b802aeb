using System.Globalization;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>Thousands of malformed and malicious requests to every operation of the API's description.</summary>
[Trait("Kind", "Simulation")]
public sealed class HostileRequestsTests(TestServer servidor, ITestOutputHelper output)
{
    private const int Predeterminada = 20261118;

    /// <summary>Another one, for looking further.</summary>
    private static readonly int Semilla =
        int.TryParse(Environment.GetEnvironmentVariable("PROSMEX_HOSTIL_SEMILLA"), CultureInfo.InvariantCulture, out var n) ? n : Predeterminada;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Program_TwoThousandHostileRequests_AlwaysAnswersCorrectly() =>
        new Siege(servidor, Semilla, output.WriteLine).SostenerAsync(2_000);
}

/// <summary>The same for much longer, on another seed: not part of "dotnet test", run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Simulation")]
public sealed class LongHostileRequestsTests(TestServer servidor)
{
    private const int Semilla = 20270101;

    [Fact(Explicit = true)]
    public Task Program_FiftyThousandHostileRequests_AlwaysAnswersCorrectly() =>
        new Siege(servidor, Semilla, Console.WriteLine).SostenerAsync(50_000);
}
