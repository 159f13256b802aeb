using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Access tokens: their content, their lifetime, and every kind of forgery.</summary>
[Trait("Kind", "Integration")]
public sealed class TokensTests(TestServer servidor)
{
    // Long enough for every HMAC, so that only the algorithm differs where it is to differ.
    private static readonly byte[] Clave = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("clave-larga-de-pruebas-0123456789-", 4)));

    [Fact]
    public async Task Login_AccessToken_HasTheAgreedClaimsAndNoMore()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        var id = await Personas.AgregarAsync(connection, "ana");
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var api = await programa.Api().EntradaAsync("ana");
        var jwt = HandMadeJwt.De(api.Token!);
        Assert.Equal(["alg", "kid", "typ"], jwt.Cabecera.Claves());
        Assert.Equal(("HS256", "at+jwt"), ((string?)jwt.Cabecera["alg"], (string?)jwt.Cabecera["typ"]));
        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"], jwt.Cuerpo.Claves());
        Assert.Equal($"{id}", (string?)jwt.Cuerpo["sub"]);
        Assert.True(Guid.TryParse(jwt.Sid, out _));
        var ahora = programa.Reloj.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((ahora, ahora, ahora + (12 * 3600)), (jwt.Segundos("iat"), jwt.Segundos("nbf"), jwt.Segundos("exp")));

        var renovado = HandMadeJwt.De((await api.RenovarAsync(api.RefreshToken)).Acceso());
        Assert.Equal(jwt.Sid, renovado.Sid);
        Assert.NotEqual((string?)jwt.Cuerpo["jti"], (string?)renovado.Cuerpo["jti"]);
        Assert.DoesNotContain('.', api.RefreshToken!);
        Assert.Equal(0L, await Base.ValorAsync<long>(connection, $"SELECT count(*) FROM sesiones s WHERE s::text LIKE '%{api.RefreshToken}%'"));
    }

    [Fact]
    public async Task Token_MadeByHand_IsValidOnlyIfUnchanged()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await Personas.AgregarAsync(connection, "beto");
        await using var programa = await ProgramWithClock.IniciarAsync(connection, ("Prosmex:Jwt:Clave", Encoding.UTF8.GetString(Clave)));
        using var ana = await programa.Api().EntradaAsync("ana");
        using var beto = await programa.Api().EntradaAsync("beto");
        var ajeno = HandMadeJwt.De(beto.Token!);
        var ahora = programa.Reloj.GetUtcNow().ToUnixTimeSeconds();
        var firma = ana.Token!.Split('.')[2];

        string Hecho(Action<JsonObject, JsonObject> cambio, string algoritmo = "HS256", byte[]? clave = null)
        {
            var jwt = HandMadeJwt.De(ana.Token!);
            jwt.Cabecera["alg"] = algoritmo;
            cambio(jwt.Cabecera, jwt.Cuerpo);
            return jwt.Firmado(clave ?? Clave, algoritmo);
        }

        string Cabecera(string fieldName, string? value) => Hecho((c, _) => Poner(c, fieldName, value));
        string Cuerpo(string fieldName, JsonNode? value) => Hecho((_, c) => Poner(c, fieldName, value));

        foreach (var (nombre, token) in new (string, string)[]
        {
            ("nothing changed", Hecho((_, _) => { })),
            ("expired within the skew", Cuerpo("exp", ahora - 29)),
            ("valid within the skew", Cuerpo("nbf", ahora + 29)),
        })
        {
            Assert.True((await ana.Con(token).GetAsync("/grupos")).Estado == HttpStatusCode.OK, nombre);
        }

        List<(string Nombre, string Token)> falsos =
        [
            .. ((string[])["none", "None", "NONE"]).Select(alg => ($"alg {alg}", ConAlgoritmo(alg).SinFirma() + ".")),
            ("alg none with a signature", ConAlgoritmo("none").SinFirma() + "." + firma),
            ("HS384", Hecho((_, _) => { }, "HS384")),
            ("HS512", Hecho((_, _) => { }, "HS512")),
            ("HS512 signed by HS256", ConAlgoritmo("HS512").Firmado(Clave)),
            ("HS256 signed by HS512", ConAlgoritmo("HS256").Firmado(Clave, "HS512")),
            ("another key", Hecho((_, _) => { }, clave: new byte[64])),
            ("an empty key", Hecho((_, _) => { }, clave: [])),
            .. ((string?[])[null, "", "JWT", "rt+jwt", "at"]).Select(typ => ($"typ {typ}", Cabecera("typ", typ))),
            .. ((string?[])[null, "", "otra", "0", ".."]).Select(kid => ($"kid {kid}", Cabecera("kid", kid))),
            .. ((string?[])[null, "", "otro"]).SelectMany(v => new[] { ($"iss {v}", Cuerpo("iss", v)), ($"aud {v}", Cuerpo("aud", v)) }),
            ("no exp", Cuerpo("exp", null)),
            ("expired", Cuerpo("exp", ahora - 31)),
            ("expired long ago", Cuerpo("exp", ahora - 86_400)),
            ("not valid yet", Cuerpo("nbf", ahora + 31)),
            ("valid tomorrow", Cuerpo("nbf", ahora + 86_400)),
            ("no sub", Cuerpo("sub", null)),
            ("the user of another session", Cuerpo("sub", (string)ajeno.Cuerpo["sub"]!)),
            ("no number for sub", Cuerpo("sub", "admin")),
            ("no sid", Cuerpo("sid", null)),
            ("no guid for sid", Cuerpo("sid", "1")),
            ("the session of another user", Cuerpo("sid", ajeno.Sid)),
            ("a session that is none", Cuerpo("sid", Guid.NewGuid().ToString())),
            ("other claims under the signature", Alterado((string)ajeno.Cuerpo["sub"]!) + "." + firma),
            ("no signature", ana.Token[..(ana.Token.LastIndexOf('.') + 1)]),
            ("no third part", ana.Token[..ana.Token.LastIndexOf('.')]),
            ("half a signature", ana.Token[..^20]),
            ("a fourth part", ana.Token + ".AAAA"),
            ("the refresh token", ana.RefreshToken!),
            ("the session's id", HandMadeJwt.De(ana.Token).Sid),
        ];

        List<string> faults = [];
        foreach (var (nombre, token) in falsos)
        {
            foreach (var (metodo, ruta) in new[] { (HttpMethod.Get, "/grupos"), (HttpMethod.Get, "/users"), (HttpMethod.Post, "/auth/logout") })
            {
                if (ruta == "/auth/logout" && token == ana.RefreshToken)
                {
                    continue;
                }

                var response = await ana.Con(token).EnviarAsync(metodo, ruta);
                if (response.Estado != HttpStatusCode.Unauthorized || response.Codigo != "auth.sin_sesion" || response.Texto.Contains(token, StringComparison.Ordinal))
                {
                    faults.Add($"{nombre} at {ruta}: {response.Estado} {response.Texto}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        (await ana.Con(ana.Token).PostAsync("/auth/refresh")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await ana.ViveAsync();
        await beto.ViveAsync();

        HandMadeJwt ConAlgoritmo(string algoritmo)
        {
            var jwt = HandMadeJwt.De(ana.Token!);
            jwt.Cabecera["alg"] = algoritmo;
            return jwt;
        }

        string Alterado(string sub)
        {
            var jwt = HandMadeJwt.De(ana.Token!);
            jwt.Cuerpo["sub"] = sub;
            return jwt.SinFirma();
        }
    }

    [Fact]
    public async Task Token_OverTime_IsValidUntilItsEndAndTheSessionUntilIts()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var programa = await ProgramWithClock.IniciarAsync(connection, ("Prosmex:Jwt:Minutos", "5"), ("Prosmex:Sesion:Horas", "1"));
        using var api = await programa.Api().EntradaAsync("ana");
        var jwt = HandMadeJwt.De(api.Token!);
        Assert.Equal(300, jwt.Segundos("exp") - jwt.Segundos("iat"));
        programa.Reloj.Adelantar(329);
        await api.ViveAsync();
        programa.Reloj.Adelantar(2);
        (await api.GetAsync("/grupos")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        var par = await api.RenovarAsync(api.RefreshToken);
        await api.Con(par.Acceso()).ViveAsync();
        programa.Reloj.Adelantar(3600 - 331 - 60);
        par = await api.RenovarAsync(par.Refresh());
        await api.Con(par.Acceso()).ViveAsync();
        programa.Reloj.Adelantar(61);
        (await api.Con(par.Acceso()).GetAsync("/grupos")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.RenovarAsync(par.Refresh())).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await api.EntradaAsync("ana");
    }

    [Fact]
    public async Task SigningKeys_RotatedBetweenRestarts_ThePreviousOnlyVerifies()
    {
        const string Ajuste = "Prosmex:Jwt:Clave";
        const string A = "clave-primera-de-al-menos-32-bytes-de-largo";
        const string B = "clave-segunda-de-al-menos-32-bytes-de-largo";
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        string a, refresh;
        await using (var primero = await ProgramWithClock.IniciarAsync(connection, (Ajuste, A)))
        {
            using var api = await primero.Api().EntradaAsync("ana");
            (a, refresh) = (api.Token!, api.RefreshToken!);
        }

        string b, kidDeA = HandMadeJwt.De(a).Kid;
        await using (var segundo = await ProgramWithClock.IniciarAsync(connection, (Ajuste, B), ("Prosmex:Jwt:ClaveAnterior", A)))
        {
            using var api = await segundo.Api().EntradaAsync("ana");
            b = api.Token!;
            Assert.NotEqual(kidDeA, HandMadeJwt.De(b).Kid);
            await api.ViveAsync();
            await api.Con(a).ViveAsync();
            var par = await api.RenovarAsync(refresh);
            refresh = par.Refresh();
            Assert.Equal(HandMadeJwt.De(b).Kid, HandMadeJwt.De(par.Acceso()).Kid);

            // Each key under its own name only.
            var cruzado = HandMadeJwt.De(b);
            cruzado.Cabecera["kid"] = kidDeA;
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.Con(cruzado.Firmado(Encoding.UTF8.GetBytes(B))).GetAsync("/grupos")).Estado);
            await api.Con(cruzado.Firmado(Encoding.UTF8.GetBytes(A))).ViveAsync();
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.Con(HandMadeJwt.De(b).Firmado(Encoding.UTF8.GetBytes(A))).GetAsync("/grupos")).Estado);
        }

        await using var tercero = await ProgramWithClock.IniciarAsync(connection, (Ajuste, B));
        using var ultimo = tercero.Api();
        await ultimo.Con(b).ViveAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await ultimo.Con(a).GetAsync("/grupos")).Estado);
        Assert.Equal(HttpStatusCode.OK, (await ultimo.RenovarAsync(refresh)).Estado);
    }

    private static void Poner(JsonObject objeto, string fieldName, JsonNode? value)
    {
        objeto.Remove(fieldName);
        if (value is not null)
        {
            objeto[fieldName] = value;
        }
    }
}
