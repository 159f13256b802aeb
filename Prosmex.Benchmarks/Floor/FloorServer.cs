using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;
using Prosmex.Domain.Persistence;

namespace Prosmex.Benchmarks.Floor;

/// <summary>
/// The floor: the measured routes written for speed alone on bare Kestrel and Npgsql, with the product's guarantees. It shows how fast the work
/// can be, not how it should be written.
/// </summary>
internal static class FloorServer
{
    public static async Task RunAsync(string connection, string hours)
    {
        var jwtKey = Encoding.UTF8.GetBytes(MeasuredProcess.JwtKey);
        var clock = new AnchoredClock(int.Parse(hours, CultureInfo.InvariantCulture));
        await using var source = NpgsqlDataSource.Create(ConnectionString(connection));
        var tokens = new TokenReader(jwtKey, clock);
        var caller = new CallerCheck(source, tokens, clock);
        var (clientes, prestamos, reports) = (new ClientesEndpoint(caller), new PrestamosEndpoint(caller), new ReportEndpoint(caller, clock));
        var cobros = new PaymentEndpoint(source, caller, clock);
        var cierres = new CloseEndpoint(source, caller, clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        Map(app, "GET", "/clientes", clientes.ListAsync);
        Map(app, "GET", "/pagos/prestamos", prestamos.ListPorCobrarAsync);
        Map(app, "GET", "/reporte/general", reports.GetGeneralAsync);
        Map(app, "POST", "/pagos", cobros.RegisterAsync);
        Map(app, "POST", "/verificacion/semanal", cierres.CloseAsync);
        await app.StartAsync();
        Console.WriteLine($"El piso escucha en {app.Urls.First()}");
        await ((IHost)app).WaitForShutdownAsync();
    }

    // Statements are prepared once per connection; connections keep no state that would need a reset.
    private static string ConnectionString(string connection) => new NpgsqlConnectionStringBuilder(DatabaseTimeouts.Apply(connection))
    {
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
    }.ConnectionString;

    private static void Map(WebApplication app, string method, string route, Func<HttpContext, Task<IResult>> function) =>
        app.MapMethods(route, [method], async http =>
        {
            var headers = http.Response.Headers;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            try
            {
                await (await function(http)).ExecuteAsync(http);
            }
            catch (NpgsqlException)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        });
}
