using System.Globalization;
using System.Text;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>What is asked over and over.</summary>
/// <param name="Nombre">As <c>--solo</c> takes it.</param>
/// <param name="Ruta">For the report.</param>
/// <param name="Crear">The next request of a connection: its number, and how many it has sent.</param>
/// <param name="Estado">The answer's.</param>
internal sealed record Operation(string Nombre, string Ruta, Func<int, int, byte[]> Crear, int Estado = 200)
{
    /// <summary>Its median on the huge lender may be at most twice that on the small one.</summary>
    public bool EsListaPaginada { get; init; }

    /// <summary>Its time is held against its own SQL as well.</summary>
    public bool EsReporte { get; init; }

    /// <summary>Sends money, whose sum is counted.</summary>
    public bool EsCobro { get; init; }

    /// <summary>No two answers are the same.</summary>
    public bool EsEscritura => EsCobro || EsAcceso;

    /// <summary>A sign-in.</summary>
    public bool EsAcceso { get; init; }

    /// <summary>Fewer turns than asked for, for what takes long by design.</summary>
    public int? RondasComoMucho { get; init; }

    public static IReadOnlyList<Operation> Todas(Escenario e)
    {
        var director = e.Director.Token;
        var supervisor = e.Supervisor.Token;
        return
        [
            Lectura("clientes-titular", "GET /clientes/", "titular", e, "/clientes/", i => e.Titulares[i].Token),
            Lectura("clientes-director", "GET /clientes/", "director", e, "/clientes/", _ => director) with { EsListaPaginada = true },
            new("cobranza", "GET /pagos/prestamos (gestor)", (c, n) =>
            {
                var cobrador = e.Cobradores[c % e.Cobradores.Count];
                return ConexionHttp.Get($"/pagos/prestamos?grupo_id={cobrador.Grupos[n % cobrador.Grupos.Length]}", cobrador.Persona.Token);
            }) { EsListaPaginada = true },
            Lectura("general-titular", "GET /reporte/general", "titular", e, "/reporte/general", i => e.Titulares[i].Token) with { EsReporte = true },
            Lectura("general-director", "GET /reporte/general", "director", e, "/reporte/general", _ => director) with { EsReporte = true },
            Lectura("general-pagina", "GET /reporte/general?per_page=3", "director", e, "/reporte/general?per_page=3", _ => director) with { EsListaPaginada = true },
            Lectura("totales-titular", "GET /reporte/general/totales", "titular", e, "/reporte/general/totales", i => e.Titulares[i].Token) with { EsReporte = true },
            Lectura("totales-director", "GET /reporte/general/totales", "director", e, "/reporte/general/totales", _ => director) with { EsReporte = true },
            Lectura("prestamos-supervisor", "GET /prestamos/", "supervisor", e, "/prestamos/", _ => supervisor) with { EsListaPaginada = true },
            Lectura("prestamos-director", "GET /prestamos/", "director", e, "/prestamos/", _ => director) with { EsListaPaginada = true },
            Lectura("pagos-supervisor", "GET /pagos/", "supervisor", e, "/pagos/", _ => supervisor) with { EsListaPaginada = true },
            Lectura("pagos-director", "GET /pagos/", "director", e, "/pagos/", _ => director) with { EsListaPaginada = true },
            Cobro("cobro", "POST /pagos/", e, filas: 1, withKey: false),
            Cobro("cobro-clave", "POST /pagos/ with Idempotency-Key", e, filas: 1, withKey: true),
            Cobro("lote", "POST /pagos/ × 40", e, filas: 40, withKey: false),

            // Last: BCrypt is asked too seldom to warm a program up.
            new("login", "POST /auth/login", (c, _) => ConexionHttp.Post(
                "/auth/login", null, $$"""{"usuario":"suplente{{1 + (c % 16)}}","contrasena":"{{Financiera.Contrasena}}"}""")) { EsAcceso = true, RondasComoMucho = 4 },
        ];
    }

    private static Operation Lectura(string nombre, string ruta, string quien, Escenario e, string camino, Func<int, string> token)
    {
        var solicitudes = Enumerable.Range(0, e.Titulares.Count).Select(i => ConexionHttp.Get(camino, token(i))).ToArray();
        return new(nombre, $"{ruta} ({quien})", (c, _) => solicitudes[c % solicitudes.Length]);
    }

    // Few centavos on many loans, so that none is ever paid in full.
    private static Operation Cobro(string nombre, string ruta, Escenario e, int filas, bool withKey) => new(
        nombre,
        ruta,
        (c, n) =>
        {
            var cobrador = e.Cobradores[c % e.Cobradores.Count];
            var json = new StringBuilder("[");
            for (var f = 0; f < filas; f++)
            {
                var prestamo = cobrador.Prestamos[((n * filas) + f + (c * 7)) % cobrador.Prestamos.Length];
                json.Append(CultureInfo.InvariantCulture, $"{(f == 0 ? "" : ",")}{{\"prestamo_id\":{prestamo},\"monto_pagado\":0.0{1 + ((n + f) % 9)}}}");
            }

            return ConexionHttp.Post("/pagos/", cobrador.Persona.Token, json.Append(']').ToString(), withKey ? Guid.NewGuid().ToString() : null);
        },
        Estado: 201)
    { EsCobro = true };
}
