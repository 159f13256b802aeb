using Prosmex.Domain.Common;

namespace Prosmex.Domain.Reportes;

/// <summary>The figures of a group's week from <see cref="SemanaQuery"/>; all others are derived.</summary>
/// <param name="Restante">Σ what the group's loans still owe, MXN.</param>
/// <param name="Total">Groups that the caller sees, on all pages.</param>
internal sealed record FilaDeSemana(
    int Total,
    bool GrupoConocido,
    bool RutaConocida,
    bool TitularConocido,
    int? GrupoId,
    int? RutaId,
    int? TitularId,
    int? GestorId,
    string? Gerente,
    string? Supervisor,
    string? Titular,
    string? Gestor,
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
    int PorCobrar,
    int? BonoId,
    decimal? BonoMonto,
    decimal? BonoEntregaMin,
    decimal? BonoEntregaMax,
    int? BonoFallas) : IFiltered
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
        Dinero.Fraction(MorosidadMonto, CobranzaIdeal),
        Dinero.Fraction(PrestamoReal, CobranzaReal),
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

    public CobranzaDeGrupoDto ToCobranza() => new(
        GrupoId!.Value,
        Grupo!,
        RutaId!.Value,
        Ruta!,
        TitularId,
        Titular!,
        GestorId,
        Gestor!,
        CobranzaIdeal,
        CobranzaReal,
        MorosidadMonto,
        Dinero.Fraction(MorosidadMonto, CobranzaIdeal),
        Faltas,
        Bono,
        PrestamosActivos,
        PorCobrar);

    /// <param name="grupos">Of one route; not empty.</param>
    public static CobranzaDeRutaDto DeRuta(IReadOnlyList<FilaDeSemana> grupos)
    {
        var una = grupos[0];
        var ideal = grupos.Sum(g => g.CobranzaIdeal);
        var morosidad = grupos.Sum(g => g.MorosidadMonto);
        return new(
            una.RutaId!.Value,
            una.Ruta!,
            una.Gerente!,
            una.Supervisor!,
            grupos.Count,
            ideal,
            grupos.Sum(g => g.CobranzaReal),
            morosidad,
            Dinero.Fraction(morosidad, ideal),
            grupos.Sum(g => g.Faltas),
            grupos.Sum(g => g.Bono),
            grupos.Sum(g => g.PrestamosActivos),
            grupos.Sum(g => g.PorCobrar));
    }
}

/// <summary>The totals of streamed rows.</summary>
internal sealed class SumaDeReporte
{
    private decimal _ideal, _real, _entregado, _papel, _morosidad, _sobrante, _sobranteLogico, _bono;
    private int _creditos, _activos;

    public void Agregar(FilaDeReporteDto fila)
    {
        _ideal += fila.CobranzaIdeal;
        _real += fila.CobranzaReal;
        _entregado += fila.PrestamoReal;
        _papel += fila.PrestamoPapel;
        _morosidad += fila.MorosidadMonto;
        _sobrante += fila.Sobrante;
        _sobranteLogico += fila.SobranteLogico;
        _bono += fila.Bono;
        _creditos += fila.NumeroDeCreditos;
        _activos += fila.PrestamosActivos;
    }

    public TotalesDto Totales() => new(
        _ideal,
        _real,
        _entregado,
        _papel,
        _creditos,
        _activos,
        _morosidad,
        Dinero.Porcentaje(_morosidad, _ideal),
        Dinero.Porcentaje(_entregado, _real),
        _sobrante,
        _sobranteLogico,
        _bono);
}

/// <summary>The same sums, computed by the statement where the rows are not needed.</summary>
internal sealed record FilaDeTotales(
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal PrestamoPapel,
    decimal PrestamoReal,
    decimal Restante,
    decimal MorosidadMonto,
    decimal Bono,
    int NumeroDeCreditos,
    int PrestamosActivos)
{
    public TotalesDto Totales() => new(
        CobranzaIdeal,
        CobranzaReal,
        PrestamoReal,
        PrestamoPapel,
        NumeroDeCreditos,
        PrestamosActivos,
        MorosidadMonto,
        Dinero.Porcentaje(MorosidadMonto, CobranzaIdeal),
        Dinero.Porcentaje(PrestamoReal, CobranzaReal),
        CobranzaReal - PrestamoPapel - Bono,
        -Restante - Bono,
        Bono);
}
