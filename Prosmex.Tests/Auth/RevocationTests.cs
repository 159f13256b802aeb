using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Whatever a request is waiting for, nothing is written after the revocation was answered.</summary>
[Trait("Kind", "Integration")]
public sealed class RevocationTests(TestServer server)
{
    public static TheoryData<bool, bool> SeenAndKeyed => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(SeenAndKeyed))]
    public async Task Write_RevokedWhileTheBodyArrives_Is401AndWritesNothing(bool seen, bool withKey)
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        foreach (var revocation in Revocation.All)
        {
            var (api, id) = await office.UserAsync(seen);
            var nuevo = $"colado{id}";
            using var body = new HeldContent(RevocationOffice.NewAdmin(nuevo));
            var write = api.SendAsync(HttpMethod.Post, "/auth/register", body, RevocationOffice.Headers(withKey));
            await body.Reached;

            var revoked = await revocation.ByAsync(office.Admin, api, id);
            body.Release();

            Assert.True(revoked.Status == HttpStatusCode.OK, $"{revocation}: {revoked.Text}");
            Assert.True((await write).Codigo == "auth.sin_sesion", $"{revocation}: {(await write).Text}");
            (await write).Problem(HttpStatusCode.Unauthorized);
            Assert.False(await office.ExistsAsync(nuevo), $"{revocation}: the new administrator is there.");
        }
    }

    [Theory]
    [MemberData(nameof(SeenAndKeyed))]
    public async Task Write_RevokedWhileItWaitsForThePasswordHash_Is401AndWritesNothing(bool seen, bool withKey)
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        var queue = office.Program.Service<PasswordHashQueue>();
        foreach (var revocation in Revocation.All)
        {
            var (api, id) = await office.UserAsync(seen);
            var nuevo = $"colado{id}";

            // Queued in this order: the revocation where it needs a hash itself, tasks that the test holds, and the write.
            var first = queue.Hold();
            var revoked = revocation.NeedsHash ? revocation.ByAsync(office.Admin, api, id) : null;
            await WaitingAsync(queue, revocation.NeedsHash ? 1 : 0);
            var second = queue.Hold();
            var write = api.SendAsync(HttpMethod.Post, "/auth/register", Json(RevocationOffice.NewAdmin(nuevo)), RevocationOffice.Headers(withKey));
            await WaitingAsync(queue, PasswordHashQueue.AtOnce + (revocation.NeedsHash ? 2 : 1));
            revoked ??= revocation.ByAsync(office.Admin, api, id);
            first.SetResult();
            Assert.True((await revoked).Status == HttpStatusCode.OK, $"{revocation}: {(await revoked).Text}");
            second.SetResult();

            (await write).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
            Assert.False(await office.ExistsAsync(nuevo), $"{revocation}: the new administrator is there.");
        }
    }

    [Theory]
    [MemberData(nameof(SeenAndKeyed))]
    public async Task Revocation_WhileAWriteWaitsForARowLock_IsAnsweredAfterTheWriteAndStopsTheNext(bool seen, bool withKey)
    {
        await using var office = await RevocationOffice.OpenAsync(server, lockTimeout: 12_000);
        foreach (var revocation in Revocation.All)
        {
            var (api, id) = await office.UserAsync(seen);
            await using var other = new NpgsqlConnection(office.Connection);
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var lockRow = new NpgsqlCommand("BEGIN; SELECT FROM rutas WHERE ruta_id = 1 FOR UPDATE", other);
            await lockRow.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var write = api.SendAsync(HttpMethod.Put, "/rutas/1", Json(new JsonObject { ["nombre_ruta"] = $"Ruta {id}" }), RevocationOffice.Headers(withKey));
            await office.WaitForLockWaitersAsync(1);
            var revoked = revocation.ByAsync(office.Admin, api, id);
            await office.WaitForLockWaitersAsync(2);

            await using var unlock = new NpgsqlCommand("COMMIT", other);
            await unlock.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            Assert.True((await write).Status == HttpStatusCode.OK, $"{revocation}: {(await write).Text}");
            Assert.True((await revoked).Status == HttpStatusCode.OK, $"{revocation}: {(await revoked).Text}");
            var next = await api.SendAsync(HttpMethod.Put, "/rutas/1", Json(new JsonObject { ["nombre_ruta"] = "Tarde" }), RevocationOffice.Headers(withKey));
            next.Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
            Assert.Equal($"Ruta {id}", await TestDatabase.ValueAsync<string>(office.Connection, "SELECT nombre_ruta FROM rutas WHERE ruta_id = 1"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_WhoseSessionIsBeingEnded_WaitsForThatAndIs401(bool withKey)
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        var (api, id) = await office.UserAsync(seen: true);
        await using var other = new NpgsqlConnection(office.Connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var end = new NpgsqlCommand($"BEGIN; UPDATE sesiones SET revocada_en = now() WHERE usuario_id = {id}", other);
        await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var write = api.SendAsync(HttpMethod.Put, "/rutas/1", Json(new JsonObject { ["nombre_ruta"] = "Tarde" }), RevocationOffice.Headers(withKey));
        await office.WaitForLockWaitersAsync(1);

        await using var commit = new NpgsqlCommand("COMMIT", other);
        await commit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        (await write).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(office.Connection, "SELECT count(*) FROM rutas WHERE nombre_ruta = 'Tarde'"));
    }

    [Fact]
    public async Task Replay_OfAKeyOfAnEndedSession_Is401()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        var (api, id) = await office.UserAsync(seen: true);
        var headers = RevocationOffice.Headers(withKey: true);
        var nuevo = RevocationOffice.NewAdmin("nuevo");
        Assert.Equal(HttpStatusCode.Created, (await api.SendAsync(HttpMethod.Post, "/auth/register", Json(nuevo), headers)).Status);
        using var body = new HeldContent(nuevo);
        var replay = api.SendAsync(HttpMethod.Post, "/auth/register", body, headers);
        await body.Reached;
        await office.Admin.DeleteAsync($"/users/{id}/sesiones");

        body.Release();

        (await replay).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Write_WhoseSessionExpiresWhileTheBodyArrives_Is401()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        var (api, _) = await office.UserAsync(seen: true);
        using var body = new HeldContent(NewRoute());
        var write = api.SendAsync(HttpMethod.Post, "/rutas", body);
        await body.Reached;
        office.Program.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(4));

        body.Release();

        (await write).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Permission_TakenFromTheRole_EndsItsSessions()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        await Personas.AgregarAsync(office.Connection, "director", rol: 5);
        using var director = await office.Program.Api().SignedInAsync("director");
        using var body = new HeldContent(JsonNode.Parse("""
            {"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}
            """)!);
        var write = director.SendAsync(HttpMethod.Post, "/clientes", body);
        await body.Reached;

        await TestDatabase.ExecuteAsync(office.Connection, "DELETE FROM permisos WHERE rol_id = 5 AND accion_id = 1");
        body.Release();

        (await write).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await director.AssertEndedAsync();
        await office.Admin.AssertLiveAsync();
    }

    [Fact]
    public async Task Revocation_UnderSixteenOverlappingWritesOfTheSession_IsNotStarved()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        var (api, id) = await office.UserAsync(seen: true);
        var writers = Enumerable.Range(0, 16).Select(async n =>
        {
            var written = 0;
            while ((await api.PutAsync($"/rutas/{(n % 3) + 1}", new JsonObject { ["nombre_ruta"] = $"Ruta {n}" })) is { Status: not HttpStatusCode.Unauthorized } answer)
            {
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable, answer.Text);
                written++;
            }

            return written;
        }).ToList();

        var ended = await office.Admin.DeleteAsync($"/users/{id}/sesiones");

        Assert.True(ended.Status == HttpStatusCode.OK, ended.Text);
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task Revocation_OfASessionThatIsNeverFree_IsNotStarvedHoweverLongStatementsMayTake()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        var (_, id) = await office.UserAsync(seen: false);
        using var ended = new CancellationTokenSource();
        var holders = Enumerable.Range(0, 8).Select(async n =>
        {
            await using var holder = new NpgsqlConnection(office.Connection);
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            while (!ended.IsCancellationRequested)
            {
                await using var hold = new NpgsqlCommand($"BEGIN; SELECT FROM sesiones WHERE usuario_id = {id} FOR SHARE; SELECT pg_sleep(0.0{n + 2}); COMMIT", holder);
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }).ToList();

        var revoked = await office.Admin.DeleteAsync($"/users/{id}/sesiones");
        await ended.CancelAsync();
        await Task.WhenAll(holders);

        Assert.True(revoked.Status == HttpStatusCode.OK, revoked.Text);
    }

    [Fact]
    public async Task Revocation_OnOneInstance_StopsEveryRequestThatBeginsLaterOnAnother()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        await using var second = await ProgramWithClock.StartAsync(office.Connection);
        foreach (var revocation in Revocation.All)
        {
            var (api, id) = await office.UserAsync(seen: false);
            using var elsewhere = second.Api().With(api.Token);
            long answered = 0;
            var hammers = Enumerable.Range(0, 8).Select(async n =>
            {
                List<long> succeeded = [];
                while (true)
                {
                    var begun = Stopwatch.GetTimestamp();
                    var answer = n % 2 == 0 ? await elsewhere.GetAsync("/users") : await elsewhere.PostAsync("/rutas", NewRoute());
                    if (answer.Status == HttpStatusCode.Unauthorized)
                    {
                        return succeeded;
                    }

                    succeeded.Add(begun);
                    Assert.True(answer.Message.IsSuccessStatusCode, $"{revocation}: {answer.Text}");
                }
            }).ToList();

            var revoked = await revocation.ByAsync(office.Admin, api, id);
            answered = Stopwatch.GetTimestamp();

            Assert.True(revoked.Status == HttpStatusCode.OK, $"{revocation}: {revoked.Text}");
            Assert.All((await Task.WhenAll(hammers)).SelectMany(s => s), begun => Assert.True(begun < answered, $"{revocation}: a request that began later succeeded."));
        }
    }

    [Fact]
    public async Task PasswordReset_WhileASignInWithTheOldPasswordWaits_LeavesNoSessionOfTheOldPassword()
    {
        await using var office = await RevocationOffice.OpenAsync(server);
        for (var round = 0; round < 4; round++)
        {
            var (api, id) = await office.UserAsync(seen: true);
            var name = $"usuario{round}";
            await using var other = new NpgsqlConnection(office.Connection);
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand($"BEGIN; SELECT FROM usuarios WHERE id = {id} FOR UPDATE", other);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var thief = api.Another();
            var signIn = round % 2 == 0 ? thief.SignInAsync(name, Personas.Contrasena) : null;
            await office.WaitForLockWaitersAsync(round % 2 == 0 ? 1 : 0);
            var reset = office.Admin.PostAsync($"/users/{id}/restablecer-contrasena");
            await office.WaitForLockWaitersAsync(round % 2 == 0 ? 2 : 1);
            signIn ??= thief.SignInAsync(name, Personas.Contrasena);
            await office.WaitForLockWaitersAsync(2);

            await using var release = new NpgsqlCommand("COMMIT", other);
            await release.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            Assert.True((await reset).Status == HttpStatusCode.OK, (await reset).Text);
            var entered = await signIn;
            Assert.True(entered.Status is HttpStatusCode.OK or HttpStatusCode.Unauthorized, entered.Text);
            (await thief.GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
            Assert.Equal(0L, await TestDatabase.ValueAsync<long>(office.Connection, $"SELECT count(*) FROM sesiones WHERE usuario_id = {id} AND revocada_en IS NULL"));
        }
    }

    private static Task WaitingAsync(PasswordHashQueue queue, int count) =>
        RevocationOffice.UntilAsync(() => Task.FromResult(queue.Waiting == count), $"{count} wait for a hash");

    private static JsonObject NewRoute() => new() { ["nombre_ruta"] = "Nueva", ["usuario_id_gerente"] = null, ["usuario_id_supervisor"] = null };

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
