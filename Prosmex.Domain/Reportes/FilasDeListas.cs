namespace Prosmex.Domain.Reportes;

/// <summary>The columns that every list of loans has; one row without a loan carries the totals where the page is empty.</summary>
internal interface IFilaDeLista : IFiltered
{
    public int Total { get; }

    public int? PrestamoId { get; }
}

/// <summary>A row of the portfolio.</summary>
internal sealed record FilaDeCartera(
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
    int? GrupoId,
    string? Grupo,
    int? RutaId,
    string? Ruta,
    string? Titular,
    string? Gestor,
    int? Dias,
    decimal? Atrasado,
    DateOnly? AtrasadoDesde,
    decimal? Restante,
    DateTimeOffset? UltimaVisita,
    DateTimeOffset? UltimoPago,
    int? Faltas) : IFilaDeLista
{
    public PrestamoDeCarteraDto Prestamo() => new(
        PrestamoId!.Value,
        ClienteId,
        Cliente!,
        Telefono,
        GrupoId!.Value,
        Grupo!,
        RutaId!.Value,
        Ruta!,
        Titular!,
        Gestor!,
        Dias!.Value,
        Atrasado!.Value,
        AtrasadoDesde,
        Restante!.Value,
        UltimaVisita,
        UltimoPago,
        Faltas!.Value);
}

/// <summary>A row of the week's faltas.</summary>
internal sealed record FilaDeFalta(
    bool GrupoConocido,
    bool RutaConocida,
    bool TitularConocido,
    int Total,
    decimal TotalDebia,
    decimal TotalAbonado,
    decimal TotalRestante,
    int? PrestamoId,
    int? ClienteId,
    string? Cliente,
    string? Telefono,
    int? GrupoId,
    string? Grupo,
    string? Ruta,
    string? Titular,
    decimal? Debia,
    decimal? Abonado,
    decimal? Restante,
    DateTimeOffset? UltimaVisita) : IFilaDeLista
{
    public FaltaDeSemanaDto Falta() => new(
        PrestamoId!.Value, ClienteId, Cliente!, Telefono, GrupoId!.Value, Grupo!, Ruta!, Titular!, Debia!.Value, Abonado!.Value, Restante!.Value, UltimaVisita);
}

/// <summary>The row of a loan that the sheet still asks for money.</summary>
internal sealed record FilaPorCobrar(
    bool GrupoConocido,
    bool RutaConocida,
    bool TitularConocido,
    int Total,
    decimal TotalVence,
    decimal TotalAtrasado,
    int? PrestamoId,
    int? ClienteId,
    string? Cliente,
    string? Telefono,
    string? Aval,
    int? GrupoId,
    string? Grupo,
    string? Ruta,
    string? Titular,
    decimal? Vence,
    decimal? Atrasado,
    DateOnly? AtrasadoDesde,
    decimal? Restante,
    DateTimeOffset? UltimaVisita,
    int? Faltas) : IFilaDeLista
{
    public PrestamoSinCobrarDto Prestamo() => new(
        PrestamoId!.Value,
        ClienteId,
        Cliente!,
        Telefono,
        Aval!,
        GrupoId!.Value,
        Grupo!,
        Ruta!,
        Titular!,
        Vence!.Value,
        Atrasado!.Value,
        AtrasadoDesde,
        Restante!.Value,
        UltimaVisita,
        Faltas!.Value);
}
