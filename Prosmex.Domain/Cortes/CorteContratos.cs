using System.Text.Json.Serialization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Cortes;

/// <summary>The fields of a corte in a request: amounts that the client computed in floating point, and optionally the cash counted.</summary>
public sealed record CorteRequest
{
    private const int MaxGastos = 50;

    public Optional<NumberText> CorteTotal { get; init; }

    /// <summary>Required without <c>gastos</c>; with them it is their sum, or absent.</summary>
    [OptionalOnCreate]
    public Optional<NumberText> TotalGastos { get; init; }

    public Optional<NumberText> Semilla { get; init; }

    /// <summary>The cash that was counted and handed over, MXN; without it, all that was expected.</summary>
    [OptionalOnCreate]
    public Optional<NumberText> EfectivoContado { get; init; }

    /// <summary>The expenses line by line. A correction without them keeps the lines where their total stays.</summary>
    [OptionalOnCreate]
    public Optional<IReadOnlyList<CorteGastoRequest>> Gastos { get; init; }

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
        var gastos = v.Rows("gastos", Gastos, MaxGastos, CorteGastoRequest.Read);
        var lineas = gastos.GetValueOrDefault(null);
        var suma = lineas?.Sum(g => g.Monto);
        var total = suma is { } s && !TotalGastos.HasValue ? Optional<decimal>.Of(s) : v.Calculado("total_gastos", TotalGastos);
        var datos = new DatosDeCorte(
            v.Calculado("corte_total", CorteTotal, admiteNegativo: true),
            total,
            v.Calculado("semilla", Semilla),
            v.OptionalMonto("efectivo_contado", EfectivoContado),
            lineas);
        v.ThrowIfInvalid();
        return suma is { } dicha && dicha != total.GetValueOrDefault(0)
            ? throw new DominioException(CorteErrores.OtroTotal(dicha, total.GetValueOrDefault(0)))
            : datos;
    }
}

/// <summary>The validated amounts of a corte, MXN.</summary>
/// <param name="Gastos">Null where no lines were sent.</param>
public sealed record DatosDeCorte(
    Optional<decimal> CorteTotal,
    Optional<decimal> TotalGastos,
    Optional<decimal> Semilla,
    Optional<decimal> EfectivoContado,
    IReadOnlyList<DatosDeGasto>? Gastos = null);

/// <summary>A corte in responses. The three of the cash are there where it was counted, the expenses where they were sent line by line.</summary>
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Diferencia,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CorteGastoDto>? Gastos)
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
        corte.Diferencia,
        corte.Gastos.Count == 0 ? null : [.. corte.Gastos.OrderBy(g => g.Id).Select(g => new CorteGastoDto(g.Concepto, g.Monto))]);
}

/// <summary>The starting point of a corte, MXN.</summary>
/// <param name="EfectivoEsperado">The cash that the user should have, before the expenses that the corte will deduct: the two that follow.</param>
/// <param name="EfectivoRecibido">Received since the last corte.</param>
/// <param name="Arrastre">Carried over from earlier cortes: positive is owed by the user.</param>
/// <param name="Desde">Since when they hold it; null where they hold nothing.</param>
/// <param name="Nombre">Name and first surname of the user.</param>
/// <param name="Activo">A deactivated user holds their cash until someone makes their corte.</param>
public sealed record DatosDeCorteDto(
    decimal SobranteTotal,
    decimal BonoGlobal,
    decimal EfectivoEsperado,
    decimal EfectivoRecibido,
    decimal Arrastre,
    DateTimeOffset? Desde,
    int UsuarioId,
    string Nombre,
    bool Activo);

/// <summary>Whose corte is to be made, and the cash that they hold, MXN.</summary>
/// <param name="User">With the scope of their role; for reading reports alone.</param>
/// <param name="Nombre">Name and first surname.</param>
public sealed record PersonaDelCorte(CurrentUser User, string Nombre, bool Activo, decimal EfectivoRecibido, decimal Arrastre, DateTimeOffset? Desde);

/// <summary>Which past cortes.</summary>
/// <param name="Id">This one alone.</param>
/// <param name="Desde">First day.</param>
/// <param name="Hasta">Last day.</param>
public sealed record CortesFilter(int? Id, int? UsuarioId, DateOnly? Desde, DateOnly? Hasta);

/// <summary>A past corte, in force or voided. Amounts in MXN.</summary>
/// <param name="Fecha">When it was made; a replacement has the instant of the one that it replaces.</param>
/// <param name="Usuario">The user name of whose corte it is.</param>
/// <param name="Nombre">Their name and first surname.</param>
/// <param name="EfectivoRecibido">Since the corte before; null on one from before custody was tracked.</param>
/// <param name="EfectivoContado">Null where no count was sent.</param>
/// <param name="Diferencia">Counted less expected: negative is missing.</param>
/// <param name="Gastos">Line by line; empty where only their total was sent.</param>
/// <param name="Anulado">Deleted or corrected.</param>
/// <param name="SustituidoPor">The corte that corrects it.</param>
/// <param name="SustituyeA">The corte that it corrects.</param>
public sealed record CorteDeHistorialDto(
    int Id,
    DateTimeOffset Fecha,
    int UsuarioId,
    string Usuario,
    string Nombre,
    decimal CorteTotal,
    decimal TotalGastos,
    decimal Semilla,
    decimal? EfectivoRecibido,
    decimal? EfectivoEsperado,
    decimal? EfectivoContado,
    decimal? Diferencia,
    decimal? EfectivoEntregado,
    IReadOnlyList<CorteGastoDto> Gastos,
    bool Anulado,
    DateTimeOffset? AnuladoEn,
    int? SustituidoPor,
    int? SustituyeA);

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

    /// <summary>Beyond what is stored: an amount that was typed wrong, in this corte or in an earlier one that is carried over.</summary>
    public static readonly ErrorDeDominio EfectivoDemasiadoGrande = new(
        TipoDeError.Conflicto,
        "corte.efectivo_demasiado_grande",
        "El efectivo de este corte es más de lo que se puede guardar. Corrija el monto equivocado, de este corte o de uno anterior.");

    /// <summary>A count of a corte from before custody was tracked, such as an adopted one: there is nothing to compare it with.</summary>
    public static readonly ErrorDeDominio SinEfectivoEsperado = new(
        TipoDeError.Conflicto,
        "corte.sin_efectivo_esperado",
        "De este corte no se sabe cuánto efectivo se esperaba, porque es de antes de que se llevara la cuenta. Corrija los demás montos sin el efectivo contado.");

    public static ErrorDeDominio OtroTotal(decimal suma, decimal total) =>
        ErroresComunes.Invalido("total_gastos", $"la lista suma {Dinero.Text(suma)} y el total dice {Dinero.Text(total)}. Corrija uno de los dos.");

    /// <summary>Its payments would lie before a later cut and belong to no corte.</summary>
    public static ErrorDeDominio Posterior(int corteId) =>
        new(TipoDeError.Conflicto, "corte.posterior", $"Hay un corte más reciente de esta persona (corte núm. {corteId}). Elimine primero ese, o corrija los montos de este.");
}
