using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>What validate-aval and the grant say of one pair when the aval has moved to a group that the caller does not see.</summary>
[Trait("Kind", "Integration")]
public sealed class AvalValidationTests(TestServer server)
{
    [Fact]
    public async Task ValidateAval_OfTheOpenLoanInAForeignGroup_PassesAsTheRenewalAndTellsNothingOfThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = await WithAForeignAvalAsync(d);
        await BackAsync(d, aval, prestamos: 3);
        using var titular = await d.Admin.SignedInAsync("bea");

        var check = await titular.PostAsync("/clientes/validate-aval", Pair(cliente, aval));
        var renewal = await titular.PostAsync("/prestamos", Loan(cliente, aval));

        Assert.Equal("""{"is_valid":true,"warnings":[],"errors":[]}""", check.Success("post", "/clientes/validate-aval").Data.ToJsonString());
        Assert.True((bool)(await d.Admin.GetAsync($"/prestamos/{(int)renewal.Success("post", "/prestamos").Data["prestamo"]!}")).Data["renovacion"]!);
    }

    [Fact]
    public async Task ValidateAval_OfTheOpenLoan_WarnsThoseWhoSeeThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = await WithAForeignAvalAsync(d);
        await BackAsync(d, aval, prestamos: 3);

        var check = (await d.Admin.PostAsync("/clientes/validate-aval", Pair(cliente, aval))).Success("post", "/clientes/validate-aval").Data;

        Assert.True((bool)check["is_valid"]!);
        Assert.Contains("4 préstamos", (string)Assert.Single(check["warnings"]!.AsArray())!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ValidateAval_InAForeignGroupOfAnotherOrAPaidLoan_IsNotFoundAsInTheGrant(bool isPaid)
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = await WithAForeignAvalAsync(d);
        if (isPaid)
        {
            await TestDatabase.ExecuteAsync(d.Connection, "UPDATE prestamos SET status = 'liquidado', pagado = monto_utilidad, fecha_cierre = now()");
        }
        else
        {
            cliente = await d.NuevoClienteAsync();
        }

        using var titular = await d.Admin.SignedInAsync("bea");

        (await titular.PostAsync("/clientes/validate-aval", Pair(cliente, aval))).Problem(HttpStatusCode.NotFound, "aval.no_encontrado");
        (await titular.PostAsync("/prestamos", Loan(cliente, aval))).Problem(HttpStatusCode.NotFound, "aval.no_encontrado");
    }

    // A loan that can be renewed, of bea's group 1, whose aval is in group 2 now.
    private static async Task<(int Cliente, int Aval)> WithAForeignAvalAsync(Despacho d)
    {
        using var _ = await d.AnotherAsync("bea", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = u.id FROM usuarios u WHERE u.usuario = 'bea' AND grupo_id = 1");
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        var prestamo = (int)(await d.Admin.PostAsync("/prestamos", Loan(cliente, aval))).Success("post", "/prestamos").Data["prestamo"]!;
        var pagos = Enumerable.Range(0, 9).Select(_ => (JsonNode)new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = 100 });
        (await d.Admin.PostAsync("/pagos", new JsonArray([.. pagos]))).Success("post", "/pagos");
        (await d.Admin.PutAsync($"/clientes/{aval}", new JsonObject { ["grupo_id"] = 2 })).Success("put", "/clientes/{id}");
        return (cliente, aval);
    }

    private static async Task BackAsync(Despacho d, int aval, int prestamos)
    {
        for (var n = 0; n < prestamos; n++)
        {
            var cliente = await d.NuevoClienteAsync();
            (await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = 2 })).Success("put", "/clientes/{id}");
            (await d.Admin.PostAsync("/prestamos", Loan(cliente, aval))).Success("post", "/prestamos");
        }
    }

    private static JsonObject Pair(int cliente, int aval) => new() { ["cliente_id"] = cliente, ["aval_id"] = aval };

    private static JsonObject Loan(int cliente, int aval) =>
        new() { ["cliente_id"] = cliente, ["aval_id"] = aval, ["tipo_prestamo_id"] = 1, ["monto_prestamo"] = 1000 };
}
