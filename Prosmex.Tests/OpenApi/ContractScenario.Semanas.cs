using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.OpenApi;

/// <content>Weeks without collection.</content>
internal sealed partial class ContractScenario
{
    private async Task SemanasSinCobranzaAsync(int ruta, int grupo)
    {
        const string Path = "/semanas-sin-cobranza";
        string Navidad(string alcance) => $$"""{"semana":"2026-12-25"{{alcance}},"motivo":"Semana de Navidad"}""";
        var id = await SendAsync("post", Path, Navidad($",\"ruta_id\":{ruta}"), "data", "semana_sin_cobranza", "id");
        await GetAsync(Path);
        await RechazarAsync("semana_sin_cobranza.ya_declarada", "post", Path, Navidad($",\"grupo_id\":{grupo}"));
        await RechazarAsync("ruta.no_encontrada", "post", Path, Navidad(",\"ruta_id\":99999"));
        await RechazarAsync("grupo.no_encontrado", "post", Path, Navidad(",\"grupo_id\":99999"));
        var vacia = await SendAsync("post", "/rutas", """{"nombre_ruta":"Ruta 5: El Salto","usuario_id_gerente":null,"usuario_id_supervisor":null}""", "data", "ruta", "ruta_id");
        await RechazarAsync("semana_sin_cobranza.sin_grupos", "post", Path, Navidad($",\"ruta_id\":{vacia}"));

        // As after an adoption.
        await TestDatabase.ExecuteAsync(connection, "INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada) VALUES ('2026-01-05', 0, 0, 0, now(), now(), true)");
        await RechazarAsync("semana_sin_cobranza.adoptada", "post", Path, """{"semana":"2026-01-05","motivo":"Día de Reyes"}""");
        await TestDatabase.ExecuteAsync(connection, "DELETE FROM semana_cierre WHERE adoptada");
        await g.SendAsync(_admin, "delete", $"{Path}/{id}");
        await RechazarAsync("semana_sin_cobranza.no_encontrada", "delete", $"{Path}/{id}");
    }
}
