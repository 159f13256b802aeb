using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Cli;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Architecture;

/// <summary>The house's rules that a compiler does not know.</summary>
[Trait("Kind", "Unit")]
public sealed class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(DominioException).Assembly;
    private static readonly Assembly Functions = typeof(ProblemMapper).Assembly;
    private static readonly Assembly Commands = typeof(CommandLine).Assembly;
    private static readonly string[] Projects = ["Prosmex.Domain", "Prosmex.Functions", "Prosmex.Cli", "Prosmex.LocalHost"];

    [Fact]
    public void DomainMembers_None_IsFloatingPoint()
    {
        Type[] prohibidos = [typeof(double), typeof(float), typeof(double?), typeof(float?)];
        const BindingFlags Todo = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var culprits = Domain.GetTypes().Where(t => t.Namespace?.StartsWith("Prosmex", StringComparison.Ordinal) == true)
            .SelectMany(t => t.GetFields(Todo).Select(f => (Miembro: $"{t}.{f.Name}", Type: f.FieldType))
                .Concat(t.GetMethods(Todo).SelectMany(m => m.GetParameters().Select(p => (Miembro: $"{t}.{m.Name}", Type: p.ParameterType)).Append((Miembro: $"{t}.{m.Name}", Type: m.ReturnType)))))
            .Where(m => prohibidos.Contains(m.Type)).Select(m => m.Miembro);
        Assert.Empty(culprits);
    }

    [Fact]
    public void Classes_OfDomainFunctionsAndCli_AreSealedStaticOrAbstract()
    {
        var abiertas = Domain.GetTypes().Concat(Functions.GetTypes()).Concat(Commands.GetTypes())
            .Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && t.Namespace?.StartsWith("Prosmex.", StringComparison.Ordinal) == true)
            .Where(t => !t.Namespace!.Contains("Migrations", StringComparison.Ordinal) && !t.Name.StartsWith('<'))

            // What the Functions SDK generates is marked so.
            .Where(t => !t.IsDefined(typeof(EditorBrowsableAttribute)));
        Assert.Empty(abiertas);
    }

    // A lender's services are its own; what is static would be common to all lenders of a program, as the program's own files are.
    [Fact]
    public void StaticFields_OfDomainAndFunctions_HoldNoState()
    {
        string[] states = ["System.Threading", "System.Collections.Concurrent", "System.Runtime.CompilerServices.ConditionalWeakTable", "Microsoft.Extensions.Caching"];
        var held = Domain.GetTypes().Concat(Functions.GetTypes())
            .Where(t => t.Namespace?.StartsWith("Prosmex.", StringComparison.Ordinal) == true && !t.Name.StartsWith('<') && t != typeof(ServedFile))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsLiteral && (!f.IsInitOnly || states.Any(s => f.FieldType.FullName!.StartsWith(s, StringComparison.Ordinal))))
            .Select(f => $"{f.DeclaringType}.{f.Name}: {f.FieldType}");
        Assert.Empty(held);
    }

    [Fact]
    public void AdvisoryLocks_OfTheProgram_HaveAKeyEach()
    {
        var keys = Domain.GetTypes().Concat(Commands.GetTypes())
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(f => f.IsLiteral && (f.Name.EndsWith("LockKey", StringComparison.Ordinal) || f.DeclaringType == typeof(WeekLock)))
            .Select(f => (Name: $"{f.DeclaringType!.Name}.{f.Name}", Value: Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture))).ToList();

        Assert.True(keys.Count >= 9, string.Join('\n', keys));
        Assert.All(keys.GroupBy(k => k.Value), same => Assert.Single(same));
    }

    [Fact]
    public void Domain_References_KnowNeitherHttpNorAzure() =>
        Assert.DoesNotContain(Domain.GetReferencedAssemblies(), a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name.Contains("Azure", StringComparison.Ordinal));

    [Fact]
    public void RequestContext_OfTheProgramActingForAUser_IsUsedByNoRequest()
    {
        // It has no session to prove, so only commands and tests may use it.
        var culprits = Sources("Prosmex.Functions").Where(f => File.ReadAllText(f).Contains("RequestContext.SystemFor", StringComparison.Ordinal)).Select(Path.GetFileName);

        Assert.Empty(culprits);
    }

    [Fact]
    public void RequestContext_OfTheProgram_IsUsedByTimersAlone()
    {
        var withHttp = FunctionCatalog.Methods.Where(f => f.Value.IsDefined(typeof(AccessAttribute))).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        var culprits = Sources("Prosmex.Functions")
            .SelectMany(f => Regex.Matches(File.ReadAllText(f), @"RequestContext\.System\(""(\w+)""\)").Select(m => m.Groups[1].Value))
            .Where(withHttp.Contains);

        Assert.Empty(culprits);
    }

    [Fact]
    public void HttpContextItems_AllUses_CarryTheRequestContextAlone()
    {
        var culprits = Sources("Prosmex.Functions").SelectMany(f => Regex.Matches(File.ReadAllText(f), @"\.Items\[(?!typeof\(RequestContext\)\])[^\]]*\]").Select(m => $"{Path.GetFileName(f)}: {m.Value}"));

        Assert.Empty(culprits);
    }

    // It is pooled: the next request would find what this one left.
    [Fact]
    public void ProsmexDbContext_BetweenRequests_HoldsNoState() =>
        Assert.DoesNotContain(typeof(ProsmexDbContext).GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly), p => p.CanWrite);

    [Fact]
    public void WriteContext_OutsideOfTheUnitOfWork_IsMadeByNone()
    {
        // The analyzer refuses it elsewhere (BannedSymbols.txt), and a copy cannot change who writes and when.
        var exempt = Projects.SelectMany(Sources).Where(f => File.ReadAllText(f).Contains("warning disable RS0030", StringComparison.Ordinal)).Select(Path.GetFileName);

        Assert.Equal(["UnitOfWork.cs"], exempt);
        Assert.DoesNotContain(typeof(WriteContext).GetProperties(), p => p.CanWrite && p.Name != nameof(WriteContext.ConCobranza));
    }

    [Fact]
    public void ReadDatabase_AllItsUsers_WriteNothing()
    {
        // What a write decides by is read inside its transaction.
        var needs = Domain.GetTypes().ToDictionary(t => t, t => t.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType).ToHashSet());
        var readers = needs.Keys.Where(t => Reaches(t, typeof(ReadDatabase))).ToList();

        Assert.Contains(typeof(ReporteService), readers);
        Assert.DoesNotContain(readers, t => Reaches(t, typeof(UnitOfWork)));

        bool Reaches(Type type, Type target) => needs.TryGetValue(type, out var direct) && (direct.Contains(target) || direct.Any(t => t != type && t != target && Reaches(t, target)));
    }

    [Fact]
    public void Functions_AllSources_ServeAndKnowNoCommand()
    {
        Assert.DoesNotContain(Functions.GetReferencedAssemblies(), a => a.Name is "Prosmex.Cli" or "System.CommandLine" or "Spectre.Console");
        Assert.DoesNotContain(Commands.GetReferencedAssemblies(), a => a.Name is "Prosmex.Functions" || a.Name!.Contains("Azure", StringComparison.Ordinal));
    }

    [Fact]
    public void LocalHost_References_DoNotIncludeTheDomain()
    {
        var culprits = Sources("Prosmex.LocalHost").Where(f => Regex.IsMatch(File.ReadAllText(f), @"EntityFrameworkCore|Npgsql\.|Prosmex\.Domain")).Select(Path.GetFileName);
        Assert.Empty(culprits);
    }

    [Fact]
    public void Functions_EveryProject_CompilesThemOnceAgainstTheRealWorker()
    {
        var projects = Directory.EnumerateFiles(Root(), "*.csproj", SearchOption.AllDirectories).Select(XDocument.Load).ToList();
        var sources = Projects.SelectMany(Sources).Select(f => (File: Path.GetFileName(f), Text: File.ReadAllText(f))).ToList();

        Assert.DoesNotContain(projects.SelectMany(p => p.Descendants()), e => e.Name == "Compile" || e.Name == "DefineConstants");
        Assert.DoesNotContain(sources, s => Regex.IsMatch(s.Text, @"^\s*(#if|namespace (Microsoft|Azure)\.)", RegexOptions.Multiline));
        Assert.StartsWith("Microsoft.Azure.Functions.Worker", typeof(FunctionAttribute).Assembly.GetName().Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_OfEveryProject_CallNoMemberByReflectionThatIsNotPublic() =>
        Assert.DoesNotContain(Projects.SelectMany(Sources), f => File.ReadAllText(f).Contains("BindingFlags.NonPublic", StringComparison.Ordinal));

    [Fact]
    public void Settings_ReadByTheCode_AreExplainedInTheDocs()
    {
        var docs = File.ReadAllText(Path.Combine(Root(), "docs", "ajustes.md"));
        var leidos = Repository.ReadSettings();
        Assert.Contains("Prosmex:Jwt:Clave", leidos);
        Assert.All(leidos, ajuste => Assert.Contains($"`{ajuste}`", docs, StringComparison.Ordinal));
    }

    private static string Root() => Repository.Root;

    private static IEnumerable<string> Sources(string project) => Repository.Sources(project);
}
