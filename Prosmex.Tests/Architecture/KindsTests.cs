using System.Reflection;
using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Architecture;

/// <summary>Every test says what it needs, so that <c>--filter Kind=Unit</c> runs without a database.</summary>
[Trait("Kind", "Unit")]
public sealed partial class KindsTests
{
    private static readonly string[] Kinds = ["Unit", "Integration", "Simulation", "Browser"];

    private static readonly IReadOnlyList<Type> TestClasses =
        [.. typeof(KindsTests).Assembly.GetTypes().Where(t => t.GetMethods().Any(m => m.IsDefined(typeof(FactAttribute)))).OrderBy(t => t.FullName, StringComparer.Ordinal)];

    [Fact]
    public void TestClasses_All_HaveOneKind()
    {
        var without = TestClasses.Where(t => Kind(t) is not [var kind] || !Kinds.Contains(kind)).Select(t => t.FullName).ToList();

        Assert.True(
            without.Count == 0,
            $"""These classes have no kind or more than one: {string.Join(", ", without)}. Put [Trait("Kind", "…")] on the class, one of {string.Join(", ", Kinds)} (docs/pruebas.md).""");
    }

    [Fact]
    public void TestMethods_None_HasAKindOfItsOwn()
    {
        var own = TestClasses.SelectMany(t => t.GetMethods()).Where(m => Kind(m).Count > 0).Select(m => $"{m.DeclaringType!.Name}.{m.Name}").ToList();

        Assert.True(own.Count == 0, $"The kind belongs to the class: {string.Join(", ", own)}. Move these methods to a class of their kind.");
    }

    [Fact]
    public void TestNames_All_HaveThreeParts()
    {
        // The tests of the worker are in an assembly that this one does not see.
        var worker = Repository.Sources("Prosmex.WorkerTests").Where(f => f.EndsWith("Tests.cs", StringComparison.Ordinal))
            .SelectMany(f => TestOfWorker().Matches(File.ReadAllText(f)).Select(m => $"{Path.GetFileNameWithoutExtension(f)}.{m.Groups[1].Value}"));
        var culprits = TestClasses.SelectMany(t => t.GetMethods()).Where(m => m.IsDefined(typeof(FactAttribute))).Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .Concat(worker).Where(name => name.Count(c => c == '_') != 2).Distinct().ToList();

        Assert.True(culprits.Count == 0, $"These names are not Method_Condition_Result: {string.Join(", ", culprits)}. Rename them so that they have three parts.");
    }

    [Fact]
    public void UnitClasses_All_UseNoDatabase()
    {
        var culprits = TestClasses.Where(t => Kind(t).Contains("Unit") && (TakesDatabase(t) || Sources(t).Any(text => StartsProgramOrDatabase().IsMatch(text)))).Select(t => t.FullName).ToList();

        Assert.True(
            culprits.Count == 0,
            $"""These classes are of kind Unit and use the database or a program: {string.Join(", ", culprits)}. Make them [Trait("Kind", "Integration")], or move what needs it to a class of that kind.""");
    }

    /// <summary>"dotnet test" runs none of them: <c>.ci/run</c> those of its stage, <c>.ci/largo</c> the others, by class or method.</summary>
    [Fact]
    public void ExplicitTests_All_AreRunByAScript()
    {
        var landing = Repository.Read(".ci", "run").Contains("-explicit only -trait Stage=Landing", StringComparison.Ordinal);
        var named = NamedInLargo().Matches(Repository.Read(".ci", "largo")).Select(m => m.Groups[1].Value.Replace("*", "", StringComparison.Ordinal)).ToList();
        var tests = TestClasses.SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttribute<FactAttribute>() is { Explicit: true })
            .Select(m => (Name: $"{m.DeclaringType!.FullName}.{m.Name}", OfLanding: Traits(m, "Stage") is ["Landing"])).ToList();

        var forgotten = tests.Where(t => t.OfLanding ? !landing : !named.Any(name => t.Name.Contains(name, StringComparison.Ordinal))).Select(t => t.Name).ToList();
        var without = named.Where(name => !tests.Any(t => t.Name.Contains(name, StringComparison.Ordinal))).ToList();

        Assert.True(forgotten.Count == 0, $"""Nothing runs these explicit tests: {string.Join(", ", forgotten)}. Give them [Trait("Stage", "Landing")], or name their class or method in .ci/largo (docs/pruebas.md).""");
        Assert.True(without.Count == 0, $".ci/largo names tests that do not exist or are not explicit: {string.Join(", ", without)}. Correct the line.");
    }

    private static List<string> Kind(MemberInfo member) => Traits(member, "Kind");

    private static List<string> Traits(MemberInfo member, string name) =>
        [.. member.GetCustomAttributes<TraitAttribute>(inherit: false).Where(t => t.Name == name).Select(t => t.Value)];

    /// <summary>By itself or by one of its fixtures.</summary>
    private static bool TakesDatabase(Type type) => type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType)
        .Any(t => t == typeof(TestServer) || (t.Assembly == type.Assembly && TakesDatabase(t)));

    private static IEnumerable<string> Sources(Type type) =>
        Repository.Sources("Prosmex.Tests").Select(File.ReadAllText).Where(text => Regex.IsMatch(text, $@"\bclass {type.Name}\b") && text.Contains($"namespace {type.Namespace};", StringComparison.Ordinal));

    [GeneratedRegex(@"^    public (?:void|Task|async Task) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestOfWorker();

    [GeneratedRegex(@"-explicit (?:only|on) -(?:class|method) '?([\w.*]+)")]
    private static partial Regex NamedInLargo();

    [GeneratedRegex(@"\b(RunningProgram\.(Start|Execute)|ProgramWithClock\.|ProgramInProcess\.|CommandInProcess\.|PrivatePostgres\.Start|NpgsqlDataSource\.Create|new NpgsqlConnection\()")]
    private static partial Regex StartsProgramOrDatabase();
}
