using System.Globalization;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Growth;

/// <summary>What a gestor's phone sends after five doors: a few centavos for five loans of a group.</summary>
internal static class EnvioOperation
{
    private const int Filas = 5;

    public static Operation Create(Scenario scenario, AnchoredClock clock)
    {
        return new("envio", "POST /hojas/{id}/envios × 5", (_, n) => Request(scenario.Collectors[n % scenario.Collectors.Count], n)) { IsPayment = true };

        byte[] Request(Collector collector, int n)
        {
            var ocurrido = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            var filas = Enumerable.Range(0, Filas).Select(f => collector.PrestamosDelPrimero[((n * Filas) + f) % collector.PrestamosDelPrimero.Length]).Select(prestamo =>
                $$"""{"clave":"{{Guid.NewGuid()}}","prestamo_id":{{prestamo.ToString(CultureInfo.InvariantCulture)}},"monto":0.01,"ocurrido_en":"{{ocurrido}}","visita":"pago"}""");
            return HttpConnection.Post(
                $"/hojas/{collector.Grupos[0].ToString(CultureInfo.InvariantCulture)}/envios",
                collector.SignedInUser.Token,
                $$"""{"envio_id":"{{Guid.NewGuid()}}","control_filas":{{Filas}},"control_total":0.05,"filas":[{{string.Join(',', filas)}}]}""");
        }
    }
}
