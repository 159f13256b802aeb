using Prosmex.Domain.Common;

namespace Prosmex.Domain.PorAclarar;

/// <summary>To which loan money por aclarar is applied.</summary>
public sealed record AplicarRequest
{
    public Optional<int?> PrestamoId { get; init; }

    /// <summary>A day or an instant; without it, when the collector received it, as far as the loan admits that.</summary>
    [OptionalOnCreate]
    public Optional<string> FechaPago { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (int PrestamoId, Fecha? Fecha) Validar()
    {
        var v = Validation.ForCreate();
        var (prestamo, fecha) = (v.Id("prestamo_id", PrestamoId), v.Fecha("fecha_pago", FechaPago));
        v.ThrowIfInvalid();
        return (prestamo.GetValueOrDefault(0), fecha.IsPresent ? fecha.GetValueOrDefault(default) : null);
    }
}

/// <summary>Why money por aclarar is returned or written off.</summary>
public sealed record CerrarRequest
{
    public Optional<string> Nota { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal string Validar()
    {
        var v = Validation.ForCreate();
        var nota = v.Text("nota", Nota, max: 500);
        v.ThrowIfInvalid();
        return nota.GetValueOrDefault(null)!;
    }
}

/// <summary>Which money to show.</summary>
public sealed record FiltroPorAclarar(string? Estado, int? GrupoId);

/// <summary>Money that a collector received and that could not be applied. Amounts in MXN.</summary>
/// <param name="PrestamoId">The loan that the phone said, which may not exist.</param>
/// <param name="UsuarioId">The collector.</param>
/// <param name="Usuario">His sign-in name.</param>
/// <param name="Codigo">Why it could not be applied.</param>
/// <param name="Motivo">The same for people.</param>
/// <param name="NotaDelCobro">What the collector noted.</param>
/// <param name="PagoId">The payment that it became.</param>
/// <param name="Nota">Why it was returned or written off.</param>
public sealed record PorAclararDto(
    int Id,
    Guid Clave,
    Guid EnvioId,
    int GrupoId,
    int PrestamoId,
    int UsuarioId,
    string Usuario,
    decimal Monto,
    DateTimeOffset OcurridoEn,
    DateTimeOffset RecibidoEn,
    string Codigo,
    string Motivo,
    string? NotaDelCobro,
    EstadoPorAclarar Estado,
    int? ResueltoPor,
    DateTimeOffset? ResueltoEn,
    int? PagoId,
    string? Nota);

/// <summary>Refusals of money por aclarar.</summary>
public static class PorAclararErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "por_aclarar.no_encontrado", "No existe ese dinero por aclarar.");

    public static ErrorDeDominio YaResuelto(EstadoPorAclarar estado) =>
        new(TipoDeError.Conflicto, "por_aclarar.ya_resuelto", $"Ese dinero ya no está por aclarar: quedó {EnumNames.NameOf(estado)}.");
}
