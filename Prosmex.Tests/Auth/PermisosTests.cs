using System.Text.Json.Nodes;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Auth;

/// <summary>Every route × every role × own and foreign objects, told from the functions and held against the table of rules.md §9.</summary>
[Trait("Kind", "Integration")]
public sealed partial class PermisosTests(TestServer server)
{
    private const string Contrasena = "Secreta-2026";

    [Fact]
    public void Functions_HttpOrTimer_DeclareTheirAccessAndAreInTheMatrix()
    {
        foreach (var (name, method) in FunctionCatalog.Methods)
        {
            var accesos = method.GetCustomAttributes(typeof(AccessAttribute), false).Length;
            var esHttp = OpenApiFile.Trigger(method) is not null;
            Assert.True(accesos == (esHttp ? 1 : 0), $"{name} declares {accesos} permissions.");
            Assert.True(!esHttp || Reglas.ContainsKey(name), $"{name} is missing in the matrix of permissions.");
        }
    }

    [Fact]
    public async Task Routes_ByRoleAndObject_AnswerAsInTheTable()
    {
        await using var program = await ProgramWithClock.StartWithFirstAdminAsync(server);
        using var admin = program.Api();
        await admin.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);
        var (roles, datos) = await PrepareAsync(admin);
        using var anonymous = program.Api();
        using var falso = program.Api().With(Forge(roles[2].Token!));
        using var vencido = program.Api().With(Vencer(roles[6].Token!));
        using var terminado = await admin.SignedInAsync("rol6", Contrasena);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await terminado.PostAsync("/auth/logout")).Status);

        List<string> faults = [];
        foreach (var (name, method) in FunctionCatalog.Methods.Where(f => OpenApiFile.Trigger(f.Value) is not null))
        {
            var regla = Reglas[name];
            var verb = HttpMethod.Parse(OpenApiFile.Trigger(method)!.Methods?.FirstOrDefault() ?? "get");
            async Task Espera(Api api, int rol, string quien, string path, string? body, Func<int, bool> bien)
            {
                var response = await api.SendAsync(verb, "/" + datos.Poner(path, rol), body is null ? null : JsonNode.Parse(datos.Poner(body, rol)));
                if (!bien((int)response.Status))
                {
                    faults.Add($"{name} {verb} {path} as {quien}: {(int)response.Status} {response.Text}");
                }
            }

            foreach (var (api, quien) in new[] { (anonymous, "a caller without a token"), (falso, "a forger"), (vencido, "a token of yesterday"), (terminado, "an ended session") })
            {
                await Espera(api, 6, quien, regla.Own, regla.Body, e => regla.Quien == "*" ? e is not (401 or 403) : e == 401);
            }

            foreach (var (rol, api) in roles.Where(_ => regla.Quien is not ("*" or "t")))
            {
                var puede = regla.Quien.Contains((char)('0' + rol));
                await Espera(api, rol, $"role {rol}", regla.Own, regla.Body, e => !puede ? e == 403 : regla is { Body: null, WithoutBody: false, Status: 200 } && verb != HttpMethod.Get ? e == 400 : e == regla.Status);

                var vePorRol = rol >= 5;
                if (regla.Foreign is not null || regla.ForeignBody is not null)
                {
                    await Espera(
                        api,
                        rol,
                        $"role {rol}, foreign",
                        regla.Foreign ?? regla.Own,
                        regla.ForeignBody ?? regla.Body,
                        e => !puede ? e == 403 : vePorRol ? e == (regla.ForeignStatus ?? regla.Status) : e == 404);
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<(Dictionary<int, Api> Roles, Datos Datos)> PrepareAsync(Api admin)
    {
        Dictionary<int, Api> roles = [];
        Dictionary<int, int> ids = [];
        for (var rol = 1; rol <= 6; rol++)
        {
            var alta = await admin.PostAsync(
                "/auth/register",
                JsonNode.Parse($$"""{"nombre":"N","apellido_paterno":"P","apellido_materno":"M","usuario":"rol{{rol}}","contrasena":"{{Contrasena}}","rol_id":{{rol}}}"""));
            ids[rol] = (int)alta.Data["User"]!["userId"]!;
            roles[rol] = admin.Another();
            await roles[rol].SignInAsync($"rol{rol}", Contrasena);
        }

        var ruta = (int)(await admin.PostAsync("/rutas", JsonNode.Parse($$"""{"nombre_ruta":"R","usuario_id_gerente":{{ids[4]}},"usuario_id_supervisor":{{ids[3]}}}"""))).Data["ruta"]!["ruta_id"]!;
        var grupo = (int)(await admin.PostAsync(
            "/grupos", JsonNode.Parse($$"""{"nombre_grupo":"G","ruta_id":{{ruta}},"usuario_id_titular":{{ids[2]}},"usuario_id_gestor":{{ids[1]}}}"""))).Data["grupo"]!["grupo_id"]!;
        async Task<int> Nuevo(int g) => (int)(await admin.PostAsync("/clientes", JsonNode.Parse(Cliente($"{g}")))).Data["cliente"]!;
        async Task<(int Prestamo, int Pago)> Prestar(int cliente, int aval)
        {
            var prestamo = (await admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
            var pago = (await admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":100}]"""))).Data["pago"]!["id"]!;
            return ((int)prestamo, (int)pago);
        }

        async Task<int> Cortar(Api api) => (int)(await api.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":0,"semilla":0}"""))).Json["id"]!;

        Dictionary<string, int> values = new() { ["R"] = ruta, ["G"] = grupo, ["C"] = await Nuevo(grupo), ["D"] = await Nuevo(grupo), ["r"] = 2, ["g"] = 2, ["c"] = await Nuevo(2), ["d"] = await Nuevo(2) };
        values["U"] = ids[2];
        (values["P"], values["V"]) = await Prestar(values["C"], values["D"]);
        (values["p"], values["v"]) = await Prestar(values["c"], values["d"]);
        values["k"] = await Cortar(admin);
        foreach (var (rol, api) in roles)
        {
            values[$"K{rol}"] = await Cortar(api);
        }

        return (roles, new(values));
    }

    private static string Cliente(string grupo) =>
        $$"""{"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":{{grupo}}}""";

    /// <summary>The same claims under another key.</summary>
    private static string Forge(string token)
    {
        var parts = token.Split('.');
        var signature = System.Security.Cryptography.HMACSHA256.HashData("otra-clave-de-al-menos-32-bytes-de-largo"u8, System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The same claims, lawfully signed, of a token that ended.</summary>
    private static string Vencer(string token)
    {
        var jwt = HandMadeJwt.Of(token);
        foreach (var moment in new[] { "iat", "nbf", "exp" })
        {
            jwt.Body[moment] = jwt.Seconds(moment) - 86_400;
        }

        return jwt.Signed(System.Text.Encoding.UTF8.GetBytes(TestServer.JwtKey));
    }

    /// <summary>Capital letters are the callers' own things, small ones are foreign; a corte is a role's own.</summary>
    private sealed record Datos(Dictionary<string, int> Values)
    {
        public string Poner(string text, int rol) =>
            Values.Aggregate(text.Replace("{K}", $"{Values[$"K{rol}"]}"), (previous, value) => previous.Replace($"{{{value.Key}}}", $"{value.Value}"));
    }
}
