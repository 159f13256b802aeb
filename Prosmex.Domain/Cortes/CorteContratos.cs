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

    /// <summary>Whose corte it is: the caller's, or of a caller who may edit information anybody's, deactivated users included.</summary>
    [OptionalOnCreate, CreateOnly]
    public Optional<int?> UsuarioId { get; init; }

    /// <returns>Whose corte it is; null for the caller's.</returns>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (DatosDeCorte Datos, int? UsuarioId) ValidateNew()
    {
        var v = Validation.ForCreate();
        var usuarioId = UsuarioId.HasValue ? v.Id("usuario_id", UsuarioId).GetValueOrDefault(0) : (int?)null;
        return (Validate(v), usuarioId);
    }

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

/// <summary>The cash that a user holds and has not handed over.</summary>
/// <param name="Usuario">Their user name.</param>
/// <param name="Nombre">Their name, and first surname.</param>
/// <param name="Activo">A deactivated user holds their cash until someone makes their corte.</param>
/// <param name="Efectivo">MXN; negative is what they handed over in excess.</param>
/// <param name="Desde">Since the first entry after their last corte; since that corte, where something was carried over from it.</param>
public sealed record CustodiaDto(int UsuarioId, string Usuario, string Nombre, string Rol, bool Activo, decimal Efectivo, DateTimeOffset? Desde);

public static class CorteErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "corte.no_encontrado", "No existe ese corte de caja o no está entre los suyos. Actualice la lista y elija otro.");

    /// <summary>Its payments would lie before a later cut and belong to no corte.</summary>
    public static ErrorDeDominio Posterior(int corteId) =>
        new(TipoDeError.Conflicto, "corte.posterior", $"Hay un corte más reciente de esta persona (corte núm. {corteId}). Elimine primero ese, o corrija los montos de este.");
}
