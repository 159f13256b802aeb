using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Prosmex.Tests.Infrastructure;

/// <summary>
/// Starts the tests of the generated lender first: they run one after another for minutes, and where they began late, all other threads would wait for
/// them at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(c => c.TestCollectionDisplayName == GeneratedLender.Nombre)];
}
