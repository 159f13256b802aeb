using Prosmex.Tests.Adopcion;
using Prosmex.Tests.Auth;
using Prosmex.Tests.FirstDay;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;
using Prosmex.Tests.Simulation;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Prosmex.Tests.Infrastructure;

/// <summary>Starts the collections first that take longest: where one of them began late, all other threads would wait for it at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>The tests of the generated lender run one after another for two minutes, the others for a quarter of one or more.</summary>
    private static readonly string[] Longest =
        [GeneratedLender.Nombre, typeof(SimulationTests).FullName!, typeof(CommandsTests).FullName!, typeof(SampleTests).FullName!, typeof(PermisosTests).FullName!];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.FindIndex(Longest, name => c.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var rank and >= 0 ? rank : Longest.Length)];
}
