using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Financieras;

/// <summary>Twenty lenders with the same ids, users and keys of requests: whatever one asks for, it gets its own.</summary>
[Trait("Kind", "Integration")]
public sealed class TwentyLendersTests(TestServer server)
{
    private const int Lenders = 20;
    private const int Requests = 600;

    [Fact]
    public async Task Requests_OfAllAtOnce_ShowNothingOfAnother()
    {
        await using var program = await SharedProgram.StartAloneAsync(server, Lenders);
        var adas = await Task.WhenAll(Enumerable.Range(1, Lenders).Select(program.AdminAsync));
        try
        {
            await Task.WhenAll(adas.Select((admin, i) => LendAsync(admin, Mark(i + 1))));
            var paths = await PathsAsync(adas[0]);
            var random = new Random(1);
            var asked = Enumerable.Range(0, Requests)
                .Select(n => (Lender: random.Next(1, Lenders + 1), At: random.Next(4) == 0 ? random.Next(1, Lenders + 1) : 0, Path: paths[n % paths.Count])).ToList();
            var seen = 0;
            await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (ask, _) =>
            {
                var admin = adas[ask.Lender - 1];
                if (ask.At != 0 && ask.At != ask.Lender)
                {
                    using var elsewhere = admin.At(SharedProgram.Host(ask.At));
                    Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync(ask.Path)).Status);
                    return;
                }

                var answer = await admin.GetAsync(ask.Path);
                var marks = Enumerable.Range(1, Lenders).Where(l => answer.Text.Contains(Mark(l), StringComparison.Ordinal)).ToList();
                Assert.True(answer.Status == HttpStatusCode.OK, $"{ask.Path}: {answer.Status} {answer.Text}");
                Assert.True(marks.TrueForAll(l => l == ask.Lender), $"{ask.Path} at {ask.Lender} shows {string.Join(", ", marks)}");
                Interlocked.Add(ref seen, marks.Count);
            });

            // A test that saw no marks would prove nothing.
            Assert.InRange(seen, Requests / 5, Requests);
        }
        finally
        {
            Array.ForEach(adas, admin => admin.Dispose());
        }
    }

    // No part of another's.
    private static string Mark(int lender) => $"Marca {new string((char)('a' + lender), 3)}";

    private static async Task LendAsync(Api admin, string mark)
    {
        async Task<int> ClientAsync() => (int)(await admin.PostWithKeyAsync("/clientes", JsonNode.Parse(Despacho.Cliente(mark))!)).Data["cliente"]!;
        var (client, aval) = (await ClientAsync(), await ClientAsync());
        var loan = (int)(await admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{client}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
        var paid = await admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{loan}},"monto_pagado":100}]"""));
        Assert.True(paid.Message.IsSuccessStatusCode, paid.Text);
        var renamed = await admin.PutAsync("/grupos/1", new JsonObject { ["nombre_grupo"] = mark });
        Assert.True(renamed.Message.IsSuccessStatusCode, renamed.Text);
    }

    /// <summary>All that can be read with a 200, of the objects with id 1 where it takes an id.</summary>
    private static async Task<List<string>> PathsAsync(Api admin)
    {
        var description = JsonNode.Parse(Repository.Read("docs", "openapi.json"))!;
        List<string> found = [];
        foreach (var (path, operations) in description["paths"]!.AsObject())
        {
            if (operations!["get"] is not { } get || get["security"] is JsonArray { Count: 0 })
            {
                continue;
            }

            var required = (get["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query" && p["required"]?.GetValue<bool>() == true).Select(p => $"{(string)p!["name"]!}=1");
            var address = string.Join('?', new[] { Regex.Replace(path, @"\{\w+\}", "1"), string.Join('&', required) }.Where(part => part.Length > 0));
            if ((await admin.GetAsync(address)).Status == HttpStatusCode.OK)
            {
                found.Add(address);
            }
        }

        Assert.InRange(found.Count, 50, int.MaxValue);
        return found;
    }
}
