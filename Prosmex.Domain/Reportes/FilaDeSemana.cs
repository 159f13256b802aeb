using Prosmex.Domain.Common;

namespace Prosmex.Domain.Reportes;

/// <summary>What the one statement behind every report says of a group in a week; the rest follows from it.</summary>
/// <param name="Restante">Σ what the group's loans still owe, MXN.</param>
/// <param name="Total">Groups that the caller sees, whatever the page.</param>
internal sealed record FilaDeSemana(
    int Total,
    int? GrupoId,
    int? TitularId,
    string? Gerente,
    string? Supervisor,
    string? Titular,
    string? Ruta,
    string? Grupo,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal PrestamoPapel,
    decimal PrestamoReal,
    decimal Restante,
    int NumeroDeCreditos,
    int PrestamosActivos,
    int Faltas,
    int? BonoId,
    decimal? BonoMonto,
    decimal? BonoEntregaMin,
    decimal? BonoEntregaMax,
    int? BonoFallas)
{
    public decimal Bono => BonoMonto ?? 0;

    public decimal MorosidadMonto => CobranzaIdeal == 0 ? 0 : CobranzaIdeal - CobranzaReal;

    public decimal Sobrante => CobranzaReal - PrestamoPapel - Bono;

    public decimal SobranteLogico => -Restante - Bono;

    public FilaDeReporteDto Fila() => new(
        GrupoId!.Value,
        Gerente!,
        Supervisor!,
        Titular!,
        Ruta!,
        Grupo!,
        CobranzaIdeal,
        CobranzaReal,
        PrestamoPapel,
        PrestamoReal,
        MorosidadMonto,
        Fraccion(MorosidadMonto, CobranzaIdeal),
        Fraccion(PrestamoReal, CobranzaReal),
        Sobrante,
        SobranteLogico,
        Bono,
        NumeroDeCreditos,
        PrestamosActivos);

    public BonoDeGrupoDto BonoDeGrupo() => new(
        GrupoId!.Value,
        CobranzaReal,
        Faltas,
        BonoId is { } id ? new(id, Bono, BonoEntregaMin!.Value, BonoEntregaMax!.Value, BonoFallas!.Value) : null);

    public static TotalesDto Totales(IReadOnlyCollection<FilaDeSemana> filas)
    {
        var ideal = filas.Sum(f => f.CobranzaIdeal);
        var real = filas.Sum(f => f.CobranzaReal);
        var entregado = filas.Sum(f => f.PrestamoReal);
        var morosidad = filas.Sum(f => f.MorosidadMonto);
        return new(
            ideal,
            real,
            entregado,
            filas.Sum(f => f.PrestamoPapel),
            filas.Sum(f => f.NumeroDeCreditos),
            filas.Sum(f => f.PrestamosActivos),
            morosidad,
            Porcentaje(morosidad, ideal),
            Porcentaje(entregado, real),
            filas.Sum(f => f.Sobrante),
            filas.Sum(f => f.SobranteLogico),
            filas.Sum(f => f.Bono));
    }

    private static decimal? Fraccion(decimal parte, decimal todo) => todo == 0 ? null : Math.Round(parte / todo, 6, MidpointRounding.AwayFromZero);

    private static decimal Porcentaje(decimal parte, decimal todo) => todo == 0 ? 0 : Dinero.Redondear(parte / todo * 100);
}
