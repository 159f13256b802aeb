using System.CodeDom.Compiler;
using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Prosmex.Cli;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Architecture;

/// <summary>
/// Spanish for the nouns and verbs of the business, English for everything technical: every word of an identifier is used by the framework itself
/// or is on one of two lists. In the product and in its tests; the names of the tests themselves are sentences.
/// </summary>
[Trait("Kind", "Unit")]
public sealed partial class NamesTests
{
    private const string BusinessFile = "Prosmex.Tests/Architecture/Names/business.txt";
    private const string EnglishFile = "Prosmex.Tests/Architecture/Names/english.txt";
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> FrameworkWords =
        [.. new[] { typeof(object), typeof(Enumerable), typeof(HttpClient), typeof(HttpContext), typeof(DbContext), typeof(JsonSerializer), typeof(Process) }
            .SelectMany(t => t.Assembly.GetExportedTypes())
            .SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name).Append(t.Name))
            .SelectMany(WordsOf)];

    private static readonly HashSet<string> Words = [.. FrameworkWords, .. Lines(BusinessFile), .. Lines(EnglishFile)];

    private static readonly ILookup<string, string> UnknownWords =
        Identifiers().Distinct().SelectMany(i => WordsOf(i.Split('.')[^1]).Where(w => !Words.Contains(w)).Select(word => (Identifier: i, Word: word)))
            .ToLookup(u => u.Identifier, u => u.Word);

    [Fact]
    public void Identifiers_All_ConsistOfKnownWords()
    {
        var unknown = UnknownWords.Select(u => $"  {u.Key}: {string.Join(", ", u.Distinct())}").Order(StringComparer.Ordinal).ToList();

        Assert.True(
            unknown.Count == 0,
            $"These identifiers have words that are on no list:\n{string.Join('\n', unknown)}\nA noun or verb of the business → {BusinessFile} (and docs/glosario.md); technical English → {EnglishFile}. A technical word in Spanish: rename the identifier.");
    }

    [Fact]
    public void Words_OfTheLists_AreSortedAndUsedAndOnOneListOnly()
    {
        var used = Identifiers().SelectMany(i => WordsOf(i.Split('.')[^1])).ToHashSet();

        foreach (var file in new[] { BusinessFile, EnglishFile })
        {
            Assert.Equal(Lines(file).Order(StringComparer.Ordinal), Lines(file));
            AssertAllInUse(file, word => used.Contains(word) && !FrameworkWords.Contains(word));
        }

        Assert.Empty(Lines(BusinessFile).Intersect(Lines(EnglishFile)));
    }

    /// <summary>With PROSMEX_ACTUALIZAR=1 removes from the list what is no longer needed.</summary>
    private static void AssertAllInUse(string file, Func<string, bool> isUsed)
    {
        var unused = Lines(file).Where(line => !isUsed(line)).ToHashSet();
        if (unused.Count > 0 && Environment.GetEnvironmentVariable("PROSMEX_ACTUALIZAR") == "1")
        {
            var path = Path.Combine(Repository.Root, file);
            File.WriteAllLines(path, File.ReadAllLines(path).Where(line => !unused.Contains(line)));
            return;
        }

        Assert.True(unused.Count == 0, $"No longer needed, so remove it from {file} (PROSMEX_ACTUALIZAR=1 does it): {string.Join(", ", unused)}");
    }

    /// <summary>Of types as they are; of members and parameters behind their type: <c>Pago.Reversar</c>, <c>Pago.Reversar(motivo).motivo</c>.</summary>
    private static IEnumerable<string> Identifiers() =>
        new[] { typeof(DominioException), typeof(ProblemMapper), typeof(CommandLine), typeof(LocalRuntimeBuilder), typeof(NamesTests) }.SelectMany(t => t.Assembly.GetTypes())
            .Where(t => t.Namespace?.StartsWith("Prosmex.", StringComparison.Ordinal) == true && !t.Namespace.EndsWith(".Migrations", StringComparison.Ordinal) && IsWritten(t))
            .SelectMany(IdentifiersOf);

    private static IEnumerable<string> IdentifiersOf(Type type)
    {
        yield return type.Name;
        foreach (var member in type.GetMembers(Declared).Where(m => m is not Type && IsWritten(m)))
        {
            if (member is not ConstructorInfo && member is not MethodInfo { IsSpecialName: true } && !member.IsDefined(typeof(FactAttribute)))
            {
                yield return $"{type.Name}.{member.Name.Split('.')[^1]}";
            }

            foreach (var parameter in (member as MethodBase)?.GetParameters().Where(p => p.Name is not null && !p.Name.StartsWith('<')) ?? [])
            {
                yield return $"{type.Name}.{member.Name.Split('.')[^1].TrimStart('.')}({parameter.Name}).{parameter.Name}";
            }
        }
    }

    private static bool IsWritten(MemberInfo member) =>
        !member.Name.Contains('<', StringComparison.Ordinal) && !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !member.IsDefined(typeof(GeneratedCodeAttribute)) && !member.IsDefined(typeof(EditorBrowsableAttribute)) && (member.DeclaringType is null || IsWritten(member.DeclaringType));

    private static IEnumerable<string> WordsOf(string name) => Word().Matches(name.Split('`')[0]).Select(m => m.Value.ToLowerInvariant()).Where(w => w.Length > 1);

    private static IReadOnlyList<string> Lines(string file) =>
        [.. Repository.Read(file.Split('/')).Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
