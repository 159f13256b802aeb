using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <summary>
/// The lender of the quarter: the program of the running week, who is signed in to it, and the book that its answers are held against.
/// Every operation here is expected to succeed, is written into the book, and its answer compared.
/// </summary>
internal sealed partial class Financiera(string connection) : IAsyncDisposable
{
    public const string Contrasena = "Secreta-2026";

    private readonly List<Api> _sesiones = [];
    private ProgramWithClock? _program;
    private bool _hayTitular;

    public TestWorkbook Libro { get; } = new();

    public string Connection { get; } = connection;

    /// <summary>What the program's clock says.</summary>
    public DateTimeOffset Ahora { get; private set; }

    public DateOnly Today => Forma.Dia(Ahora);

    public Api Admin { get; private set; } = null!;

    public int AdminId { get; private set; }

    /// <summary>Whose groups the book's are, but for the foreign one.</summary>
    public Api Titular { get; private set; } = null!;

    /// <summary>Restarts the program on the same database, at another time.</summary>
    public async Task OpenAsync(DateTimeOffset instante)
    {
        await CerrarAsync();
        Ahora = instante;
        _program = AdminId == 0 ? await ProgramWithClock.StartWithFirstAdminAsync(Connection, instante) : await ProgramWithClock.StartAtAsync(Connection, instante);
        Admin = await SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);
        if (_hayTitular)
        {
            Titular = await SignInAsync("tit1", Contrasena);
        }
    }

    /// <summary>Signs a user in to the running program.</summary>
    public async Task<Api> SignInAsync(string usuario, string contrasena = Contrasena)
    {
        var api = _program!.Api();
        _sesiones.Add(api);
        var signIn = (await api.SignInAsync(usuario, contrasena)).Success("post", "/auth/login");
        if (usuario == RunningProgram.Admin)
        {
            AdminId = (int)signIn.Data["User"]!["userId"]!;
        }

        return api;
    }

    /// <summary>People, a route, two groups of the titular and one of another titular, and their clients.</summary>
    public async Task SetUpAsync()
    {
        Dictionary<string, int> ids = [];
        foreach (var (usuario, rol) in new[] { ("tit1", 2), ("tit2", 2), ("sup1", 3), ("ger1", 4) })
        {
            var persona = new JsonObject
            {
                ["nombre"] = "Nombre",
                ["apellido_paterno"] = "Paterno",
                ["apellido_materno"] = "Materno",
                ["usuario"] = usuario,
                ["contrasena"] = Contrasena,
                ["rol_id"] = $"{rol}",
            };
            ids[usuario] = (int)(await Admin.PostAsync("/auth/register/", persona)).Success("post", "/auth/register").Data["User"]!["userId"]!;
        }

        var ruta = await Admin.PostAsync(
            "/rutas/", new JsonObject { ["nombre_ruta"] = "Ruta Norte", ["usuario_id_gerente"] = ids["ger1"], ["usuario_id_supervisor"] = ids["sup1"] });
        var rutaId = (int)ruta.Success("post", "/rutas").Data["ruta"]!["ruta_id"]!;
        foreach (var (nombre, titular) in new[] { ("Norte A", "tit1"), ("Norte B", "tit1"), ("Norte C", "tit2") })
        {
            var grupo = await Admin.PostAsync(
                "/grupos/", new JsonObject { ["nombre_grupo"] = nombre, ["ruta_id"] = $"{rutaId}", ["usuario_id_titular"] = $"{ids[titular]}" });
            Libro.Grupos.Add(new((int)grupo.Success("post", "/grupos").Data["grupo"]!["grupo_id"]!, nombre, titular == "tit1"));
        }

        _hayTitular = true;
        Titular = await SignInAsync("tit1");
        await RegistrarAsync(Titular, Libro.Grupos[0], "Ana", "Berta", "Carla", "Delia", "Elsa", "Flor");
        await RegistrarAsync(Titular, Libro.Grupos[1], "Gina", "Hilda", "Irma", "Julia", "Karla", "Luz");
        await RegistrarAsync(Admin, Libro.Grupos[2], "Mara", "Nora");
    }

    /// <summary>Whole tables and both lists are the same after as before.</summary>
    public async Task SinHuellaAsync(Func<Task> attempt)
    {
        var before = await HuellaAsync();
        await attempt();
        Assert.Equal(before, await HuellaAsync());
    }

    public async ValueTask DisposeAsync() => await CerrarAsync();

    private async Task<string> HuellaAsync()
    {
        List<string> parts = [(await Admin.GetAsync("/prestamos/?per_page=200")).Text, (await Admin.GetAsync("/pagos/?per_page=200")).Text];
        foreach (var table in new[] { "prestamos", "pagos", "falta", "corte", "clientes_avales" })
        {
            parts.Add(await TestDatabase.ValueAsync<string>(Connection, $"SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') FROM {table} t"));
        }

        return string.Join('\n', parts);
    }

    private async Task RegistrarAsync(Api quien, TestGrupo grupo, params string[] apodos)
    {
        foreach (var apodo in apodos)
        {
            var cliente = new JsonObject
            {
                ["nombre"] = apodo,
                ["apellido_paterno"] = "López",
                ["apellido_materno"] = "Díaz",
                ["colonia"] = "Centro",
                ["cp"] = "01000",
                ["codigo_ine"] = "LODA800101MDF",
                ["estado_civil"] = "soltero",
                ["num_hijos"] = 1,
                ["propiedad"] = "rentada",
                ["grupo_id"] = grupo.Id,
            };
            Libro.Clientes.Add(new((int)(await quien.PostAsync("/clientes/", cliente)).Success("post", "/clientes").Data["cliente"]!, apodo, grupo));
        }
    }

    private async Task CerrarAsync()
    {
        _sesiones.ForEach(s => s.Dispose());
        _sesiones.Clear();
        if (_program is not null)
        {
            await _program.DisposeAsync();
            _program = null;
        }
    }
}

/// <summary>Answers as this test reads them.</summary>
internal static partial class RawReading
{
    /// <summary>The success response of the route, by the API's description and by the contract; the content of <c>data</c>, and nothing else.</summary>
    public static JsonNode Datum(this ApiResponse response, string method, string template, HttpStatusCode status = HttpStatusCode.OK)
    {
        var body = response.Bare(method, template, status);
        Forma.Keys(body, "data");
        return response.Data;
    }

    /// <summary>A success without envelope.</summary>
    public static JsonNode Bare(this ApiResponse response, string method, string template, HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(status == response.Status, $"{method} {template}: expected {status}, got {response.Status}: {response.Text}");
        response.Success(method, template);
        Forma.NumbersInCentavos(response.Json);
        return response.Json;
    }

    /// <summary>The error mentions this amount, in any number format.</summary>
    public static ApiResponse Says(this ApiResponse response, decimal monto)
    {
        Assert.True(Contains((string)response.Json["message"]!, monto), $"{monto} is not in {response.Text}");
        return response;
    }

    /// <summary>A text has this amount in it.</summary>
    public static bool Contains(string text, decimal monto) => Monto().Matches(text)
        .Any(m => decimal.Parse(m.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture) == monto);

    /// <summary>The refusal names this id.</summary>
    public static ApiResponse Names(this ApiResponse response, int id)
    {
        Assert.Matches($@"\b{id}\b", (string)response.Json["message"]!);
        return response;
    }

    [GeneratedRegex(@"\d+(,\d{3})*(\.\d+)?")]
    private static partial Regex Monto();
}
