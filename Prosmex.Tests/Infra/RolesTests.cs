using System.Diagnostics;
using Npgsql;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>roles.sql as psql runs it, on a separate server, because roles belong to the server. A stub replaces Azure's function.</summary>
[Trait("Kind", "Integration")]
public sealed class RolesTests
{
    private const string StandIn = """
        CREATE TABLE asked (name text, object_id text, kind text, is_admin boolean, is_mfa boolean);
        CREATE FUNCTION pgaadauth_create_principal_with_oid(name text, object_id text, kind text, is_admin boolean, is_mfa boolean) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO asked VALUES (name, object_id, kind, is_admin, is_mfa);
          EXECUTE format('CREATE ROLE %I LOGIN', name);
          RETURN name;
        END $$;
        CREATE ROLE administradores LOGIN;
        """;

    [Fact]
    public async Task Roles_RunTwice_AppIsAnOrdinaryRoleOfItsObjectId()
    {
        Assert.SkipUnless(Psql() is not null, "There is no psql on the path.");
        var cancellationToken = TestContext.Current.CancellationToken;

        // Not by CreateTempSubdirectory, which closes the folder to the user that PostgreSQL runs as.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-roles-{Guid.NewGuid():N}")).FullName;
        await using (var server = await PrivatePostgres.StartAsync(
            new() { Folder = folder, ServerSettings = new Dictionary<string, string> { ["fsync"] = "off" }, Report = _ => { } }, cancellationToken))
        {
            var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "postgres", Pooling = false };
            await using var source = NpgsqlDataSource.Create(connection);
            await source.CreateCommand(StandIn).ExecuteNonQueryAsync(cancellationToken);

            Run(connection);
            Run(connection);

            Assert.Equal("id-app 00-11 service false false", await One(source, "SELECT concat_ws(' ', name, object_id, kind, is_admin::text, is_mfa::text) FROM asked"));
            Assert.Equal("false", await One(source, "SELECT (rolsuper OR rolcreaterole OR rolcreatedb)::text FROM pg_roles WHERE rolname = 'id-app'"));
            Assert.Equal("false", await One(source, "SELECT pg_has_role('id-app', 'prosmex_duenio', 'member')::text"));
            Assert.Equal("true", await One(source, "SELECT pg_has_role('administradores', 'prosmex_duenio', 'member')::text"));
            Assert.Equal("prosmex_duenio false", await One(source, """
                SELECT concat_ws(' ', r.rolname, r.rolcanlogin::text) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = 'prosmex'
                """));
            Assert.Equal("true false", await One(source, """
                SELECT concat_ws(' ', has_database_privilege('id-app', 'prosmex', 'CONNECT')::text, has_database_privilege('id-app', 'prosmex', 'CREATE')::text)
                """));
            Assert.Equal("false", await One(source, """
                SELECT bool_or(a.grantee = 0)::text FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = 'prosmex'
                """));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Run(NpgsqlConnectionStringBuilder connection)
    {
        var start = new ProcessStartInfo(
            Psql()!,
            [
                "--no-psqlrc", "--quiet", "--set=app=id-app", "--set=app_id=00-11", "--set=admins=administradores",
                $"--file={Path.Combine(Repository.Root, "infra", "migrate", "roles.sql")}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = connection.Host, ["PGPORT"] = $"{connection.Port}", ["PGUSER"] = connection.Username, ["PGPASSWORD"] = connection.Password, ["PGDATABASE"] = "postgres",
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True((process.ExitCode, error) == (0, ""), output.GetAwaiter().GetResult() + error);
    }

    private static async Task<string?> One(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static string? Psql() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "psql")).FirstOrDefault(File.Exists);
}
