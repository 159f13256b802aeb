using System.Text.Json;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Common;

public sealed class ValidacionTests
{
    [Theory]
    [InlineData("", "vacío")]
    [InlineData("   ", "vacío")]
    [InlineData("a\0b", "guardar")]
    [InlineData("a\ud800", "guardar")]
    [InlineData("a\nb", "guardar")]
    [InlineData("\u200b", "guardar")]
    [InlineData("a\u202eb", "guardar")]
    [InlineData("\ufffe", "guardar")]
    [InlineData("a\ufdd0", "guardar")]
    [InlineData("\U0001ffff", "guardar")]
    [InlineData("123456", "hasta 5")]
    public void Texto_NoAdmisible_DiceElProblema(string texto, string problema)
    {
        var v = Validacion.AlCrear();
        v.Texto("campo", Opcional<string>.De(texto), maximo: 5);
        var ex = Assert.Throws<DominioException>(v.Exigir);
        Assert.Equal("solicitud.invalida", ex.Error.Codigo);
        Assert.Contains(problema, ex.Error.Campos!["campo"], StringComparison.Ordinal);
    }

    [Fact]
    public void Texto_ConEspaciosYSignosSueltos_SeGuardaLimpioYCompuesto()
    {
        var v = Validacion.AlCrear();
        Assert.Equal("Ñoño 😀", v.Texto("campo", Opcional<string>.De("  N\u0303oño 😀 ")).Sobre(null));
        v.Exigir();
    }

    [Fact]
    public void AlCrear_AusenteYNull_SonLoMismoYSeJuntan()
    {
        var v = Validacion.AlCrear();
        v.Texto("a", default);
        v.Texto("b", Opcional<string>.De(null));
        v.Entero("c", Opcional<int?>.De(8), 0, 7);
        v.IdONull("d", default);
        v.IdONull("e", Opcional<int?>.De(null));
        v.IdONull("f", default, puedeFaltar: true);
        Assert.False(v.Booleano("g", Opcional<bool?>.De(null)).Presente);
        Assert.Equal(["a", "b", "c", "d"], Assert.Throws<DominioException>(v.Exigir).Error.Campos!.Keys);
    }

    [Fact]
    public void AlEditar_AusenteSeDeja_NullSeRechaza_NadaEsSolicitudVacia()
    {
        var v = Validacion.AlEditar();
        Assert.False(v.Texto("a", default).Presente);
        Assert.Equal("solicitud.vacia", Assert.Throws<DominioException>(v.Exigir).Error.Codigo);
        v.Texto("b", Opcional<string>.De(null));
        Assert.Equal(["b"], Assert.Throws<DominioException>(v.Exigir).Error.Campos!.Keys);

        v = Validacion.AlEditar();
        Assert.True(v.IdONull("c", Opcional<int?>.De(null)).EsNull);
        v.Exigir();
    }

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("""{"valor":null}""", true, null)]
    [InlineData("""{"valor":7}""", true, 7)]
    [InlineData("""{"valor":"7"}""", true, 7)]
    public void Opcional_DesdeJson_DistingueAusenteDeNull(string json, bool presente, int? valor)
    {
        var leido = JsonSerializer.Deserialize<Sobre>(json, JsonProsmex.Opciones)!.Valor;
        Assert.Equal(presente, leido.Presente);
        Assert.Equal(valor, leido.Sobre(null));
    }

    [Fact]
    public void Opcional_DeOtroTipo_ElErrorNombraElCampo() =>
        Assert.Equal("$.valor", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sobre>("""{"valor":{}}""", JsonProsmex.Opciones)).Path);

    [Theory]
    [InlineData(null, null, 1, 10, 0)]
    [InlineData(0, 0, 1, 10, 0)]
    [InlineData(-5, -5, 1, 10, 0)]
    [InlineData(3, 500, 3, 200, 400)]
    [InlineData(int.MaxValue, 200, int.MaxValue, 200, int.MaxValue)]
    public void Paginacion_FueraDeLimites_SeAcomoda(int? page, int? perPage, int esperadaPage, int esperadaPerPage, int saltar)
    {
        var paginacion = new Paginacion(page, perPage);
        Assert.Equal((esperadaPage, esperadaPerPage, saltar), (paginacion.Page, paginacion.PerPage, paginacion.Saltar));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    public void TotalDePaginas_PorTotal_RedondeaHaciaArriba(int total, int paginas) => Assert.Equal(paginas, new Paginacion(1, 10).TotalDePaginas(total));

    private sealed record Sobre
    {
        public Opcional<int?> Valor { get; init; }
    }
}
