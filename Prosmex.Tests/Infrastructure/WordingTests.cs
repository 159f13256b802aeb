namespace Prosmex.Tests.Infrastructure;

[Trait("Kind", "Unit")]
public sealed class WordingTests
{
    [Theory]
    [InlineData("fecha_pago: no sirve.", "fecha_pago")]
    [InlineData("No puede ser null.", "null")]
    [InlineData("Use una clave nueva.", "clave")]
    [InlineData("Desde el 2026-11-18.", "2026-11-18")]
    [InlineData("Clave de elector (INE): use hasta 18 caracteres.", null)]
    public void FindWord_InATextForUsers_IsTheOneThatTheyDoNotKnow(string text, string? word) => Assert.Equal(word, Wording.FindWord(text));
}
