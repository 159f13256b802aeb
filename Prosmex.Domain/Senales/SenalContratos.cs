using System.ComponentModel;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Senales;

/// <summary>What gives the sign. Each is told in docs/senales.md.</summary>
public enum ReglaDeSenal
{
    [Description("alta y préstamo el mismo día")]
    AltaYPrestamo,

    [Description("contacto compartido")]
    ContactoCompartido,

    [Description("círculo de avales")]
    CirculoDeAvales,

    [Description("pagos de golpe")]
    PagosDeGolpe,

    [Description("pagos en día ajeno")]
    DiaAjeno,

    [Description("renovada sin entregar")]
    RenovadaSinEntregar,

    [Description("recibo sin pago")]
    ReciboSinPago,
}

/// <param name="Regla">Only this rule's.</param>
/// <param name="Descartadas">Those marked as false alarms instead of the others.</param>
/// <param name="Clave">Only those about this.</param>
public sealed record SenalFilter(ReglaDeSenal? Regla = null, bool Descartadas = false, string? Clave = null);

/// <summary>Something that may be a loan to an invented client, or money that a user keeps.</summary>
/// <param name="Clave">What it is about; with <c>regla</c> it names the sign for good.</param>
/// <param name="Mensaje">For the office, with the figures.</param>
/// <param name="GrupoId">The group that all its clients are in; null where they are in several.</param>
/// <param name="Prestamos">The loans' ids.</param>
/// <param name="Usuario">Who registered it, or whose phone made the receipt; null where that is not one user alone or is not known.</param>
/// <param name="Desde">The day it happened, Mexico City; null where that is not known.</param>
/// <param name="Descartada">Null where it was not marked as a false alarm.</param>
public sealed record SenalDto(
    ReglaDeSenal Regla,
    string Clave,
    string Mensaje,
    int? GrupoId,
    string? Grupo,
    IReadOnlyList<NombradoDto> Clientes,
    IReadOnlyList<int> Prestamos,
    NombradoDto? Usuario,
    DateOnly? Desde,
    DescartadaDto? Descartada);

/// <summary>Who called a sign a false alarm, when and why.</summary>
public sealed record DescartadaDto(NombradoDto Por, DateTimeOffset En, string Nota);

/// <summary>A sign that was looked into.</summary>
public sealed record DescartarSenalRequest
{
    public Optional<string> Regla { get; init; }

    public Optional<string> Clave { get; init; }

    /// <summary>Why it is a false alarm: 1 to 500 characters.</summary>
    public Optional<string> Nota { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (ReglaDeSenal Regla, string Clave, string Nota) Validate()
    {
        var v = Validation.ForCreate();
        var (regla, clave) = SenalFields.Read(v, Regla, Clave);
        var nota = v.Text("nota", Nota, SenalFields.MaximoDeNota);
        v.ThrowIfInvalid();
        return (regla.GetValueOrDefault(default), clave.GetValueOrDefault(null)!, nota.GetValueOrDefault(null)!);
    }
}

/// <summary>A sign that is to be listed again.</summary>
public sealed record RecuperarSenalRequest
{
    public Optional<string> Regla { get; init; }

    public Optional<string> Clave { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (ReglaDeSenal Regla, string Clave) Validate()
    {
        var v = Validation.ForCreate();
        var (regla, clave) = SenalFields.Read(v, Regla, Clave);
        v.ThrowIfInvalid();
        return (regla.GetValueOrDefault(default), clave.GetValueOrDefault(null)!);
    }
}

internal static class SenalFields
{
    public const int MaximoDeNota = 500;

    /// <summary>Of longer ones the hash is stored.</summary>
    public const int MaximoDeClave = 100;

    private static readonly IReadOnlyDictionary<string, ReglaDeSenal> Reglas = EnumNames.ByName<ReglaDeSenal>();

    public static (Optional<ReglaDeSenal> Regla, Optional<string> Clave) Read(Validation v, Optional<string> regla, Optional<string> clave) =>
        (v.OneOf("regla", regla, Reglas), v.Text("clave", clave, MaximoDeClave));
}

public static class SenalErrores
{
    public static readonly ErrorDeDominio NoEncontrada =
        new(TipoDeError.NoEncontrado, "senal.no_encontrada", "Esa señal ya no existe o no es de sus grupos. Actualice la lista.");

    public static readonly ErrorDeDominio YaDescartada =
        new(TipoDeError.Conflicto, "senal.ya_descartada", "Esa señal ya está marcada como falsa alarma. Actualice la lista.");

    public static readonly ErrorDeDominio NoDescartada =
        new(TipoDeError.Conflicto, "senal.no_descartada", "Esa señal no está marcada como falsa alarma. Actualice la lista.");
}
