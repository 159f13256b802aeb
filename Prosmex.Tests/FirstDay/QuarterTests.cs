using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <summary>
/// A lender's quarter over HTTP: the program is restarted every week, with the clock frozen at Wednesday 19:15 in Mexico City (Thursday in UTC).
/// After each week every list and figure is compared with a recount.
/// </summary>
[Trait("Kind", "Integration")]
public sealed partial class QuarterTests(TestServer server)
{
    private static readonly DateTimeOffset Inicio = new(2026, 8, 5, 19, 15, 0, TimeSpan.FromHours(-6));

    /// <summary>The payments of each client's latest loan in weeks 1 to 13; without an amount there was no visit, or the week's own test sets it.</summary>
    private static readonly Dictionary<string, decimal?[]> Cobranza = new()
    {
        // 7 % in full; renewed in week 9 for 3000.
        ["Ana"] = [147.11m, 147.11m, 147.11m, 147.11m, 147.11m, 147.11m, 147.11m, 147.11m, 147.11m, 210m, 210m, 0m, 105m],

        // Half, half, none, twice and a half …: dated payments are registered by the tests of their weeks.
        ["Berta"] = [50m, null, null, null, 250m, null, null, 100m, 49.99m, 50.01m, 100m, 100m, 0m],

        // In full; the last week owes three cents more.
        ["Carla"] = [333.33m, 333.33m, 333.33m, 333.33m, 333.33m, 333.33m, 333.33m, 333.33m, 333.33m, 333.33m, 333.36m, null, null],

        // Three weeks at once, then zeros; the last week owes six cents less.
        ["Delia"] = [370.35m, 0m, 0m, 123.45m, 123.45m, 123.45m, 123.45m, 123.45m, 123.45m, 123.45m, 123.45m, 123.45m, 123.39m],

        // Misses weeks 4 (told late, in week 5) and 6, and pays twice in week 7.
        ["Elsa"] = [50.01m, 50.01m, 50.01m, null, null, null, 100.02m, 50.01m, 50.01m, 50.01m, 50.01m, 50.01m, 50.01m],
        ["Flor"] = [0.05m, 0.01m, null, null, null, null, null, null, null, null, null, null, null],
        ["Gina"] = [600m, 600m, 600m, 600m, 600m, 600m, 600m, 600m, 600m, 600m, 600m, 600m, 600m],
        ["Hilda"] = [350m, 350m, 350m, 350m, 350m, 350m, 350m, 350m, 350m, 269.50m, 269.50m, 269.50m, 269.50m],
        ["Irma"] = [0m, 0.01m, null, null, null, null, null, null, null, null, null, null, null],

        // Paid off in week 3; borrows again in week 4.
        ["Julia"] = [80m, 80m, 880m, null, 90m, 90m, 90m, 90m, 90m, 90m, 90m, 90m, 90m],
        ["Karla"] = [null, null, null, null, null, 50m, 50m, 50m, 50m, 50m, 50m, 50m, 50m],
        ["Luz"] = [null, null, null, null, null, null, null, null, null, 35m, 35m, 35m, 35m],
    };

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Quarter_OfALender_EveryFigureMatchesTheRecuento()
    {
        await using var f = new Financiera(await server.NewDatabaseAsync());
        await f.OpenAsync(Inicio);
        await f.SetUpAsync();
        await RechazarPrestamosAsync(f);
        await OtorgarAsync(f);
        await AjenosAsync(f);
        await f.CuadrarAsync();

        Func<Financiera, Task>[] semanas =
        [
            RechazarCobrosAsync, CorregirAsync, LiquidarYReabrirAsync, PrestarAgainAsync, CobrarLateAsync, CambiarTerminosAsync, DateAsync,
            NoRenovarAsync, RenovarAsync, CobrarRenovadosAsync, ReabrirElUltimoPagoAsync, ExhaustAsync, CerrarAsync,
        ];
        foreach (var (events, i) in semanas.Select((s, i) => (s, i)))
        {
            await f.OpenAsync(Inicio.AddDays(7 * (i + 1)));
            foreach (var grupo in f.Libro.Grupos)
            {
                var filas = Cobranza.Where(c => c.Value[i] is not null && f.Libro.Cliente(c.Key).Grupo == grupo)
                    .Select(c => (f.Libro.De(c.Key), c.Value[i]!.Value)).ToArray();

                // Week 1 collects in its own test, after the rejections on loans without payments.
                if (filas.Length > 0 && i > 0)
                {
                    await f.CobrarAsync(filas);
                }
            }

            await events(f);
            await f.CuadrarAsync();
        }

        await RevisarElFinalAsync(f);
    }

    /// <summary>The collections of week 1, each in a separate request.</summary>
    private static async Task CobrarPrimeraSemanaAsync(Financiera f)
    {
        foreach (var (apodo, montos) in Cobranza.Where(c => c.Value[0] is not null))
        {
            await f.CobrarAsync((f.Libro.De(apodo), montos[0]!.Value));
        }
    }

    /// <summary>Where the quarter must have ended, in plain numbers: the recount itself is not trusted blindly.</summary>
    private static async Task RevisarElFinalAsync(Financiera f)
    {
        var ana = f.Libro.De(f.Libro.Cliente("Ana")).ToList();
        Assert.Equal(("renovado", 2942.10m, 9), (ana[0].Status, ana[0].Pagado, ana[0].SemanaActiva));
        Assert.Equal(1381.89m, ana[1].MontoReal);
        Assert.Equal(525m, ana[1].Pagado);
        Assert.Equal(2, ana[1].SemanaActiva);
        Assert.Equal(105m, ana[1].Adelanto);
        Assert.Equal(18, ana[1].SemanasQueDebe);
        Assert.Equal((950m, 9), (f.Libro.De("Berta").Pagado, f.Libro.De("Berta").SemanaActiva));
        Assert.Equal(("liquidado", 3666.66m, 11), (f.Libro.De("Carla").Status, f.Libro.De("Carla").Pagado, f.Libro.De("Carla").SemanaActiva));
        Assert.Equal(("liquidado", 1604.79m, 13), (f.Libro.De("Delia").Status, f.Libro.De("Delia").Pagado, f.Libro.De("Delia").SemanaActiva));
        Assert.Equal(0m, f.Libro.De("Hilda").MontoReal);
        Assert.Equal(0.01m, f.Libro.De("Irma").Utilidad);

        await f.SinHuellaAsync(async () =>
        {
            (await f.Admin.DeleteAsync($"/clientes/{f.Libro.Cliente("Carla").Id}")).Problem(HttpStatusCode.Conflict);
            (await f.Admin.DeleteAsync($"/prestamos/{f.Libro.De("Carla").Id}")).Problem(HttpStatusCode.Conflict);
            (await f.Admin.DeleteAsync($"/prestamos/{ana[0].Id}")).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{f.Libro.De("Carla").Id}", new JsonObject { ["monto_prestamo"] = 3000 })).Problem(HttpStatusCode.Conflict);
        });

        // From one day before to one day after, so that both ends' inclusion does not matter.
        await f.CuadrarPagosAsync(f.Admin, "&desde=2026-08-18&hasta=2026-08-20", p => Forma.Dia(p.Fecha) == new DateOnly(2026, 8, 19));
        await f.CuadrarPagosAsync(f.Admin, "&desde=2026-08-20", p => Forma.Dia(p.Fecha) >= new DateOnly(2026, 8, 20));
        await f.CuadrarPagosAsync(f.Admin, $"&prestamo_id={ana[0].Id}", p => p.Prestamo == ana[0]);
        await f.CuadrarPagosAsync(f.Admin, $"&grupo_id={f.Libro.Grupos[1].Id}", p => p.Prestamo.Cliente.Grupo == f.Libro.Grupos[1], perPage: 20);
        (await f.Titular.GetAsync("/pagos/")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await f.Titular.GetAsync("/prestamos/?estado=cerrado")).Problem(HttpStatusCode.BadRequest);
        (await f.Titular.GetAsync("/prestamos/?cliente_id=uno")).Problem(HttpStatusCode.BadRequest);
        (await f.Titular.GetAsync($"/prestamos/?grupo_id={f.Libro.Grupos[2].Id}")).Problem(HttpStatusCode.NotFound);
        (await f.Titular.GetAsync($"/prestamos/?cliente_id={f.Libro.Cliente("Mara").Id}")).Problem(HttpStatusCode.NotFound);
        (await f.Titular.GetAsync($"/pagos/prestamos?grupo_id={f.Libro.Grupos[2].Id}")).Problem(HttpStatusCode.NotFound);
        (await f.Titular.GetAsync("/pagos/prestamos")).Problem(HttpStatusCode.BadRequest);
    }
}
