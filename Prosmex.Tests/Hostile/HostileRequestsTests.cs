using System.Globalization;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>Thousands of malformed and malicious requests to every operation of the API's description.</summary>
[Trait("Kind", "Simulation")]
public sealed class HostileRequestsTests(TestServer server, ITestOutputHelper output)
{
    private const int DefaultSeed = 20261118;

    /// <summary>Another one, for looking further.</summary>
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("PROSMEX_HOSTIL_SEMILLA"), CultureInfo.InvariantCulture, out var n) ? n : DefaultSeed;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Program_TwoThousandHostileRequests_AlwaysAnswersCorrectly() =>
        new Siege(server, Seed, output.WriteLine).SustainAsync(2_000);
}

/// <summary>The same for much longer, on another seed: not part of "dotnet test", run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Simulation")]
public sealed class LongHostileRequestsTests(TestServer server)
{
    private const int Seed = 20270101;

    [Fact(Explicit = true)]
    public Task Program_FiftyThousandHostileRequests_AlwaysAnswersCorrectly() =>
        new Siege(server, Seed, Console.WriteLine).SustainAsync(50_000);
}
