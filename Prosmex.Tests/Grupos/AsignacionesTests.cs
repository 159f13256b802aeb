using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Grupos;

/// <summary>The list of groups with their people, and many of them assigned at once.</summary>
[Trait("Kind", "Integration")]
public sealed class AsignacionesTests(TestServer server)
{
    private const string Map = "SELECT string_agg(concat_ws(' ', grupo_id, ruta_id, coalesce(usuario_id_titular, 0), coalesce(usuario_id_gestor, 0)), ', ' ORDER BY grupo_id) FROM grupos";

    [Fact]
    public async Task Listar_EachFilter_HasTheGroupsWithTheirPeople()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.NuevoPrestamoAsync();
        var (titular, gestor) = await PeopleAsync(d);
        await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE grupos SET usuario_id_titular = {titular} WHERE grupo_id < 3; UPDATE grupos SET usuario_id_gestor = {gestor} WHERE grupo_id = 1");

        var primero = (await d.Admin.GetAsync("/grupos/lista?per_page=1")).Success("get", "/grupos/lista").Data;
        Assert.Equal(
            $$"""{"grupo_id":1,"grupo":"Grupo 1 - Nuevo Mexico","ruta_id":1,"ruta":"Ruta 1: zapopan","titular_id":{{titular}},"titular":"N P","gestor_id":{{gestor}},"gestor":"N P","clientes":2,"prestamos_activos":1}""",
            Assert.Single(primero["grupos"]!.AsArray())!.ToJsonString());
        Assert.Equal((3, 3), ((int)primero["total_items"]!, (int)primero["total_pages"]!));
        Assert.Equal([2, 3], await IdsAsync(d.Admin, "?sin=gestor"));
        Assert.Equal([3], await IdsAsync(d.Admin, "?sin=titular"));
        Assert.Equal([2], await IdsAsync(d.Admin, "?ruta_id=2"));
        Assert.Equal([1, 2], await IdsAsync(d.Admin, $"?titular_id={titular}"));
        Assert.Equal([1], await IdsAsync(d.Admin, $"?gestor_id={gestor}"));
        Assert.Equal([3], await IdsAsync(d.Admin, "?q=LAS HU"));
        Assert.Empty(await IdsAsync(d.Admin, $"?titular_id={gestor}"));
        Assert.Equal([1, 3], await IdsAsync(d.Admin, "?grupo_ids=3,1,3"));
        Assert.Equal([1], await IdsAsync(d.Admin, "?grupo_ids=1,3&sin=&gestor_id=" + gestor));
        (await d.Admin.GetAsync("/grupos/lista?grupo_ids=1,99999")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        foreach (var malformed in new[] { "0", "1,", "1;2", "-1", "x", string.Join(',', Enumerable.Range(1, 201)) })
        {
            (await d.Admin.GetAsync($"/grupos/lista?grupo_ids={malformed}")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }

        (await d.Admin.GetAsync("/grupos/lista?ruta_id=99999")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
        (await d.Admin.GetAsync("/grupos/lista?gestor_id=99999")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await d.Admin.GetAsync("/grupos/lista?sin=nada")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public async Task Listar_AsTitular_HasTheirOwnGroupsOnly()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var tita = await d.AnotherAsync("tita", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'tita') WHERE grupo_id = 2");

        Assert.Equal([2], await IdsAsync(tita, ""));
        (await tita.GetAsync("/grupos/lista?ruta_id=1")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
        (await tita.GetAsync("/grupos/lista?grupo_ids=2,3")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    [Fact]
    public async Task Asignar_SeveralFields_ChangesTheGroupsNamedAndAnswersThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (titular, gestor) = await PeopleAsync(d);

        var done = await d.Admin.PostAsync("/grupos/asignaciones", JsonNode.Parse($$"""{"grupo_ids":[3,1,3],"usuario_id_titular":"{{titular}}","usuario_id_gestor":{{gestor}},"ruta_id":2}"""));

        var grupos = done.Success("post", "/grupos/asignaciones").Data["grupos"]!.AsArray();
        Assert.Equal([1, 3], grupos.Select(g => (int)g!["grupo_id"]!));
        Assert.All(grupos, g => Assert.Equal((2, titular, gestor), ((int)g!["ruta_id"]!, (int)g["titular_id"]!, (int)g["gestor_id"]!)));
        Assert.Equal($"1 2 {titular} {gestor}, 2 2 0 0, 3 2 {titular} {gestor}", await TestDatabase.ValueAsync<string>(d.Connection, Map));
        (await d.Admin.PostAsync("/grupos/asignaciones", JsonNode.Parse("""{"grupo_ids":[1],"usuario_id_gestor":null}"""))).Success("post", "/grupos/asignaciones");
        Assert.Equal($"1 2 {titular} 0, 2 2 0 0, 3 2 {titular} {gestor}", await TestDatabase.ValueAsync<string>(d.Connection, Map));
    }

    [Fact]
    public async Task Asignar_WithOneThatCannotBe_ChangesNone()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (titular, gestor) = await PeopleAsync(d);
        var before = await TestDatabase.ValueAsync<string>(d.Connection, Map);
        async Task Refused(string body, HttpStatusCode status, string codigo) =>
            (await d.Admin.PostAsync("/grupos/asignaciones", JsonNode.Parse(body))).Problem(status, codigo);

        await Refused($$"""{"grupo_ids":[1,99999],"usuario_id_gestor":{{gestor}}}""", HttpStatusCode.NotFound, "grupo.no_encontrado");
        await Refused($$"""{"grupo_ids":[1,2],"usuario_id_gestor":{{titular}}}""", HttpStatusCode.BadRequest, "solicitud.invalida");
        await Refused("""{"grupo_ids":[1,2],"usuario_id_titular":99999}""", HttpStatusCode.NotFound, "usuario.no_encontrado");
        await Refused("""{"grupo_ids":[1,2],"ruta_id":99999}""", HttpStatusCode.NotFound, "ruta.no_encontrada");
        await Refused("""{"grupo_ids":[1,2],"ruta_id":null}""", HttpStatusCode.BadRequest, "solicitud.invalida");
        await Refused("""{"grupo_ids":[1,2]}""", HttpStatusCode.BadRequest, "solicitud.invalida");
        await Refused($$"""{"grupo_ids":[],"usuario_id_gestor":{{gestor}}}""", HttpStatusCode.BadRequest, "solicitud.invalida");
        await Refused($$"""{"grupo_ids":[0],"usuario_id_gestor":{{gestor}}}""", HttpStatusCode.BadRequest, "solicitud.invalida");
        await Refused($$"""{"grupo_ids":[{{string.Join(',', Enumerable.Range(1, 201))}}],"usuario_id_gestor":{{gestor}}}""", HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(before, await TestDatabase.ValueAsync<string>(d.Connection, Map));
    }

    [Fact]
    public async Task Asignar_EachField_NeedsItsOwnPermission()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (_, gestor) = await PeopleAsync(d);
        await Personas.AgregarAsync(d.Connection, "sara", rol: 3);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = 1; INSERT INTO permisos (rol_id, accion_id) VALUES (3, 13)");
        using var sara = await d.Admin.SignedInAsync("sara");

        (await sara.PostAsync("/grupos/asignaciones", JsonNode.Parse("""{"grupo_ids":[99999],"ruta_id":1}"""))).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await sara.PostAsync("/grupos/asignaciones", JsonNode.Parse($$"""{"grupo_ids":[1,2],"usuario_id_gestor":{{gestor}}}"""))).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        (await sara.PostAsync("/grupos/asignaciones", JsonNode.Parse($$"""{"grupo_ids":[1],"usuario_id_gestor":{{gestor}}}"""))).Success("post", "/grupos/asignaciones");

        Assert.Equal($"1 1 0 {gestor}, 2 2 0 0, 3 3 0 0", await TestDatabase.ValueAsync<string>(d.Connection, Map));
    }

    [Fact]
    public async Task ListarAndAsignar_OfTenOrTwoHundred_SendTheSameStatements()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var gestor = await Personas.AgregarAsync(connection, "gestor", rol: 1);
        await TestDatabase.ExecuteAsync(connection, "INSERT INTO grupos (nombre_grupo, ruta_id) SELECT 'G' || n, 1 FROM generate_series(1, 210) n");
        var admin = new CurrentUser(1, Guid.NewGuid(), RolId.Admin, Enum.GetValues<AccionId>().ToHashSet());
        List<int> cuentas = [];
        foreach (var cuantos in new[] { 10, 200 })
        {
            var counter = new StatementCounter();
            await using var db = TestDatabase.Context(connection, counter);
            var service = new AsignacionService(db, new UnitOfWork(db, TimeProvider.System));
            var page = await service.ListarAsync(admin, new(), new(1, cuantos), TestContext.Current.CancellationToken);
            Assert.Equal((cuantos, 1), (page.Items.Count, counter.Count));
            var request = new AsignacionesRequest { GrupoIds = Optional<IReadOnlyList<int>>.Of([.. page.Items.Select(g => g.GrupoId)]), UsuarioIdGestor = Optional<int?>.Of(gestor) };
            Assert.Equal(cuantos, (await service.AsignarAsync(RequestContext.SystemFor(admin), request, TestContext.Current.CancellationToken)).Count);
            cuentas.Add(counter.Count);
        }

        Assert.Single(cuentas.Distinct());
    }

    private static async Task<(int Titular, int Gestor)> PeopleAsync(Despacho d) =>
        (await Personas.AgregarAsync(d.Connection, "titular", rol: 2), await Personas.AgregarAsync(d.Connection, "gestor", rol: 1));

    private static async Task<IEnumerable<int>> IdsAsync(Api api, string query) =>
        (await api.GetAsync("/grupos/lista" + query)).Success("get", "/grupos/lista").Data["grupos"]!.AsArray().Select(g => (int)g!["grupo_id"]!);
}
