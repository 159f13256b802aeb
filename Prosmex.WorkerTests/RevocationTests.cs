using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>Permissions that change and sessions that end, between requests and during one.</summary>
[Trait("Kind", "Integration")]
public sealed class RevocationTests(RunningWorker worker) : IClassFixture<RunningWorker>
{
    public static TheoryData<string> Revocations => [.. Revocation.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task Session_RevokedBetweenRequests_TakesNoMore(string revocation)
    {
        var (user, id) = await UserAsync();
        await user.AssertLiveAsync();

        var revoked = await RevokeAsync(revocation, user, id);

        Assert.Equal(HttpStatusCode.OK, revoked.Status);
        await user.AssertEndedAsync();
    }

    /// <summary>Without those that hash a password first: the write would wait for longer than a lock may take.</summary>
    public static TheoryData<string> QuickRevocations => [.. Revocation.All.Where(r => !r.NeedsHash).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(QuickRevocations))]
    public async Task Session_RevokedWhileItsWriteWaits_WritesThatAndNoMore(string revocation)
    {
        var (user, id) = await UserAsync();
        await using var held = await HeldRow.TakeAsync(worker.Database, "SELECT FROM rutas WHERE ruta_id = 1 FOR UPDATE");
        var write = RenameAsync(user, $"Ruta {id}");
        await held.WaitersAsync(1);
        var revoked = RevokeAsync(revocation, user, id);
        await held.WaitersAsync(2);

        await held.ReleaseAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await write).Status, (await revoked).Status));
        (await RenameAsync(user, "Tarde")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.Equal($"Ruta {id}", await TestDatabase.ValueAsync<string>(worker.Database, "SELECT nombre_ruta FROM rutas WHERE ruta_id = 1"));
    }

    [Fact]
    public async Task Session_BeingRevokedWhenItWrites_WritesNothing()
    {
        var (user, id) = await UserAsync();
        await user.AssertLiveAsync();
        await using var revocation = await HeldRow.TakeAsync(worker.Database, $"UPDATE sesiones SET revocada_en = now() WHERE usuario_id = {id}");
        var write = RenameAsync(user, "Tarde");
        await revocation.WaitersAsync(1);

        await revocation.ReleaseAsync();

        (await write).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.NotEqual("Tarde", await TestDatabase.ValueAsync<string>(worker.Database, "SELECT nombre_ruta FROM rutas WHERE ruta_id = 1"));
    }

    [Fact]
    public async Task Role_Changed_CountsForTheNextSession()
    {
        var (user, id) = await UserAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("/users")).Status);

        await RevokeAsync("role changed", user, id);

        using var later = await worker.SignInAsync(Name(id));
        (await later.GetAsync("/users")).Problem(HttpStatusCode.Forbidden);
    }

    private static string Name(int id) => $"usuario{id}";

    private static Task<ApiResponse> RenameAsync(Api api, string name) => api.PutAsync("/rutas/1", new JsonObject { ["nombre_ruta"] = name });

    private Task<ApiResponse> RevokeAsync(string revocation, Api user, int id) => Revocation.All.Single(r => r.Name == revocation).ByAsync(worker.Admin, user, id);

    private async Task<(Api Api, int Id)> UserAsync()
    {
        var id = await Personas.AgregarAsync(worker.Database, Guid.NewGuid().ToString("N"));
        await TestDatabase.ExecuteAsync(worker.Database, $"UPDATE usuarios SET usuario = '{Name(id)}' WHERE id = {id}");
        return (await worker.SignInAsync(Name(id)), id);
    }
}
