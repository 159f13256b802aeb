using System.Text.Json;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Common;

[Trait("Kind", "Unit")]
public sealed class ValidationTests
{
    [Theory]
    [InlineData("", "Falta")]
    [InlineData("   ", "Falta")]
    [InlineData("a\0b", "guardar")]
    [InlineData("a\ud800", "guardar")]
    [InlineData("a\u0007b", "guardar")]
    [InlineData("\u200b", "guardar")]
    [InlineData("a\u202eb", "guardar")]
    [InlineData("\ufffe", "guardar")]
    [InlineData("a\ufdd0", "guardar")]
    [InlineData("\U0001ffff", "guardar")]
    [InlineData("123456", "hasta 5")]
    public void Text_NotAdmissible_NamesTheProblem(string text, string problem)
    {
        var v = Validation.ForCreate();
        v.Text("campo", Optional<string>.Of(text), max: 5);
        var ex = Assert.Throws<DominioException>(v.ThrowIfInvalid);
        Assert.Equal("solicitud.invalida", ex.Error.Codigo);
        Assert.Contains(problem, ex.Error.Fields!["campo"], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_WithSpacesAndCombiningMarks_IsStoredTrimmedAndComposed()
    {
        var v = Validation.ForCreate();
        Assert.Equal("Ñoño 😀", v.Text("campo", Optional<string>.Of("  N\u0303oño 😀 ")).GetValueOrDefault(null));
        v.ThrowIfInvalid();
    }

    [Fact]
    public void Text_BlanksOfAnyKindInside_BecomeOne()
    {
        var v = Validation.ForCreate();

        var text = v.Text("campo", Optional<string>.Of("\u00a0 María \t\u00a0 Guadalupe\u3000López\r\n")).GetValueOrDefault(null);

        v.ThrowIfInvalid();
        Assert.Equal("María Guadalupe López", text);
    }

    [Theory]
    [InlineData("x\u0302", 100, null)]
    [InlineData("😀", 100, null)]
    [InlineData("x\u0302", 101, "hasta 100")]
    [InlineData("x\u0302\u0303\u0304\u0305", 100, "signos")]
    [InlineData("😀\u0302\u0303\u0304", 100, "signos")]
    public void Text_LongInUnits_CountsWhatAPersonSees(string character, int times, string? problem)
    {
        var v = Validation.ForCreate();

        v.Text("campo", Optional<string>.Of(string.Concat(Enumerable.Repeat(character, times))));

        Assert.Equal(problem is not null, v.Error?.Fields!["campo"].Contains(problem!, StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void OnCreate_AbsentAndNull_AreTheSameAndCollected()
    {
        var v = Validation.ForCreate();
        v.Text("a", default);
        v.Text("b", Optional<string>.Of(null));
        v.Integer("c", Optional<int?>.Of(8), 0, 7);
        v.IdOrNull("d", default);
        v.IdOrNull("e", Optional<int?>.Of(null));
        v.IdOrNull("f", default, isOptional: true);
        Assert.False(v.Boolean("g", Optional<bool?>.Of(null)).IsPresent);
        Assert.Equal(["a", "b", "c", "d"], Assert.Throws<DominioException>(v.ThrowIfInvalid).Error.Fields!.Keys);
    }

    [Fact]
    public void OnEdit_AbsentNullOrNothing_IsKeptRefusedOrAnEmptyRequest()
    {
        var v = Validation.ForUpdate();
        Assert.False(v.Text("a", default).IsPresent);
        Assert.Equal("solicitud.vacia", Assert.Throws<DominioException>(v.ThrowIfInvalid).Error.Codigo);
        v.Text("b", Optional<string>.Of(null));
        Assert.Equal(["b"], Assert.Throws<DominioException>(v.ThrowIfInvalid).Error.Fields!.Keys);

        v = Validation.ForUpdate();
        Assert.True(v.IdOrNull("c", Optional<int?>.Of(null)).IsNull);
        v.ThrowIfInvalid();
    }

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("""{"valor":null}""", true, null)]
    [InlineData("""{"valor":7}""", true, 7)]
    [InlineData("""{"valor":"7"}""", true, 7)]
    public void Opcional_FromJson_TellsAbsentFromNull(string json, bool present, int? value)
    {
        var read = JsonSerializer.Deserialize<Sobre>(json, ProsmexJson.Options)!.Valor;
        Assert.Equal(present, read.IsPresent);
        Assert.Equal(value, read.GetValueOrDefault(null));
    }

    [Fact]
    public void Opcional_OfAnotherType_TheErrorNamesTheField() =>
        Assert.Equal("$.valor", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sobre>("""{"valor":{}}""", ProsmexJson.Options)).Path);

    [Theory]
    [InlineData(null, null, 1, 10, 0)]
    [InlineData(0, 0, 1, 10, 0)]
    [InlineData(-5, -5, 1, 10, 0)]
    [InlineData(3, 500, 3, 200, 400)]
    [InlineData(int.MaxValue, 200, int.MaxValue, 200, int.MaxValue)]
    public void Paging_OutOfBounds_IsClamped(int? page, int? perPage, int expectedPage, int expectedPerPage, int skip)
    {
        var paging = new PageRequest(page, perPage);
        Assert.Equal((expectedPage, expectedPerPage, skip), (paging.Page, paging.PerPage, paging.Skip));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    public void TotalPages_OfATotal_IsRoundedUp(int total, int pages) => Assert.Equal(pages, new PageRequest(1, 10).TotalPages(total));

    private sealed record Sobre
    {
        public Optional<int?> Valor { get; init; }
    }
}
