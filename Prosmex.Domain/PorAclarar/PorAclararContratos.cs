using Prosmex.Domain.Common;

namespace Prosmex.Domain.PorAclarar;

/// <summary>The loan to which money por aclarar is applied.</summary>
public sealed record AplicarRequest
{
    public Optional<int?> PrestamoId { get; init; }

    /// <summary>A day or an instant; defaults to the time of collection, where the loan allows it.</summary>
    [OptionalOnCreate]
    public Optional<string> FechaPago { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (int PrestamoId, Fecha? Fecha) Validate()
    {
        var v = Validation.ForCreate();
        var (prestamo, fecha) = (v.Id("prestamo_id", PrestamoId), v.Fecha("fecha_pago", FechaPago));
        v.ThrowIfInvalid();
        return (prestamo.GetValueOrDefault(0), fecha.IsPresent ? fecha.GetValueOrDefault(default) : null);
    }
}

/// <summary>The filters of the list.</summary>
public sealed record PorAclararFilter(EstadoPorAclarar? Estado, int? GrupoId);

/// <summary>Money that a collector received and that could not be applied. Amounts in MXN.</summary>
/// <param name="PrestamoId">The loan id that the phone sent, which may not exist.</param>
/// <param name="UsuarioId">The collector.</param>
/// <param name="Usuario">Sign-in name of the collector.</param>
/// <param name="UsuarioNombre">Name and first surname of the collector.</param>
/// <param name="Grupo">The name of the group in whose sheet it was received.</param>
/// <param name="ClienteId">The client of that loan; null where it does not exist or the caller does not see it.</param>
/// <param name="Cliente">Their full name.</param>
/// <param name="ResueltoPorNombre">Name and first surname of who resolved it.</param>
/// <param name="Codigo">Why it could not be applied.</param>
/// <param name="Motivo">The message for <c>codigo</c>.</param>
/// <param name="NotaDelCobro">What the collector noted.</param>
/// <param name="PagoId">The payment that it became.</param>
/// <param name="Nota">The reason for the return or the write-off.</param>
public sealed record PorAclararDto(
    int Id,
    Guid Clave,
    Guid EnvioId,
    int GrupoId,
    string Grupo,
    int PrestamoId,
    int? ClienteId,
    string? Cliente,
    int UsuarioId,
    string Usuario,
    string UsuarioNombre,
    decimal Monto,
    DateTimeOffset OcurridoEn,
    DateTimeOffset RecibidoEn,
    string Codigo,
    string Motivo,
    string? NotaDelCobro,
    EstadoPorAclarar Estado,
    int? ResueltoPor,
    string? ResueltoPorNombre,
    DateTimeOffset? ResueltoEn,
    int? PagoId,
    string? Nota);

public static class PorAclararErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "por_aclarar.no_encontrado", "No existe ese dinero por aclarar o no es de sus grupos. Actualice la lista y elija otro.");

    public static ErrorDeDominio YaResuelto(EstadoPorAclarar estado) =>
        new(TipoDeError.Conflicto, "por_aclarar.ya_resuelto", $"Ese dinero ya se aclaró: {estado switch
        {
            EstadoPorAclarar.Aplicado => "se aplicó al préstamo",
            EstadoPorAclarar.Devuelto => "se devolvió al cliente",
            _ => "se dio de baja",
        }}. Actualice la lista.");
}
