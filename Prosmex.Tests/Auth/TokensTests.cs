using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Access tokens: their content, their lifetime, and every kind of forgery.</summary>
[Trait("Kind", "Integration")]
public sealed class TokensTests(TestServer server)
{
    // Long enough for every HMAC, so that only the algorithm differs where it is to differ.
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("clave-larga-de-pruebas-0123456789-", 4)));

    [Fact]
    public async Task Login_AccessToken_HasTheAgreedClaimsAndNoMore()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var id = await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var api = await program.Api().SignedInAsync("ana");
        var jwt = HandMadeJwt.Of(api.Token!);
        Assert.Equal(["alg", "kid", "typ"], jwt.Header.Keys());
        Assert.Equal(("HS256", "at+jwt"), ((string?)jwt.Header["alg"], (string?)jwt.Header["typ"]));
        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"], jwt.Body.Keys());
        Assert.Equal($"{id}", (string?)jwt.Body["sub"]);
        Assert.True(Guid.TryParse(jwt.Sid, out _));
        var ahora = program.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((ahora, ahora, ahora + (12 * 3600)), (jwt.Seconds("iat"), jwt.Seconds("nbf"), jwt.Seconds("exp")));

        var renovado = HandMadeJwt.Of((await api.RenovarAsync(api.RefreshToken)).AccessToken());
        Assert.Equal(jwt.Sid, renovado.Sid);
        Assert.NotEqual((string?)jwt.Body["jti"], (string?)renovado.Body["jti"]);
        Assert.DoesNotContain('.', api.RefreshToken!);
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(connection, $"SELECT count(*) FROM sesiones s WHERE s::text LIKE '%{api.RefreshToken}%'"));
    }

    [Fact]
    public async Task Token_MadeByHand_IsValidOnlyIfUnchanged()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await Personas.AgregarAsync(connection, "beto");
        await using var program = await ProgramWithClock.StartAsync(connection, ("Prosmex:Jwt:Clave", Encoding.UTF8.GetString(Key)));
        using var ana = await program.Api().SignedInAsync("ana");
        using var beto = await program.Api().SignedInAsync("beto");
        var ajeno = HandMadeJwt.Of(beto.Token!);
        var ahora = program.Clock.GetUtcNow().ToUnixTimeSeconds();
        var signature = ana.Token!.Split('.')[2];

        string Hecho(Action<JsonObject, JsonObject> cambio, string algorithm = "HS256", byte[]? key = null)
        {
            var jwt = HandMadeJwt.Of(ana.Token!);
            jwt.Header["alg"] = algorithm;
            cambio(jwt.Header, jwt.Body);
            return jwt.Signed(key ?? Key, algorithm);
        }

        string Header(string fieldName, string? value) => Hecho((c, _) => Poner(c, fieldName, value));
        string Body(string fieldName, JsonNode? value) => Hecho((_, c) => Poner(c, fieldName, value));

        foreach (var (name, token) in new (string, string)[]
        {
            ("nothing changed", Hecho((_, _) => { })),
            ("expired within the skew", Body("exp", ahora - 29)),
            ("valid within the skew", Body("nbf", ahora + 29)),
        })
        {
            Assert.True((await ana.With(token).GetAsync("/grupos")).Status == HttpStatusCode.OK, name);
        }

        List<(string Name, string Token)> falsos =
        [
            .. ((string[])["none", "None", "NONE"]).Select(alg => ($"alg {alg}", WithAlgorithm(alg).Unsigned() + ".")),
            ("alg none with a signature", WithAlgorithm("none").Unsigned() + "." + signature),
            ("HS384", Hecho((_, _) => { }, "HS384")),
            ("HS512", Hecho((_, _) => { }, "HS512")),
            ("HS512 signed by HS256", WithAlgorithm("HS512").Signed(Key)),
            ("HS256 signed by HS512", WithAlgorithm("HS256").Signed(Key, "HS512")),
            ("another key", Hecho((_, _) => { }, key: new byte[64])),
            ("an empty key", Hecho((_, _) => { }, key: [])),
            .. ((string?[])[null, "", "JWT", "rt+jwt", "at"]).Select(typ => ($"typ {typ}", Header("typ", typ))),
            .. ((string?[])[null, "", "otra", "0", ".."]).Select(kid => ($"kid {kid}", Header("kid", kid))),
            .. ((string?[])[null, "", "otro"]).SelectMany(v => new[] { ($"iss {v}", Body("iss", v)), ($"aud {v}", Body("aud", v)) }),
            ("no exp", Body("exp", null)),
            ("expired", Body("exp", ahora - 31)),
            ("expired long ago", Body("exp", ahora - 86_400)),
            ("not valid yet", Body("nbf", ahora + 31)),
            ("valid tomorrow", Body("nbf", ahora + 86_400)),
            ("no sub", Body("sub", null)),
            ("the user of another session", Body("sub", (string)ajeno.Body["sub"]!)),
            ("no number for sub", Body("sub", "admin")),
            ("no sid", Body("sid", null)),
            ("no guid for sid", Body("sid", "1")),
            ("the session of another user", Body("sid", ajeno.Sid)),
            ("a session that is none", Body("sid", Guid.NewGuid().ToString())),
            ("other claims under the signature", Alterado((string)ajeno.Body["sub"]!) + "." + signature),
            ("no signature", ana.Token[..(ana.Token.LastIndexOf('.') + 1)]),
            ("no third part", ana.Token[..ana.Token.LastIndexOf('.')]),
            ("half a signature", ana.Token[..^20]),
            ("a fourth part", ana.Token + ".AAAA"),
            ("the refresh token", ana.RefreshToken!),
            ("the session's id", HandMadeJwt.Of(ana.Token).Sid),
        ];

        List<string> faults = [];
        foreach (var (name, token) in falsos)
        {
            foreach (var (method, path) in new[] { (HttpMethod.Get, "/grupos"), (HttpMethod.Get, "/users"), (HttpMethod.Post, "/auth/logout") })
            {
                if (path == "/auth/logout" && token == ana.RefreshToken)
                {
                    continue;
                }

                var response = await ana.With(token).SendAsync(method, path);
                if (response.Status != HttpStatusCode.Unauthorized || response.Codigo != "auth.sin_sesion" || response.Text.Contains(token, StringComparison.Ordinal))
                {
                    faults.Add($"{name} at {path}: {response.Status} {response.Text}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        (await ana.With(ana.Token).PostAsync("/auth/refresh")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await ana.AssertLiveAsync();
        await beto.AssertLiveAsync();

        HandMadeJwt WithAlgorithm(string algorithm)
        {
            var jwt = HandMadeJwt.Of(ana.Token!);
            jwt.Header["alg"] = algorithm;
            return jwt;
        }

        string Alterado(string sub)
        {
            var jwt = HandMadeJwt.Of(ana.Token!);
            jwt.Body["sub"] = sub;
            return jwt.Unsigned();
        }
    }

    [Fact]
    public async Task Token_OverTime_IsValidUntilItsEndAndTheSessionUntilIts()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramWithClock.StartAsync(connection, ("Prosmex:Jwt:Minutos", "5"), ("Prosmex:Sesion:Horas", "1"));
        using var api = await program.Api().SignedInAsync("ana");
        var jwt = HandMadeJwt.Of(api.Token!);
        Assert.Equal(300, jwt.Seconds("exp") - jwt.Seconds("iat"));
        program.Clock.Advance(329);
        await api.AssertLiveAsync();
        program.Clock.Advance(2);
        (await api.GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        var par = await api.RenovarAsync(api.RefreshToken);
        await api.With(par.AccessToken()).AssertLiveAsync();
        program.Clock.Advance(3600 - 331 - 60);
        par = await api.RenovarAsync(par.Refresh());
        await api.With(par.AccessToken()).AssertLiveAsync();
        program.Clock.Advance(61);
        (await api.With(par.AccessToken()).GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.RenovarAsync(par.Refresh())).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await api.SignedInAsync("ana");
    }

    [Fact]
    public async Task SigningKeys_RotatedBetweenRestarts_ThePreviousOnlyVerifies()
    {
        const string Ajuste = "Prosmex:Jwt:Clave";
        const string A = "clave-primera-de-al-menos-32-bytes-de-largo";
        const string B = "clave-segunda-de-al-menos-32-bytes-de-largo";
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        string a, refresh;
        await using (var primero = await ProgramWithClock.StartAsync(connection, (Ajuste, A)))
        {
            using var api = await primero.Api().SignedInAsync("ana");
            (a, refresh) = (api.Token!, api.RefreshToken!);
        }

        string b, kidDeA = HandMadeJwt.Of(a).Kid;
        await using (var segundo = await ProgramWithClock.StartAsync(connection, (Ajuste, B), ("Prosmex:Jwt:ClaveAnterior", A)))
        {
            using var api = await segundo.Api().SignedInAsync("ana");
            b = api.Token!;
            Assert.NotEqual(kidDeA, HandMadeJwt.Of(b).Kid);
            await api.AssertLiveAsync();
            await api.With(a).AssertLiveAsync();
            var par = await api.RenovarAsync(refresh);
            refresh = par.Refresh();
            Assert.Equal(HandMadeJwt.Of(b).Kid, HandMadeJwt.Of(par.AccessToken()).Kid);

            // Each key under its own name only.
            var cruzado = HandMadeJwt.Of(b);
            cruzado.Header["kid"] = kidDeA;
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.With(cruzado.Signed(Encoding.UTF8.GetBytes(B))).GetAsync("/grupos")).Status);
            await api.With(cruzado.Signed(Encoding.UTF8.GetBytes(A))).AssertLiveAsync();
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.With(HandMadeJwt.Of(b).Signed(Encoding.UTF8.GetBytes(A))).GetAsync("/grupos")).Status);
        }

        await using var third = await ProgramWithClock.StartAsync(connection, (Ajuste, B));
        using var ultimo = third.Api();
        await ultimo.With(b).AssertLiveAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await ultimo.With(a).GetAsync("/grupos")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ultimo.RenovarAsync(refresh)).Status);
    }

    private static void Poner(JsonObject jsonObject, string fieldName, JsonNode? value)
    {
        jsonObject.Remove(fieldName);
        if (value is not null)
        {
            jsonObject[fieldName] = value;
        }
    }
}
