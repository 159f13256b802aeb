using System.Text.Json;
using CsCheck;
using Prosmex.Domain.Clientes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>Writes <c>artifacts/claves.json</c>, which <c>.ci/claves/check</c> compares with npm packages for the same claves. Run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Unit")]
public sealed class ClavesComparisonTests
{
    // Also what is in no clave.
    private const string Characters = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&añ -";

    [Fact(Explicit = true)]
    public async Task Claves_TenThousandOfEach_AreWrittenWithOurVerdict()
    {
        var claves = new
        {
            curp = Sample(GeneratedClaves.Curp, GeneratedClaves.Curps).Select(text => new { text, valid = Curp.Read(text) is not null }),
            rfc = Sample(GeneratedClaves.Rfc, GeneratedClaves.Rfcs).Select(text => new { text, valid = Rfc.IsValid(text), digit = Rfc.IsValid(text) && Rfc.HasCorrectDigit(text) }),
            clabe = Sample(GeneratedClaves.Clabe, GeneratedClaves.Clabes).Select(text => new { text, valid = Clabe.IsValid(text) }),
        };

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "claves.json"), JsonSerializer.Serialize(claves), TestContext.Current.CancellationToken);
    }

    /// <summary>Right ones; with a changed, a missing or one more character; with a changed one and the check digit that it asks for.</summary>
    private static IEnumerable<string> Sample(CheckedClave kind, Gen<string> claves)
    {
        var changed = claves.Changed(Characters);
        return
        [
            .. claves.Array[4000].Single(),
            .. changed.Array[2800].Single().Select(c => c.Text.With(c.Place, c.Other)),
            .. changed.Array[100].Single().Select(c => c.Text.Remove(c.Place, 1)),
            .. changed.Array[100].Single().Select(c => c.Text.Insert(c.Place, c.Other.ToString())),
            .. changed.Array[3000].Single().Select(c => kind.Complete(c.Text.With(c.Place, c.Other))),
        ];
    }
}
