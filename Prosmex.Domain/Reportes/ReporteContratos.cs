namespace Prosmex.Domain.Reportes;

/// <summary>A group's week. Amounts in MXN; the two percentages are fractions, null where they are not defined.</summary>
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

/// <summary>The sums of all rows. The two percentages are × 100 with two decimals, 0 where they are not defined: the client formats them unasked.</summary>
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

/// <summary>What a group earned its titular this week.</summary>
public sealed record BonoDeGrupoDto(int GrupoId, decimal CobranzaRealSemanal, int FaltasDeGrupo, BonoAplicadoDto? BonoAplicado);

/// <summary>The bracket that applied.</summary>
public sealed record BonoAplicadoDto(int Id, decimal Monto, decimal EntregaMin, decimal EntregaMax, int Fallas);

/// <summary>What the caller's loans still owe, as a negative amount, and what his groups earned him this week, MXN.</summary>
public sealed record CifrasDeCorte(decimal SobranteTotal, decimal BonoGlobal);
