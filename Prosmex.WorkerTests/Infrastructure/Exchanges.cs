using System.Text;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>Valid and invalid requests that take different ways to a function in LocalHost and behind the host.</summary>
internal static class Exchanges
{
    private const int MaximumBody = 1_048_576;
    private const string Client =
        """{"nombre":"Rosa","apellido_paterno":"Álvarez","apellido_materno":"Ñúñez","colonia":"Jauja","cp":"45402","codigo_ine":"ALNURS79090214M300","estado_civil":"casado","num_hijos":2,"propiedad":"rentada","grupo_id":1}""";

    public static IReadOnlyDictionary<string, Exchange> All { get; } =
        new[] { Pages(), SignIn(), Reads(), Paths(), Methods(), Bodies(), Writes() }.SelectMany(e => e).ToDictionary(e => e.Name);

    private static IEnumerable<Exchange> Pages() =>
    [
        new("health", Get("/health", User.None)),
        new("root", Get("/", User.None)),
        new("panel", Get("/panel", User.None)),
        new("panel, gzip", Get("/panel", User.None, ("Accept-Encoding", "gzip"))),
        new("panel, trailing slash", Get("/panel/", User.None)),
        new("panel, unchanged", Get("/panel", User.None, ("If-None-Match", "*"))),
        new("panel, changed", Get("/panel", User.None, ("If-None-Match", "\"otra\""))),
        new("panel, unknown file", Get("/panel/no-hay.js", User.None)),
        new("panel, name too long", Get($"/panel/{new string('a', 41)}", User.None)),
        new("openapi", Get("/openapi.json", User.None)),
        new("openapi, gzip", Get("/openapi.json", User.None, ("Accept-Encoding", "gzip, br"))),
        new("openapi, no gzip", Get("/openapi.json", User.None, ("Accept-Encoding", "gzip;q=0"))),
        new("docs", Get("/docs", User.None)),
    ];

    private static IEnumerable<Exchange> SignIn() =>
    [
        new("login", Login("""{"usuario":"ada","contrasena":"Secreta-2026"}""")),
        new("login, wrong password", Login("""{"usuario":"gestor","contrasena":"equivocada"}""")),
        new("login, unknown user", Login("""{"usuario":"fulano","contrasena":"equivocada"}""")),
        new("login, no password", Login("""{"usuario":"ada"}""")),
        new("login, trailing slash", Login("""{"usuario":"ada","contrasena":"Secreta-2026"}""") with { Path = "/auth/login/" }),
        new("who am I", Get("/auth/yo")),
        new("no token", Get("/clientes", User.None)),
        new("token of no user", Get("/clientes", User.None, ("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA"))),
        new("other scheme", Get("/clientes", User.None, ("Authorization", "Basic YTpi"))),
        new("forbidden", Get("/users", User.Gestor)),
        new("logout", new Request("POST", "/auth/logout"), Get("/auth/yo")) { EndsSession = true },
    ];

    private static IEnumerable<Exchange> Reads() =>
    [
        new("list", Get("/clientes")),
        new("list, page", Get("/clientes?page=2&per_page=1")),
        new("list, no such page", Get("/clientes?page=99")),
        new("list, page 0", Get("/clientes?page=0")),
        new("list, page is text", Get("/clientes?per_page=abc")),
        new("list, parameter twice", Get("/clientes?per_page=1&per_page=2")),
        new("list, query that looks like an id", Get("/clientes/1?id=2")),
        new("loans", Get("/prestamos?per_page=2")),
        new("report", Get("/reporte/general")),
        new("report.xlsx", Get("/reporte/general.xlsx")),
        new("report.csv", Get("/reporte/general.csv")),
        new("report.xlsx of an unknown ruta", Get("/reporte/general.xlsx?ruta_id=999")),
        new("trend.csv", Get("/reporte/tendencia.csv?ruta_id=1")),
        new("statement.xlsx", Get("/clientes/1/estado-de-cuenta.xlsx")),
        new("statement, unknown client", Get("/clientes/999/estado-de-cuenta.xlsx")),
        new("trace of the caller", Get("/clientes/999", User.Admin, ("traceparent", $"00-{Request.TraceId}-b7ad6b7169203331-01"))),
        new("trace that is none", Get("/clientes/999", User.Admin, ("traceparent", "00-0-0-01"))),
    ];

    private static IEnumerable<Exchange> Paths() =>
    [
        .. new[]
        {
            "/no-hay", "/no/hay", "/clientes/1/no-hay", "/clientes/", "/CLIENTES", "/clientes/1/", "/clientes/0", "/clientes/01", "/clientes/+1", "/clientes/-1", "/clientes/1.0",
            "/clientes/1%20", "/clientes/%31", "/clientes/abc", "/clientes/2147483648", "/clientes/1%2F2", "//clientes", "/clientes//1", "/clientes//", "/./clientes", "/clientes;a=1",
            "/clientes/%C3%A1", "/clientes/%FF",
        }.Select(path => new Exchange($"GET {path}", Get(path))),
    ];

    private static IEnumerable<Exchange> Methods() =>
    [
        .. new[] { ("DELETE", "/clientes"), ("PATCH", "/clientes/1"), ("PUT", "/clientes"), ("HEAD", "/clientes"), ("HEAD", "/"), ("POST", "/"), ("POST", "/health"), ("QUERY", "/clientes") }
            .Select(m => new Exchange($"{m.Item1} {m.Item2}", new Request(m.Item1, m.Item2))),
    ];

    private static IEnumerable<Exchange> Bodies() =>
    [
        new("no body", new Request("POST", "/clientes")),
        new("empty body", Post("")),
        new("null", Post("null")),
        new("array for an object", Post("[]")),
        new("malformed JSON", Post("{\"nombre\":")),
        new("text behind the JSON", Post("{} {}")),
        new("duplicate keys", Post("""{"nombre":"A","nombre":"B"}""")),
        new("key in another case", Post("""{"Nombre":"A"}""")),
        new("unknown key", Post("""{"nadie":1}""")),
        new("id in the body", new Request("PUT", "/clientes/1", """{"id":2,"colonia":"Loma"}""")),
        new("wrong type", Post("""{"nombre":1}""")),
        new("bad UTF-8", new Request("POST", "/clientes", [.. "{\"nombre\":\""u8, 0xC3, 0x28, .. "\"}"u8])),
        new("byte order mark", new Request("POST", "/clientes", [0xEF, 0xBB, 0xBF, .. "{}"u8])),
        new("other content type", Post("{}") with { ContentType = "text/plain" }),
        new("other charset", new Request("POST", "/clientes", Encoding.Latin1.GetBytes(Client)) { ContentType = "application/json; charset=iso-8859-1" }),
        new("too deep", Post(new string('[', 100) + new string(']', 100))),
        new("largest", Post($"\"{new string('x', MaximumBody - 2)}\"")),
        new("too large", Post($"\"{new string('x', MaximumBody)}\"")),
        new("chunked", Post("{\"nombre\":1}") with { Chunked = true }),
        new("too large, chunked", Post($"\"{new string('x', MaximumBody)}\"") with { Chunked = true }),
    ];

    private static IEnumerable<Exchange> Writes() =>
    [
        new("create", Post(Client), Get("/clientes?page=1&per_page=100"), Get("/bitacora?per_page=1")),
        new("create, chunked", Post(Client) with { Chunked = true }),
        new("create, key", Keyed(Client, "a-1"), Keyed(Client, "a-1"), Keyed(Client.Replace("Rosa", "Ana", StringComparison.Ordinal), "a-1")),
        new("create, bad key", Keyed(Client, new string('k', 256))),
        new("pay", Pay("""[{"prestamo_id":1,"monto_pagado":100.5}]"""), Get("/pagos?per_page=1")),
        new("pay, key", Pay("""[{"prestamo_id":2,"monto_pagado":5}]""", ("Idempotency-Key", "p-1")), Pay("""[{"prestamo_id":2,"monto_pagado":5}]""", ("Idempotency-Key", "p-1"))),
        new("pay, too much", Pay("""[{"prestamo_id":3,"monto_pagado":99999}]""")),
        new("pay, one row wrong", Pay("""[{"prestamo_id":3,"monto_pagado":1},{"prestamo_id":999,"monto_pagado":1}]""")),
        new("edit", new Request("PUT", "/rutas/1", """{"nombre_ruta":"Ruta 1: Tonalá"}"""), Get("/rutas/1")),
        new("delete, in use", new Request("DELETE", "/clientes/1")),
    ];

    private static Request Get(string path, User user = User.Admin, params (string Name, string Value)[] headers) => new("GET", path, As: user) { Headers = headers };

    private static Request Post(string body) => new("POST", "/clientes", body);

    private static Request Keyed(string body, string key) => Post(body) with { Headers = [("Idempotency-Key", key)] };

    private static Request Login(string body) => new("POST", "/auth/login", body, User.None);

    private static Request Pay(string body, params (string Name, string Value)[] headers) => new("POST", "/pagos", body) { Headers = headers };
}
