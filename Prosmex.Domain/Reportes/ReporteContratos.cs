namespace Prosmex.Domain.Reportes;

/// <summary>
/// A group's week. People are named with their first surname only, empty where there is none. Amounts in MXN; the two percentages are fractions, null
/// where they are not defined.
/// </summary>
public sealed record FilaDeReporteDto(
    int GrupoId,
    string Gerente,
    string Supervisor,
    string Titular,
    string Ruta,
    string Grupo,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal PrestamoPapel,
    decimal PrestamoReal,
    decimal MorosidadMonto,
    decimal? MorosidadPorcentaje,
    decimal? PorcentajePrestamo,
    decimal Sobrante,
    decimal SobranteLogico,
    decimal Bono,
    int NumeroDeCreditos,
    int PrestamosActivos);

/// <summary>The sums of all rows. The two percentages are × 100 with two decimals, 0 where they are not defined: the client formats them without a check.</summary>
public sealed record TotalesDto(
    decimal TotalCobranzaIdeal,
    decimal TotalCobranzaReal,
    decimal TotalPrestamoReal,
    decimal TotalPrestamoPapel,
    int TotalNumeroDeCreditos,
    int TotalPrestamosActivos,
    decimal MorosidadMonto,
    decimal MorosidadPorcentaje,
    decimal PorcentajePrestamo,
    decimal Sobrante,
    decimal TotalSobranteLogico,
    decimal TotalBono);

/// <summary>A group's earnings for its titular this week.</summary>
public sealed record BonoDeGrupoDto(int GrupoId, decimal CobranzaRealSemanal, int FaltasDeGrupo, BonoAplicadoDto? BonoAplicado);

/// <summary>The bracket that applied.</summary>
public sealed record BonoAplicadoDto(int Id, decimal Monto, decimal EntregaMin, decimal EntregaMax, int Fallas);

/// <summary>The remaining balance of the caller's loans, as a negative amount, and the earnings of the caller's groups this week, MXN.</summary>
public sealed record CifrasDeCorte(decimal SobranteTotal, decimal BonoGlobal);
