using Prosmex.Tests.Infrastructure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Prosmex.Tests.Infrastructure;

/// <summary>Begins with the classes that take longest, so that none of them runs alone at the end while the other processors have nothing to do.</summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(Verificacion.ConcurrentCierreTests), nameof(Simulation.SimulationTests), nameof(Demo.DemoTests), nameof(Idempotency.CrashTests), nameof(FirstDay.CommandsTests),
        nameof(Hostile.HostileRequestsTests), nameof(LocalHost.PrivatePostgresTests), nameof(Adopcion.DirtyAdopcionTests), nameof(Adopcion.SampleTests),
        nameof(Aprobaciones.SolicitudesTests), nameof(LocalHost.GracefulStopTests), nameof(Auth.PermisosTests), nameof(FirstDay.QuarterTests), nameof(Infra.DeploymentTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.FindIndex(Longest, name => c.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)) is var at && at < 0 ? Longest.Length : at)];
}
