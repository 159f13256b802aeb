using Prosmex.Tests.Adopcion;
using Prosmex.Tests.FirstDay;
using Prosmex.Tests.Hostile;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;
using Prosmex.Tests.Simulation;
using Prosmex.Tests.Verificacion;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Prosmex.Tests.Infrastructure;

/// <summary>Starts the classes that take longest first: started last, one of them would run alone while the other threads have nothing left to do.</summary>
/// <remarks>They are the last of the list, because the runner queues a task for each collection on its own thread, which takes the newest first.</remarks>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        GeneratedLender.Nombre,
        .. new[] { typeof(SimulationTests), typeof(ConcurrentCierreTests), typeof(CommandsTests), typeof(SampleTests), typeof(DirtyAdopcionTests), typeof(HostileRequestsTests) }.Select(t => t.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Longest.Any(name => c.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
