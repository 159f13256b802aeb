using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Financieras;

/// <summary>Several lenders behind one program: whose request it is, what is each one's own, and what the timers do.</summary>
[Trait("Kind", "Integration")]
public sealed class SharedProgramTests(SharedProgramTests.Running running, TestServer server) : IClassFixture<SharedProgramTests.Running>
{
    private const int Lenders = 4;

    // Of those tests that leave the lenders as they are.
    private SharedProgram Program => running.Program;

    [Theory]
    [InlineData("GET", "/panel")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/grupos")]
    [InlineData("POST", "/auth/login/")]
    public async Task Request_ToAnUnknownHost_IsA404ThatNamesNoLender(string method, string path)
    {
        var (status, body) = await Program.AskAsync("otra.prosmex.example", path, HttpMethod.Parse(method));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("ruta_http.no_encontrada", (string?)JsonNode.Parse(body)!["codigo"]);
        Assert.DoesNotContain("inanciera", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_ByAnyName_Answers()
    {
        using var api = Program.Api("10.0.0.7:8080");

        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task Host_InUpperCaseAndWithAPort_IsTheSame()
    {
        using var api = Program.Api($"{SharedProgram.Host(1).ToUpperInvariant()}:8443");

        using var ada = await api.SignedInAsync("ada");

        Assert.Equal("Financiera 1", (string?)(await ada.GetAsync("/financiera")).Data["nombre"]);
    }

    // Written after the function has ended.
    [Fact]
    public async Task Spreadsheet_OfALender_HasItsName()
    {
        using var ada = await Program.AdminAsync(2);

        var file = Workbook.Read(await (await ada.GetAsync("/reporte/general.xlsx")).Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal("Financiera 2", file.Setup(file.Hojas.First()).TitleLines[0]);
    }

    // The password and the user name are the same at both; the session is not.
    [Fact]
    public async Task Tokens_OfALender_OpenNothingAtAnother()
    {
        using var ada = await Program.AdminAsync(1);
        using var elsewhere = ada.At(SharedProgram.Host(2));

        await ada.AssertLiveAsync();
        (await elsewhere.GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await elsewhere.RenovarAsync(ada.RefreshToken)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        await ada.AssertLiveAsync();
    }

    // Not the signature alone keeps it out: the session is in its own lender's schema.
    [Fact]
    public async Task Token_SignedWithAKeyThatTwoLendersHave_OpensNothingAtTheOther()
    {
        await using var program = await SharedProgram.StartAsync(server, Lenders, [.. Enumerable.Range(1, 2).Select(l => ($"Prosmex:Financieras:{SharedProgram.Schema(l)}:Jwt:Clave", TestServer.JwtKey))]);
        using var ada = await program.AdminAsync(1);
        using var elsewhere = ada.At(SharedProgram.Host(2));

        (await elsewhere.GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    [Fact]
    public async Task Payments_WithTheSameKeyAtTwoLenders_AreBothMade()
    {
        var key = Guid.NewGuid();
        foreach (var lender in new[] { 1, 2 })
        {
            using var ada = await Program.AdminAsync(lender);
            var loan = await LoanAsync(ada);
            var paid = await ada.SendAsync(
                HttpMethod.Post, "/pagos", JsonContent($$"""[{"prestamo_id":{{loan}},"monto_pagado":100,"clave":"{{key}}"}]"""), ("Idempotency-Key", $"{key}"));
            Assert.True(paid.Message.IsSuccessStatusCode, paid.Text);
        }

        Assert.All(new[] { 1, 2 }, lender => Assert.Equal(100m, SumAsync(Program, lender).Result));
    }

    // Each lender's own settings: stored with it, and in its section of the configuration.
    [Fact]
    public async Task Settings_OfALender_AreItsOwn()
    {
        await using var program = await SharedProgram.StartAsync(server, Lenders, ($"Prosmex:Financieras:{SharedProgram.Schema(2)}:Financiera:Telefono", "55 1111 2222"));
        var (code, text) = await RunAsync(program, "financiera", "cambiar", SharedProgram.Schema(1), "--ajuste", "Prestamos:Limite=700", "--ajuste", "Financiera:Direccion=Calle 1");
        Assert.True(code == 0, text);
        using var first = await program.AdminAsync(1);
        using var second = await program.AdminAsync(2);

        var limits = await Task.WhenAll(LimitAsync(first), LimitAsync(second));
        var papers = await Task.WhenAll(first.GetAsync("/financiera"), second.GetAsync("/financiera"));

        Assert.Equal([700m, 5000m], limits);
        Assert.Equal(["Calle 1", null], papers.Select(p => (string?)p.Data["direccion"]));
        Assert.Equal([null, "55 1111 2222"], papers.Select(p => (string?)p.Data["telefono"]));
    }

    [Fact]
    public async Task Change_OfALender_IsSeenSecondsLater()
    {
        await using var program = await SharedProgram.StartAsync(server, Lenders);
        using var ada = await program.AdminAsync(3);
        using var moved = ada.At("nueva.prosmex.example");
        await RunAsync(program, "financiera", "cambiar", SharedProgram.Schema(3), "--host", "nueva.prosmex.example");
        program.Clock.Advance(10);
        await moved.AssertLiveAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await program.AskAsync(SharedProgram.Host(3), "/grupos")).Status);

        await RunAsync(program, "financiera", "cambiar", SharedProgram.Schema(3), "--activa", "false");
        program.Clock.Advance(10);
        Assert.Equal(HttpStatusCode.NotFound, (await program.AskAsync("nueva.prosmex.example", "/grupos")).Status);
    }

    // Within the seconds that the list is kept, strange names ask nothing of the server.
    [Fact]
    public async Task List_OfLenders_IsReadOnceHoweverManyNamesAreTried()
    {
        await using var program = await SharedProgram.StartAsync(server, Lenders);
        await program.AskAsync("x.example", "/grupos");
        await TestDatabase.ExecuteAsync(program.Connection, "ALTER TABLE prosmex.financieras RENAME TO apartadas");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(n => program.AskAsync($"x{n}.example", "/grupos"))), a => Assert.Equal(HttpStatusCode.NotFound, a.Status));
        program.Clock.Advance(10);
        Assert.NotEqual(HttpStatusCode.NotFound, (await program.AskAsync("x.example", "/grupos")).Status);
    }

    [Fact]
    public async Task Timer_WhereOneLenderFails_RunsForAllOthersAndFails()
    {
        await using var program = await SharedProgram.StartAsync(server, Lenders);
        await TestDatabase.ExecuteAsync(program.Connection, $"DROP TABLE {SharedProgram.Schema(1)}.semana_cierre CASCADE");
        await RunAsync(program, "financiera", "cambiar", SharedProgram.Schema(2), "--activa", "false");
        program.Clock.Advance(TimeSpan.FromDays(7));
        using var api = program.Api("localhost");

        Assert.Equal(HttpStatusCode.InternalServerError, (await api.FireTimerAsync("VerificacionSemanal")).Status);

        Assert.Equal(0L, await ClosedAsync(program, 2));
        foreach (var lender in Enumerable.Range(3, Lenders - 2))
        {
            Assert.True(await ClosedAsync(program, lender) > 0, $"Lender {lender}");
        }
    }

    private static async Task<decimal> LimitAsync(Api api) =>
        (decimal)(await api.GetAsync("/limites")).Data["limites"]!.AsArray().Single(l => (string?)l!["clave"] == "limite_de_prestamo")!["valor"]!;

    private static async Task<int> LoanAsync(Api api)
    {
        async Task<int> ClientAsync() => (int)(await api.PostWithKeyAsync("/clientes", JsonNode.Parse(Despacho.Cliente())!)).Data["cliente"]!;
        var (client, aval) = (await ClientAsync(), await ClientAsync());
        return (int)(await api.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{client}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
    }

    private static StringContent JsonContent(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static Task<(int ExitCode, string Output)> RunAsync(SharedProgram program, params string[] arguments) => CommandInProcess.RunAsync(program.Connection, arguments);

    private static Task<decimal> SumAsync(SharedProgram program, int lender) => TestDatabase.ValueAsync<decimal>(program.Connection, $"SELECT sum(monto_pagado) FROM {SharedProgram.Schema(lender)}.pagos");

    private static Task<long> ClosedAsync(SharedProgram program, int lender) => TestDatabase.ValueAsync<long>(program.Connection, $"SELECT count(*) FROM {SharedProgram.Schema(lender)}.semana_cierre");

    public sealed class Running(TestServer server) : IAsyncLifetime
    {
        public SharedProgram Program { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Program = await SharedProgram.StartAsync(server, Lenders);

        public async ValueTask DisposeAsync() => await Program.DisposeAsync();
    }
}
