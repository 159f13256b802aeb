using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;

namespace Prosmex.Domain.Reportes;

/// <summary>The row of a late loan; one row without a loan carries the totals where the page is empty.</summary>
/// <param name="Visita">The outcome of the last visit; null where there was none.</param>
/// <param name="Promesa">What became of the last promise; null where nothing was promised.</param>
/// <param name="Paso">The first day of the next step.</param>
internal sealed record FilaDeAtrasado(
    bool GrupoConocido,
    bool RutaConocida,
    bool TitularConocido,
    int Total,
    decimal TotalAtrasado,
    decimal TotalRestante,
    int? PrestamoId,
    int? ClienteId,
    string? Cliente,
    string? Telefono,
    string? Aval,
    int? GrupoId,
    string? Grupo,
    string? Ruta,
    string? Titular,
    string? Gestor,
    int? Dias,
    DateOnly? AtrasadoDesde,
    decimal? Atrasado,
    decimal? Restante,
    DateTimeOffset? VisitadoEn,
    string? Visita,
    decimal? Monto,
    string? Nota,
    string? RegistradoPor,
    string? Promesa,
    DateOnly? PromesaFecha,
    decimal? PromesaMonto,
    DateTimeOffset? PrometidaEn,
    decimal? Pagado,
    int? Paso) : IFilaDeLista
{
    public AtrasadoDto Prestamo(PasosDeAtraso pasos) => new(
        PrestamoId!.Value,
        ClienteId!.Value,
        Cliente!,
        Telefono,
        Aval!,
        GrupoId!.Value,
        Grupo!,
        Ruta!,
        Titular!,
        Gestor!,
        Dias!.Value,
        AtrasadoDesde!.Value,
        Atrasado!.Value,
        Restante!.Value,
        Visita is null ? null : new(VisitadoEn!.Value, EnumNames.Parse<Visita>(Visita), Monto!.Value, Nota, RegistradoPor!),
        Promesa is null ? null : new(PromesaFecha!.Value, PromesaMonto!.Value, PrometidaEn!.Value, Pagado!.Value, EnumNames.Parse<EstadoDePromesa>(Promesa)),
        pasos.Of(Paso));
}
