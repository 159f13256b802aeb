using System.Reflection;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Prosmex.Cli;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Architecture;

/// <summary>A rule is found in the room with its noun, in each project.</summary>
[Trait("Kind", "Unit")]
public sealed class RoomsTests
{
    private static readonly Assembly Domain = typeof(DominioException).Assembly;
    private static readonly Assembly Functions = typeof(ProblemMapper).Assembly;
    private static readonly Assembly[] Product = [Domain, Functions, typeof(CommandLine).Assembly, typeof(LocalRuntimeBuilder).Assembly];

    // The nouns of the business that have rules of their own.
    private static readonly string[] Rooms =
    [
        "Auth", "Usuarios", "Roles", "Aprobaciones", "Clientes", "Grupos", "Rutas", "Prestamos", "Pagos", "Recibos", "Hojas", "Visitas", "Cobro", "PorAclarar", "Cortes", "Bonos", "Verificacion", "Reportes", "Senales", "Bitacora", "Financieras",
    ];

    private static readonly Dictionary<string, string[]> MoreRooms = new()
    {
        ["Prosmex.Domain"] = ["Common", "Persistence"],

        // The pipeline, the description of the routes, the routes that belong to no room, and the pages.
        ["Prosmex.Functions"] = ["Http", "OpenApi", "Raiz", "Web"],
    };

    // Their tests are another room's: the roles' permissions are in Auth (PermisosTests).
    private static readonly string[] TestedElsewhere = ["Roles"];

    public static TheoryData<string> Projects => [.. MoreRooms.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_AreRoomsOfTheHouse(string project)
    {
        var unknown = Folders(project).Except(Rooms).Except(MoreRooms[project]).ToList();

        Assert.True(unknown.Count == 0, $"{project} has {string.Join(", ", unknown)}, which is no room. Move it to the room with its noun, or give it a place in RoomsTests with its reason.");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_OfAProject_AreRoomsOfTheHouse(string project)
    {
        var rooms = Rooms.Concat(MoreRooms[project]).Select(room => $"{project}.{room}").Append(project).ToHashSet();
        var unknown = Assembly.Load(project).GetTypes().Select(t => t.Namespace ?? "").Where(n => n.StartsWith("Prosmex.", StringComparison.Ordinal))
            .Distinct().Where(n => !rooms.Contains(string.Join('.', n.Split('.').Take(3)))).ToList();

        Assert.True(unknown.Count == 0, $"These namespaces are in no room: {string.Join(", ", unknown)}. A file's namespace is its folder.");
    }

    [Fact]
    public void RoomsOfFunctions_All_AreRoomsOfDomain()
    {
        var without = Folders("Prosmex.Functions").Except(MoreRooms["Prosmex.Functions"]).Except(Folders("Prosmex.Domain")).ToList();

        Assert.True(without.Count == 0, $"Prosmex.Functions has {string.Join(", ", without)} and Prosmex.Domain does not: a rule would be missing or in the wrong room.");
    }

    [Fact]
    public void RoomsOfDomain_All_HaveTests()
    {
        var without = Folders("Prosmex.Domain").Except(TestedElsewhere)
            .Where(room => !typeof(RoomsTests).Assembly.GetTypes().Any(t => t.Namespace == $"Prosmex.Tests.{room}" && t.IsDefined(typeof(TraitAttribute)))).ToList();

        Assert.True(without.Count == 0, $"No test class is in Prosmex.Tests.{string.Join(", Prosmex.Tests.", without)}. Each room of the product has its room in the tests.");
    }

    [Fact]
    public void Functions_AllSources_KnowNoDatabase()
    {
        var references = Functions.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.Contains("EntityFrameworkCore", StringComparison.Ordinal) || n.StartsWith("Npgsql", StringComparison.Ordinal)).ToList();

        Assert.True(references.Count == 0, $"Prosmex.Functions uses {string.Join(", ", references)}. What needs the database belongs in a service of Prosmex.Domain.");
    }

    [Fact]
    public void Interceptors_OfEf_AreInPersistence()
    {
        var elsewhere = Product.SelectMany(a => a.GetTypes()).Where(t => t.IsAssignableTo(typeof(IInterceptor)) && t.Namespace != "Prosmex.Domain.Persistence").Select(t => t.FullName).ToList();

        Assert.True(elsewhere.Count == 0, $"Only Prosmex.Domain.Persistence may have EF interceptors, not {string.Join(", ", elsewhere)}.");
    }

    private static List<string> Folders(string project) => [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, project)).Select(d => Path.GetFileName(d)).Except(["bin", "obj"])];
}
