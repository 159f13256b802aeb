namespace Prosmex.Tests.OpenApi;

/// <content>What one client, loan, group or payment is, and the letterhead of its papers.</content>
internal sealed partial class ContractScenario
{
    private async Task FichasAsync(int grupo, int aval, int prestamo)
    {
        var ficha = await g.SendAsync(_admin, "get", $"/prestamos/{prestamo}/ficha");
        await GetAsync("/buscar?q=hern lupe", "/financiera", $"/clientes/{aval}/ficha", $"/grupos/{grupo}/ficha?semanas=2", $"/pagos/{ficha.Data["movimientos"]![0]!["id"]}/recibo");
    }

    private async Task VisitasAsync(int prestamo, int cerrado)
    {
        await g.SendAsync(_admin, "post", $"/prestamos/{prestamo}/visitas", """{"visita":"prometio","nota":"Cobra el lunes.","promesa":{"fecha":"2026-11-23","monto":100}}""");
        await RechazarAsync("visita.promesa_excede_saldo", "post", $"/prestamos/{prestamo}/visitas", """{"visita":"prometio","promesa":{"fecha":"2026-11-23","monto":99000}}""");
        await RechazarAsync("prestamo.cerrado", "post", $"/prestamos/{cerrado}/visitas", """{"visita":"no_estaba"}""");
    }

    private async Task ExpedientesAsync(int[] clientes)
    {
        var (cliente, sinPrestamos) = (clientes[0], clientes[3]);
        await g.SendAsync(
            _admin,
            "put",
            $"/clientes/{cliente}/expediente",
            """
            {"telefono":"33 1234 5678","curp":"HEGG560427MVZRRL04","rfc":"VACE460910SX6","clabe":"032180000118359719","fecha_nacimiento":"1956-04-27","sexo":"mujer",
             "calle":"Juárez","numero":"12","municipio":"Tlaquepaque","estado":"jalisco","ocupacion":"Costurera","notas":null}
            """);
        await RechazarAsync("expediente.curp_repetida", "put", $"/clientes/{sinPrestamos}/expediente", """{"curp":"HEGG560427MVZRRL04"}""");
        await RechazarAsync("expediente.se_conserva", "delete", $"/clientes/{cliente}/expediente");
        await RechazarAsync("expediente.no_encontrado", "delete", $"/clientes/{sinPrestamos}/expediente");
        await g.SendAsync(_admin, "put", $"/clientes/{sinPrestamos}/expediente", """{"telefono":"3312345679"}""");
        await g.SendAsync(_admin, "delete", $"/clientes/{sinPrestamos}/expediente");
        await g.SendAsync(_admin, "put", $"/clientes/{clientes[1]}/expediente", """{"telefono":"3312345678"}""");
        await GetAsync($"/clientes/{cliente}/parecidos", "/clientes/parecidos");
        await g.SendAsync(_admin, "post", $"/clientes/{cliente}/parecidos", $$"""{"otro_id":{{clientes[1]}},"decision":"distinta","nota":"Son madre e hija y comparten el teléfono."}""");
        await GetAsync($"/clientes/{cliente}/expediente", $"/clientes/{cliente}/datos-personales", $"/clientes/{cliente}/datos-personales.xlsx");
    }

    // Three clients on one telephone.
    private async Task SenalesAsync(int[] clientes)
    {
        foreach (var cliente in clientes[1..3])
        {
            await g.SendAsync(_admin, "put", $"/clientes/{cliente}/expediente", """{"telefono":"33 1234 5678"}""");
        }

        var clave = $"\"regla\":\"contacto_compartido\",\"clave\":\"telefono:{string.Join(',', clientes[..3].Order())}\"";
        await GetAsync("/reporte/senales?regla=contacto_compartido");
        await RechazarAsync("senal.no_descartada", "post", "/reporte/senales/recuperar", $"{{{clave}}}");
        await g.SendAsync(_admin, "post", "/reporte/senales/descartar", $$"""{{{clave}},"nota":"Son madre e hijas; las visité."}""");
        await RechazarAsync("senal.ya_descartada", "post", "/reporte/senales/descartar", $$"""{{{clave}},"nota":"Son madre e hijas."}""");
        await RechazarAsync("senal.no_encontrada", "post", "/reporte/senales/descartar", """{"regla":"dia_ajeno","clave":"99999","nota":"Cambió de día."}""");
        await RechazarAsync("senal.no_encontrada", "post", "/reporte/senales/recuperar", """{"regla":"dia_ajeno","clave":"99999"}""");
        await GetAsync("/reporte/senales?descartadas=true");
        await g.SendAsync(_admin, "post", "/reporte/senales/recuperar", $"{{{clave}}}");
    }
}
