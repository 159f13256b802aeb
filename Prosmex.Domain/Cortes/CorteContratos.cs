using Prosmex.Domain.Common;

namespace Prosmex.Domain.Cortes;

/// <summary>What a request says about a corte: amounts that the client computed in floating point.</summary>
public sealed record CorteRequest
{
    public Opcional<Numero> CorteTotal { get; init; }

    public Opcional<Numero> TotalGastos { get; init; }

    public Opcional<Numero> Semilla { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeCorte Validar(Validacion v)
    {
        var datos = new DatosDeCorte(
            v.Calculado("corte_total", CorteTotal, admiteNegativo: true), v.Calculado("total_gastos", TotalGastos), v.Calculado("semilla", Semilla));
        v.Exigir();
        return datos;
    }
}

/// <summary>The checked amounts of a corte that a request sets, MXN.</summary>
public sealed record DatosDeCorte(Opcional<decimal> CorteTotal, Opcional<decimal> TotalGastos, Opcional<decimal> Semilla);

/// <summary>A corte as clients read it.</summary>
/// <param name="FechaInicio">When it was made.</param>
public sealed record CorteDto(int Id, DateTimeOffset FechaInicio, decimal CorteTotal, decimal TotalGastos, decimal Semilla, int UsuarioId)
{
    internal static CorteDto De(Corte corte) => new(corte.Id, corte.Fecha, corte.CorteTotal, corte.TotalGastos, corte.Semilla, corte.UsuarioId);
}

/// <summary>Refusals of the cortes' room.</summary>
public static class CorteErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "corte.no_encontrado", "No existe ese corte.");
}
