using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Medicion;
using Prosmex.Domain.Persistence;

namespace Prosmex.Benchmarks.Piso;

/// <summary>
/// The floor: what somebody who wants nothing but speed would write for the measured routes, on bare Kestrel and Npgsql, with the product's
/// guarantees. It says how fast the work can be, not how it should be written.
/// </summary>
internal static class Servicio
{
    public static async Task CorrerAsync(string connection, string horas)
    {
        var clave = Encoding.UTF8.GetBytes(Proceso.ClaveJwt);
        var clock = new Ancla(int.Parse(horas, CultureInfo.InvariantCulture));
        await using var source = NpgsqlDataSource.Create(Conexion(connection));
        var fichas = new Fichas(clave, clock);
        var portero = new Portero(source, fichas, clock);
        var (clientes, prestamos, reportes) = (new Clientes(portero), new Prestamos(portero), new Reportes(portero, clock));
        var pagos = new Pagos(portero);
        var cobros = new Cobros(source, portero, clock, clave);

        using var accesos = new Accesos(source, fichas, clock);
        var cierres = new Cierres(source, portero, clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        Map(app, "GET", "/clientes", clientes.ListarAsync);
        Map(app, "GET", "/prestamos", prestamos.ListarAsync);
        Map(app, "GET", "/pagos/prestamos", prestamos.PorCobrarAsync);
        Map(app, "GET", "/reporte/general", reportes.GeneralAsync);
        Map(app, "GET", "/reporte/general/totales", reportes.TotalesAsync);
        Map(app, "GET", "/pagos", pagos.ListarAsync);
        Map(app, "POST", "/pagos", cobros.RegistrarAsync);
        Map(app, "POST", "/auth/login", accesos.IniciarAsync);
        Map(app, "POST", "/verificacion/semanal", cierres.CerrarAsync);
        await app.StartAsync();
        Console.WriteLine($"El piso escucha en {app.Urls.First()}");
        await ((IHost)app).WaitForShutdownAsync();
    }

    // Statements are prepared once per connection; nothing is left on a connection that the next user of it would have to reset.
    private static string Conexion(string connection) => new NpgsqlConnectionStringBuilder(DatabaseTimeouts.Apply(connection))
    {
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
    }.ConnectionString;

    private static void Map(WebApplication app, string metodo, string ruta, Func<HttpContext, Task<IResult>> function) =>
        app.MapMethods(ruta, [metodo], async http =>
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
