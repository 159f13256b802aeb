using Prosmex.Tests.Adopcion;
using Prosmex.Tests.Aprobaciones;
using Prosmex.Tests.Auth;
using Prosmex.Tests.FirstDay;
using Prosmex.Tests.Infra;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.LocalHost;
using Prosmex.Tests.Persistence;
using Prosmex.Tests.Reportes;
using Prosmex.Tests.Simulation;
using Prosmex.Tests.Verificacion;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Prosmex.Tests.Infrastructure;

/// <summary>Starts the collections first that take longest: where one of them began late, all other threads would wait for it at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>The tests of the generated lender run one after another for two minutes, the others for a quarter of one or more.</summary>
    private static readonly string[] Longest =
    [
        GeneratedLender.Nombre,
        .. new[]
        {
            typeof(SimulationTests), typeof(CommandsTests), typeof(SampleTests), typeof(CifrasGuardadasTests), typeof(SolicitudesTests), typeof(ClosedSemanaTests),
            typeof(PrivatePostgresTests), typeof(AlertsTests), typeof(DeploymentTests), typeof(ConcurrentCierreTests), typeof(OperationPartitionsTests), typeof(PermisosTests),
        }.Select(type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.FindIndex(Longest, name => c.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var rank and >= 0 ? rank : Longest.Length)];
}
