using System.ComponentModel;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Reportes;

/// <summary>The order of the portfolio; within it by loan.</summary>
public enum OrdenDeCartera
{
    /// <summary>Most days late first.</summary>
    Atraso,

    /// <summary>The largest balance first.</summary>
    [Description("saldo")]
    Restante,

    /// <summary>By name in Spanish order.</summary>
    Cliente,

    /// <summary>By group, then client.</summary>
    Grupo,
}

/// <summary>The order of the loans that the collection sheet asks money for; within it by loan.</summary>
public enum OrdenDePorCobrar
{
    /// <summary>By group, then client.</summary>
    Grupo,

    /// <summary>By name in Spanish order.</summary>
    Cliente,

    /// <summary>The largest amount first.</summary>
    [Description("lo que debe")]
    Debe,
}

/// <summary>Which open loans of a week are listed, besides what the report is limited to.</summary>
/// <param name="Desde">At least so many days late; null for any number.</param>
/// <param name="Hasta">At most so many days late; null for no end.</param>
/// <param name="ConFaltas">Only loans with recorded faltas.</param>
/// <param name="Q">Part of the client's name.</param>
public sealed record CarteraFilter(int? Desde = null, int? Hasta = null, bool ConFaltas = false, string? Q = null, OrdenDeCartera Orden = OrdenDeCartera.Atraso)
{
    /// <summary>What is wrong with days late that are no such number.</summary>
    public const string DaysProblem = "escriba cuántos días de atraso, con un número entero desde 0.";

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    public void Validate()
    {
        if (Desde < 0)
        {
            throw new DominioException(ErroresComunes.Invalido("desde", DaysProblem));
        }

        if (Hasta < (Desde ?? 0))
        {
            throw new DominioException(ErroresComunes.Invalido("hasta", Hasta < 0 ? DaysProblem : $"escriba {Desde} o más días."));
        }
    }
}

/// <summary>Which loans that the collection sheet asks money for are listed, besides what the report is limited to.</summary>
/// <param name="Q">Part of the client's name.</param>
public sealed record PorCobrarFilter(string? Q = null, OrdenDePorCobrar Orden = OrdenDePorCobrar.Grupo);

/// <summary>An open loan at the end of a week, or now. Amounts in MXN.</summary>
/// <param name="ClienteId">Null where the client has moved since to a group that the caller does not see; they are not named then.</param>
/// <param name="Telefono">E.164; null where none is known, and for a client who is not named.</param>
/// <param name="Titular">Of the group, at the end of the week.</param>
/// <param name="Gestor">Of the group, at present.</param>
/// <param name="DiasDeAtraso">Since the Sunday of the oldest week of its plan that is not fully paid.</param>
/// <param name="Atrasado">Due in the weeks before the requested one, which itself is never late.</param>
/// <param name="AtrasadoDesde">That Sunday; null where the loan is not late.</param>
/// <param name="UltimaVisita">The last payment in force until then, visits without money included; null for none.</param>
/// <param name="UltimoPago">The last payment in force with money; null for none.</param>
/// <param name="Faltas">Faltas recorded until then.</param>
public sealed record PrestamoDeCarteraDto(
    int PrestamoId,
    int? ClienteId,
    string Cliente,
    string? Telefono,
    int GrupoId,
    string Grupo,
    int RutaId,
    string Ruta,
    string Titular,
    string Gestor,
    int DiasDeAtraso,
    decimal Atrasado,
    DateOnly? AtrasadoDesde,
    decimal Restante,
    DateTimeOffset? UltimaVisita,
    DateTimeOffset? UltimoPago,
    int Faltas);

/// <summary>A page of the portfolio, and the sums of all pages.</summary>
public sealed record CarteraDeSemana(Page<PrestamoDeCarteraDto> Prestamos, decimal TotalAtrasado, decimal TotalRestante);

/// <summary>A loan with a falta in a week: recorded if the week is closed, else the one that there would be if it closed now. Amounts in MXN.</summary>
/// <param name="ClienteId">Null where the client has moved since to a group that the caller does not see; they are not named then.</param>
/// <param name="Telefono">E.164; null where none is known, and for a client who is not named.</param>
/// <param name="Titular">Of the group, at the end of the week.</param>
/// <param name="Debia">What the plan owes in the week.</param>
/// <param name="Abonado">What was paid in the week.</param>
/// <param name="Restante">The remaining balance at the end of the week, or now.</param>
/// <param name="UltimaVisita">The last payment in force until then, visits without money included; null for none.</param>
public sealed record FaltaDeSemanaDto(
    int PrestamoId,
    int? ClienteId,
    string Cliente,
    string? Telefono,
    int GrupoId,
    string Grupo,
    string Ruta,
    string Titular,
    decimal Debia,
    decimal Abonado,
    decimal Restante,
    DateTimeOffset? UltimaVisita);

/// <summary>A page of faltas, and the sums of all pages.</summary>
public sealed record FaltasDeSemana(Page<FaltaDeSemanaDto> Faltas, decimal TotalDebia, decimal TotalAbonado, decimal TotalRestante);

/// <summary>A loan for which the collection sheet still asks for money: <c>vence</c> and <c>atrasado</c> together. Amounts in MXN.</summary>
/// <param name="ClienteId">Null where the client has moved since to a group that the caller does not see; they are not named then.</param>
/// <param name="Telefono">E.164; null where none is known, and for a client who is not named.</param>
/// <param name="Titular">Of the group, at the end of the week.</param>
/// <param name="Vence">Due this week and not paid.</param>
/// <param name="Atrasado">Due in earlier weeks and not paid.</param>
/// <param name="AtrasadoDesde">The Sunday of the oldest week of its plan that is not fully paid; null where nothing is due from earlier weeks.</param>
/// <param name="UltimaVisita">The last payment in force until then, visits without money included; null for none.</param>
/// <param name="Faltas">Faltas recorded until then.</param>
public sealed record PrestamoSinCobrarDto(
    int PrestamoId,
    int? ClienteId,
    string Cliente,
    string? Telefono,
    string Aval,
    int GrupoId,
    string Grupo,
    string Ruta,
    string Titular,
    decimal Vence,
    decimal Atrasado,
    DateOnly? AtrasadoDesde,
    decimal Restante,
    DateTimeOffset? UltimaVisita,
    int Faltas);

/// <summary>A page of loans that the collection sheet asks money for, and the sums of all pages.</summary>
public sealed record PorCobrarDeSemana(Page<PrestamoSinCobrarDto> Prestamos, decimal TotalVence, decimal TotalAtrasado);
