using System.Globalization;
using System.Text;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>A measured operation.</summary>
/// <param name="Name">The name for <c>--only</c>.</param>
/// <param name="Route">For the report.</param>
/// <param name="Create">Creates the next request of a connection, from its number and its count of sent requests.</param>
/// <param name="Status">The expected status.</param>
internal sealed record Operation(string Name, string Route, Func<int, int, byte[]> Create, int Status = 200)
{
    /// <summary>Its median on the huge lender may be at most twice that on the small one.</summary>
    public bool IsPagedList { get; init; }

    /// <summary>It is also compared with its own SQL.</summary>
    public bool IsReport { get; init; }

    /// <summary>It sends payments, whose totals are checked.</summary>
    public bool IsPayment { get; init; }

    public static IReadOnlyList<Operation> All(Scenario e)
    {
        var director = e.Director.Token;
        return
        [
            Read("clientes-titular", "GET /clientes/", "titular", e, "/clientes/", i => e.Titulares[i].Token),
            Read("clientes-director", "GET /clientes/", "director", e, "/clientes/", _ => director) with { IsPagedList = true },
            new("cobranza", "GET /pagos/prestamos (gestor)", (c, n) =>
            {
                var collector = e.Collectors[c % e.Collectors.Count];
                return HttpConnection.Get($"/pagos/prestamos?grupo_id={collector.Grupos[n % collector.Grupos.Length]}", collector.SignedInUser.Token);
            }) { IsPagedList = true },
            Read("general-titular", "GET /reporte/general", "titular", e, "/reporte/general", i => e.Titulares[i].Token) with { IsReport = true },
            Read("general-director", "GET /reporte/general", "director", e, "/reporte/general", _ => director) with { IsReport = true },
            Read("general-pagina", "GET /reporte/general?per_page=3", "director", e, "/reporte/general?per_page=3", _ => director) with { IsPagedList = true },
            OnePayment(e),
            BatchOfPayments(e),
        ];
    }

    public static Operation OnePayment(Scenario e) => Cobro("pago", "POST /pagos/", e, rows: 1);

    public static Operation BatchOfPayments(Scenario e) => Cobro("lote", "POST /pagos/ × 40", e, rows: 40);

    /// <summary>What the office's pages ask. Their statements are counted; the floor has no such routes.</summary>
    public static IReadOnlyList<Operation> OfPages(Scenario e)
    {
        var director = e.Director.Token;
        var (grupo, prestamo) = (e.Collectors[0].Grupos[0], e.Collectors[0].Prestamos[0]);
        return
        [
            Page("cartera", "/reporte/cartera?desde=1&per_page=25"),
            Page("faltas", "/reporte/faltas?per_page=25"),
            Page("por-cobrar", "/reporte/por-cobrar?per_page=25"),
            Page("comparacion", "/reporte/comparacion?por=grupo&per_page=50"),
            Page("ficha-cliente", "/clientes/1/ficha"),
            Page("ficha-prestamo", $"/prestamos/{prestamo}/ficha"),
            Page("ficha-grupo", $"/grupos/{grupo}/ficha"),
            Page("buscar", "/buscar?q=mar"),
        ];

        Operation Page(string name, string path) => Read(name, $"GET {path}", "director", e, path, _ => director);
    }

    private static Operation Read(string name, string route, string who, Scenario e, string path, Func<int, string> token)
    {
        var requests = Enumerable.Range(0, e.Titulares.Count).Select(i => HttpConnection.Get(path, token(i))).ToArray();
        return new(name, $"{route} ({who})", (c, _) => requests[c % requests.Length]);
    }

    // A few centavos on many loans, so that none is ever paid in full.
    private static Operation Cobro(string name, string route, Scenario e, int rows)
    {
        return new(name, route, Create, Status: 201) { IsPayment = true };

        byte[] Create(int c, int n)
        {
            var collector = e.Collectors[c % e.Collectors.Count];
            var json = new StringBuilder("[");
            for (var f = 0; f < rows; f++)
            {
                var prestamo = collector.Prestamos[((n * rows) + f + (c * 7)) % collector.Prestamos.Length];
                json.Append(CultureInfo.InvariantCulture, $"{(f == 0 ? "" : ",")}{{\"prestamo_id\":{prestamo},\"monto_pagado\":0.0{1 + ((n + f) % 9)},\"clave\":\"{Guid.NewGuid()}\"}}");
            }

            return HttpConnection.Post("/pagos/", collector.SignedInUser.Token, json.Append(']').ToString());
        }
    }
}
