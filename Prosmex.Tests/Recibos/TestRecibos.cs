using System.Globalization;
using System.Text.Json.Nodes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Recibos;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Recibos;

/// <summary>Receipts of a small office, as a phone makes them and as a client reads them.</summary>
internal static class TestRecibos
{
    public static readonly ReciboKeys Keys = new(TestServer.Options(""));

    public static ReciboKeyId Llave(Despacho d) => new(1, Semana.De(d.Ahora).Lunes);

    // As the phone of the admin makes it, an hour ago.
    public static (JsonObject Fila, string Codigo, string Enlace) Capturar(Despacho d, int prestamo, decimal monto)
    {
        var fila = Telefono.Fila(prestamo, monto, d.Ahora.AddHours(-1));
        var llave = Llave(d);
        fila["llave"] = llave.ToString();
        var datos = new DatosDeRecibo(Guid.Parse((string)fila["clave"]!), monto, d.Ahora.AddHours(-1));
        return (fila, ReciboCode.Of(Keys.Of(llave), datos, prestamo), ReciboLink.Make(datos, llave, Keys.Of(llave)).ToString());
    }

    public static async Task<int> PagarAsync(Despacho d, int prestamo, decimal monto) =>
        (int)(await d.Admin.PostAsync("/pagos", new JsonArray(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto, ["clave"] = Guid.NewGuid().ToString() }))).Data["pago"]!["id"]!;

    public static async Task<string> CodigoAsync(Despacho d, int pago) => (string)(await d.Admin.GetAsync($"/pagos/{pago}/recibo")).Data["codigo"]!;

    public static async Task<JsonArray> SenalesAsync(Api quien) => (await quien.GetAsync("/reporte/senales?regla=recibo_sin_pago")).Success("get", "/reporte/senales").Data["senales"]!.AsArray();

    public static (string Estado, decimal Monto, DateTimeOffset Fecha) Read(ApiResponse response)
    {
        var recibo = response.Success("get", "/recibos/{codigo}").Data;
        return ((string)recibo["estado"]!, (decimal)recibo["monto"]!, DateTimeOffset.Parse((string)recibo["fecha"]!, CultureInfo.InvariantCulture));
    }
}
