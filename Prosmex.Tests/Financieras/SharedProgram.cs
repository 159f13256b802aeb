using System.Net;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Financieras;

/// <summary>A program that several lenders share, on one database, each made by the command. Their administrator is "ada" in all of them.</summary>
public sealed class SharedProgram : IAsyncDisposable
{
    private readonly ProgramWithClock _program;

    private SharedProgram(ProgramWithClock program) => _program = program;

    public string Connection => _program.Connection;

    internal TestClock Clock => _program.Clock;

    public static string Schema(int lender) => $"financiera_{lender}";

    public static string Host(int lender) => $"f{lender}.prosmex.example";

    public static (string Name, string Value) Shared => ("Prosmex:Financieras", "true");

    /// <summary>The connection to one lender's data.</summary>
    public static string Of(string connection, int lender) => new NpgsqlConnectionStringBuilder(connection) { SearchPath = Schema(lender) }.ConnectionString;

    public static async Task<SharedProgram> StartAsync(TestServer server, int lenders, params (string Name, string Value)[] settings) =>
        new(await ProgramWithClock.StartAsync(await DatabaseAsync(server, lenders), [Shared, .. settings]));

    /// <summary>The same on a database that no other test has: a copy of many lenders takes as long as they take to make.</summary>
    public static async Task<SharedProgram> StartAloneAsync(TestServer server, int lenders)
    {
        var database = await server.NewDatabaseAsync();
        await FillAsync(database, lenders);
        return new(await ProgramWithClock.StartAsync(database, Shared));
    }

    /// <param name="lenders">Numbered from 1.</param>
    public static async Task<string> DatabaseAsync(TestServer server, int lenders)
    {
        var (connection, _) = await server.CopyAsync($"{lenders} lenders", async fresh =>
        {
            await FillAsync(fresh, lenders);
            return true;
        });
        return connection;
    }

    /// <summary>What a path answers by a host name that may be no lender's, and so no route's answer.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(string host, string path, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(_program.Address, path)) { Headers = { Host = host } };
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Api Api(string host)
    {
        using var api = _program.Api();
        return api.At(host);
    }

    /// <summary>Ada of one lender.</summary>
    public async Task<Api> AdminAsync(int lender)
    {
        using var api = Api(Host(lender));
        return await api.SignedInAsync("ada");
    }

    public async ValueTask DisposeAsync() => await _program.DisposeAsync();

    private static async Task FillAsync(string database, int lenders)
    {
        // A database with an open connection cannot be copied.
        var unpooled = new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString;
        await TestDatabase.ExecuteAsync(unpooled, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        var (code, text) = await CommandInProcess.RunAsync(unpooled, "financiera", "crear", Schema(1), "--host", Host(1), "--nombre", "Financiera 1");
        Assert.True(code == 0, text);

        // The others by the statements alone that the command runs, in a fraction of the time.
        await using var context = TestDatabase.Context(unpooled);
        var migrations = context.GetService<IMigrator>().GenerateScript();
        for (var lender = 1; lender <= lenders; lender++)
        {
            if (lender > 1)
            {
                await TestDatabase.ExecuteAsync(unpooled, $"CREATE SCHEMA {Schema(lender)}");
                await TestDatabase.ExecuteAsync(Of(unpooled, lender), migrations);
                await TestDatabase.ExecuteAsync(unpooled, $"INSERT INTO prosmex.financieras VALUES ('{Schema(lender)}', '{Host(lender)}', 'Financiera {lender}', true, '{{}}')");
            }

            await Personas.AgregarAsync(Of(unpooled, lender), "ada");
        }
    }
}
