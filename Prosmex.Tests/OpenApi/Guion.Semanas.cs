using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.OpenApi;

/// <content>Weeks without collection.</content>
internal sealed partial class Guion
{
    private async Task SemanasSinCobranzaAsync(int ruta, int grupo)
    {
        const string Ruta = "/semanas-sin-cobranza";
        string Navidad(string alcance) => $$"""{"semana":"2026-12-25"{{alcance}},"motivo":"Semana de Navidad"}""";
        var id = await HacerAsync("post", Ruta, Navidad($",\"ruta_id\":{ruta}"), "data", "semana_sin_cobranza", "id");
        await LeerAsync(Ruta);
        await RechazarAsync("semana_sin_cobranza.ya_declarada", "post", Ruta, Navidad($",\"grupo_id\":{grupo}"));
        await RechazarAsync("ruta.no_encontrada", "post", Ruta, Navidad(",\"ruta_id\":99999"));
        await RechazarAsync("grupo.no_encontrado", "post", Ruta, Navidad(",\"grupo_id\":99999"));
        var vacia = await HacerAsync("post", "/rutas", """{"nombre_ruta":"Ruta 5: El Salto","usuario_id_gerente":null,"usuario_id_supervisor":null}""", "data", "ruta", "ruta_id");
        await RechazarAsync("semana_sin_cobranza.sin_grupos", "post", Ruta, Navidad($",\"ruta_id\":{vacia}"));

        // As after an adoption.
        await Base.EjecutarAsync(connection, "INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada) VALUES ('2026-01-05', 0, 0, 0, now(), now(), true)");
        await RechazarAsync("semana_sin_cobranza.adoptada", "post", Ruta, """{"semana":"2026-01-05","motivo":"Día de Reyes"}""");
        await Base.EjecutarAsync(connection, "DELETE FROM semana_cierre WHERE adoptada");
        await g.HacerAsync(_admin, "delete", $"{Ruta}/{id}");
        await RechazarAsync("semana_sin_cobranza.no_encontrada", "delete", $"{Ruta}/{id}");
    }
}
