using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Reportes;

/// <summary>The filters of reports and lists, the same for one and its file.</summary>
internal static class ReporteFilters
{
    public static ReporteFilter Semana(HttpRequest req) => new(req.QueryDay("semana"), req.QueryId("ruta_id"), req.QueryId("grupo_id"));

    public static ReporteFilter Lista(HttpRequest req) => Semana(req) with { TitularId = req.QueryId("titular_id") };

    // Days late, where other lists have a day.
    public static CarteraFilter Cartera(HttpRequest req) => new(
        req.QueryInteger("desde", CarteraFilter.DaysProblem),
        req.QueryInteger("hasta", CarteraFilter.DaysProblem),
        req.QueryFlag("con_faltas"),
        req.QueryText("q"),
        req.QueryChoice<OrdenDeCartera>("orden") ?? OrdenDeCartera.Atraso);

    public static PorCobrarFilter PorCobrar(HttpRequest req) => new(req.QueryText("q"), req.QueryChoice<OrdenDePorCobrar>("orden") ?? OrdenDePorCobrar.Grupo);
}
