using System.Text.Json.Serialization;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Cortes;

/// <summary>The fields of a corte in a request: amounts that the client computed in floating point, and optionally the cash counted.</summary>
public sealed record CorteRequest
{
    public Optional<NumberText> CorteTotal { get; init; }

    public Optional<NumberText> TotalGastos { get; init; }

    public Optional<NumberText> Semilla { get; init; }

    /// <summary>The cash that was counted and handed over, MXN; without it, all that was expected.</summary>
    [OptionalOnCreate]
    public Optional<NumberText> EfectivoContado { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeCorte Validate(Validation v)
    {
        var datos = new DatosDeCorte(
            v.Calculado("corte_total", CorteTotal, admiteNegativo: true),
            v.Calculado("total_gastos", TotalGastos),
            v.Calculado("semilla", Semilla),
            v.OptionalMonto("efectivo_contado", EfectivoContado));
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The validated amounts of a corte, MXN.</summary>
public sealed record DatosDeCorte(Optional<decimal> CorteTotal, Optional<decimal> TotalGastos, Optional<decimal> Semilla, Optional<decimal> EfectivoContado);

/// <summary>A corte in responses. The last three are there where the cash was counted.</summary>
/// <param name="FechaInicio">When it was made.</param>
/// <param name="Diferencia">Counted less expected: negative is missing.</param>
public sealed record CorteDto(
    int Id,
    DateTimeOffset FechaInicio,
    decimal CorteTotal,
    decimal TotalGastos,
    decimal Semilla,
    int UsuarioId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? EfectivoEsperado,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? EfectivoContado,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Diferencia)
{
    internal static CorteDto De(Corte corte) => new(
        corte.Id,
        corte.Fecha,
        corte.CorteTotal,
        corte.TotalGastos,
        corte.Semilla,
        corte.UsuarioId,
        corte.EfectivoContado is null ? null : corte.EfectivoEsperado,
        corte.EfectivoContado,
        corte.Diferencia);
}

/// <summary>The starting point of a corte, MXN.</summary>
/// <param name="EfectivoEsperado">The cash that the caller should have, before the expenses that the corte will deduct.</param>
public sealed record DatosDeCorteDto(decimal SobranteTotal, decimal BonoGlobal, decimal EfectivoEsperado);

public static class CorteErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "corte.no_encontrado", "No existe ese corte.");

    /// <summary>Its payments would lie before a later cut and belong to no corte.</summary>
    public static ErrorDeDominio Posterior(int corteId) =>
        new(TipoDeError.Conflicto, "corte.posterior", $"El usuario ya hizo otro corte, el {corteId}: elimine antes ese, o corrija los montos de este.");
}
