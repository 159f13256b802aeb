using Prosmex.Domain.Clientes;

namespace Prosmex.Tests.Clientes;

[Trait("Kind", "Unit")]
public sealed class AvalRulesTests
{
    private static readonly AvalCandidate Good = new(
        ClienteId: 1, GrupoDelCliente: 10, AvalId: 2, GrupoDelAval: 10, EsAval: true, PrestamosAbiertosComoAval: 0, EsAvalDelPrestamoAbierto: false);

    [Fact]
    public void Evaluar_SameGrupoAndMarked_IsValidWithoutWarnings()
    {
        var result = ReglasDelAval.Evaluate(Good);
        Assert.True(result.IsValid);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void Evaluar_EachRule_IsAnErrorOfItsOwn()
    {
        Assert.Single(ReglasDelAval.Evaluate(Good with { AvalId = 1 }).Errors);
        Assert.Single(ReglasDelAval.Evaluate(Good with { ClaveEnComun = "CURP" }).Errors);
        Assert.Single(ReglasDelAval.Evaluate(Good with { AvalId = 1, ClaveEnComun = "CURP" }).Errors);
        Assert.Single(ReglasDelAval.Evaluate(Good with { EsAval = false }).Errors);
        Assert.Single(ReglasDelAval.Evaluate(Good with { GrupoDelAval = 11 }).Errors);
        Assert.Equal(3, ReglasDelAval.Evaluate(Good with { AvalId = 1, EsAval = false, GrupoDelAval = 11 }).Errors.Count);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void Evaluar_BacksSeveralPrestamos_WarnsAndDoesNotRefuse(int abiertos, int avisos)
    {
        var result = ReglasDelAval.Evaluate(Good with { PrestamosAbiertosComoAval = abiertos });
        Assert.True(result.IsValid);
        Assert.Equal(avisos, result.Warnings.Count);
    }

    [Fact]
    public void Evaluar_RenovacionThatKeepsItsAval_PassesUnchecked() =>
        Assert.True(ReglasDelAval.Evaluate(Good with { EsAval = false, GrupoDelAval = 11, EsAvalDelPrestamoAbierto = true }).IsValid);
}
