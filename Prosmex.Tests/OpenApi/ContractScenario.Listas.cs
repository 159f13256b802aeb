namespace Prosmex.Tests.OpenApi;

/// <summary>The loans behind the numbers of a week.</summary>
internal sealed partial class ContractScenario
{
    private async Task ListasAsync(int ruta, int grupo)
    {
        await GetAsync($"/reporte/cartera?ruta_id={ruta}&orden=atraso", $"/reporte/faltas?grupo_id={grupo}", $"/reporte/comparacion?por=titular&semanas=2&ruta_id={ruta}");
        await GetAsync("/reporte/cartera.xlsx?desde=1", "/reporte/cartera.csv?desde=1&con_faltas=true", "/reporte/faltas.xlsx", $"/reporte/faltas.csv?ruta_id={ruta}&semana=2026-11-11");
        await GetAsync("/reporte/atrasados", "/reporte/atrasados.xlsx?promesa=pendiente", "/reporte/atrasados.csv?paso=8");
        foreach (var list in new[] { "cartera", "faltas", "por-cobrar", "atrasados" })
        {
            foreach (var format in new[] { "", ".xlsx", ".csv" })
            {
                await RechazarAsync("usuario.no_encontrado", "get", $"/reporte/{list}{format}?titular_id=99999");
            }
        }
    }
}
