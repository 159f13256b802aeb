using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>The scripts of a deployment, run against stubs of az, azd, psql and dotnet.</summary>
[Trait("Kind", "Unit")]
public sealed class ScriptsTests : IDisposable
{
    private const string Vault = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";

    private readonly StubbedShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("jwt-clave")]
    [InlineData("recibos-clave")]
    public void NewKey_NoVaultYet_MakesOne(string secret)
    {
        _shell.Stub("az");

        var run = _shell.Run("infra/new-key.sh", ["rg", secret]);

        Assert.Equal(0, run.Status);
        Assert.Equal(48, Convert.FromBase64String(run.Output).Length);
    }

    [Theory]
    [InlineData("jwt-clave")]
    [InlineData("recibos-clave")]
    public void NewKey_VaultWithoutTheSecret_MakesOne(string secret)
    {
        _shell.Stub("az", $"case $2 in list) echo {Vault} ;; show) exit 3 ;; esac");

        var run = _shell.Run("infra/new-key.sh", ["rg", secret]);

        Assert.Equal(0, run.Status);
        Assert.Equal(48, Convert.FromBase64String(run.Output).Length);
        Assert.Contains($"az resource show --ids {Vault}/secrets/{secret} --api-version 2024-11-01 --output none", _shell.Calls);
    }

    [Fact]
    public void NewKey_VaultWithOneOfTwoSecrets_MakesTheOther()
    {
        StubVaultWith("jwt-clave");

        Assert.Equal((0, "", ""), _shell.Run("infra/new-key.sh", ["rg", "jwt-clave"]));
        Assert.Equal(48, Convert.FromBase64String(_shell.Run("infra/new-key.sh", ["rg", "recibos-clave"]).Output).Length);
    }

    [Theory]
    [InlineData("jwt-clave")]
    [InlineData("recibos-clave")]
    public void NewKey_VaultWithTheSecret_MakesNone(string secret)
    {
        _shell.Stub("az", $"case $2 in list) echo {Vault} ;; esac");

        Assert.Equal((0, "", ""), _shell.Run("infra/new-key.sh", ["rg", secret]));
    }

    // Which secret is meant must be said: a default could replace the wrong one.
    [Fact]
    public void NewKey_WithoutASecretsName_MakesNoneAndFails()
    {
        _shell.Stub("az");

        var run = _shell.Run("infra/new-key.sh", ["rg"]);

        Assert.NotEqual(0, run.Status);
        Assert.Equal("", run.Output);
    }

    // A new key would end all sessions, or void all receipts.
    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    public void NewKey_AzureFails_MakesNoneAndFails(string failing)
    {
        _shell.Stub("az", $"[ $2 = {failing} ] && exit 1; echo {Vault}");

        var run = _shell.Run("infra/new-key.sh", ["rg", "jwt-clave"]);

        Assert.Equal((1, ""), (run.Status, run.Output));
    }

    [Theory]
    [InlineData("", "0\n")]
    [InlineData("/server", "128\n")]
    public void StorageSize_OfTheServer_OrNoneYet(string server, string expected)
    {
        _shell.Stub("az", $"case $2 in list) echo {server} ;; show) echo 128 ;; esac");

        Assert.Equal((0, expected, ""), _shell.Run("infra/storage-size.sh", ["rg", ""]));
    }

    [Fact]
    public void StorageSize_AfterARestore_IsOfTheServerInUse()
    {
        _shell.Stub("az", "case $2 in list) echo /server ;; show) echo 128 ;; esac");

        _shell.Run("infra/storage-size.sh", ["rg", "psql-2"]);

        Assert.Contains("--query [?name=='psql-2'].id | [0] ", _shell.Calls[0], StringComparison.Ordinal);
    }

    // A size of 0 would request the smallest disk, which the server may have outgrown.
    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    public void StorageSize_AzureFails_PrintsNoneAndFails(string failing)
    {
        _shell.Stub("az", $"[ $2 = {failing} ] && exit 1; echo /server");

        var run = _shell.Run("infra/storage-size.sh", ["rg"]);

        Assert.Equal((1, ""), (run.Status, run.Output));
    }

    [Fact]
    public void BeforeProvision_SignedIn_TellsAzdWhoAndWhat()
    {
        _shell.Stub("az", "case \"$*\" in *userPrincipalName*) echo ana@example.com ;; *'query id'*) echo 11 ;; esac");
        _shell.Stub("azd");

        var run = _shell.Run("infra/azd/before-provision.sh", [], ("AZURE_RESOURCE_GROUP", "rg"));

        Assert.Equal((0, "", ""), run);
        var told = _shell.Calls.Where(c => c.StartsWith("azd ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["azd env set ADMINISTRATOR_ID 11", "azd env set ADMINISTRATOR_NAME ana@example.com", "azd env set ADMINISTRATOR_TYPE User"], told[..3]);
        Assert.Matches("^azd env set SIGNING_KEY .{64}$", told[3]);
        Assert.Matches("^azd env set RECEIPT_KEY .{64}$", told[4]);
        Assert.NotEqual(told[3][^64..], told[4][^64..]);
        Assert.Equal("azd env set DATABASE_STORAGE_GB 0", told[5]);
    }

    // An environment from before there were receipts.
    [Fact]
    public void BeforeProvision_VaultWithTheSigningKeyOnly_MakesTheOther()
    {
        StubVaultWith("jwt-clave");
        _shell.Stub("azd");

        Assert.Equal(0, _shell.Run("infra/azd/before-provision.sh", [], ("AZURE_RESOURCE_GROUP", "rg")).Status);
        Assert.Contains("azd env set SIGNING_KEY ", _shell.Calls);
        Assert.Single(_shell.Calls, c => Regex.IsMatch(c, "^azd env set RECEIPT_KEY .{64}$"));
    }

    [Fact]
    public void BeforeProvision_NotSignedIn_FailsAndTellsNothing()
    {
        _shell.Stub("az", "exit 1");
        _shell.Stub("azd");

        Assert.Equal(1, _shell.Run("infra/azd/before-provision.sh", [], ("AZURE_RESOURCE_GROUP", "rg")).Status);
        Assert.DoesNotContain(_shell.Calls, c => c.StartsWith("azd ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void BeforeDeploy_FromOutside_OpensTheServerWhileItMigrates(int status)
    {
        const string Rule = "--url /subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql/firewallRules/deployer?api-version=2024-08-01";
        _shell.Stub("az");
        _shell.Stub("azd");
        _shell.Stub("dotnet");
        _shell.Stub("infra/migrate/migrate.sh", $"exit {status}");

        var run = BeforeDeploy(("DEPLOYER_IP", "192.0.2.7"));

        Assert.Equal(status, run.Status);
        Assert.Equal(
            [
                "azd env set SIGNING_KEY ",
                "azd env set RECEIPT_KEY ",
                $"az rest --method put {Rule} --output none --body {{\"properties\":{{\"startIpAddress\":\"192.0.2.7\",\"endIpAddress\":\"192.0.2.7\"}}}}",
                $"az rest --method get {Rule} --output none",
                "dotnet build Prosmex.Cli --configuration Release",
                "migrate.sh ",
                $"az rest --method delete {Rule} --output none",
            ],
            _shell.Calls);
    }

    [Fact]
    public void BeforeDeploy_FromInside_OpensNothing()
    {
        _shell.Stub("az");
        _shell.Stub("azd");
        _shell.Stub("dotnet");
        _shell.Stub("infra/migrate/migrate.sh");

        Assert.Equal(0, BeforeDeploy().Status);
        Assert.DoesNotContain(_shell.Calls, c => c.StartsWith("az ", StringComparison.Ordinal));
    }

    [Fact]
    public void Migrate_InTheJob_BindsTheAppsRoleToItsObjectId()
    {
        _shell.Stub("curl", """echo '{"access_token": "ficha", "expires_in": "1"}'""");
        _shell.Stub("psql", "echo \"$PGPASSWORD\"");
        _shell.Stub("dotnet", "echo \"$ConnectionStrings__ProsmexDuenio ${PGPASSWORD:-}\"");

        var run = Migrate(("IDENTITY_ENDPOINT", "http://identity"), ("IDENTITY_HEADER", "h"), ("AZURE_CLIENT_ID", "c"));

        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Equal(
            ["ficha", "Host=db;Port=5432;Database=prosmex;Username=quien;Password=ficha;SSL Mode=VerifyFull;Options=-c role=prosmex_duenio "], run.Output.TrimEnd('\n').Split('\n'));
        Assert.Contains(" --set=app=id-app --set=app_id=00-11 --set=admins=quien ", _shell.Calls[1], StringComparison.Ordinal);
        Assert.Equal("dotnet /app/Prosmex.Cli.dll migrate", _shell.Calls[2]);
    }

    [Fact]
    public void Migrate_ProgramFails_SaysWhatTheAlertLooksFor()
    {
        _shell.Stub("az", "echo ficha");
        _shell.Stub("psql");
        _shell.Stub("dotnet", "exit 7");

        var run = Migrate();

        Assert.Equal((7, "migrate: failed (7)\n"), (run.Status, run.Error));
    }

    [Theory]
    [InlineData("exit 22")]
    [InlineData("echo '{}'")]
    public void Migrate_WithoutAToken_StopsBeforeTheDatabase(string answer)
    {
        _shell.Stub("curl", answer);
        _shell.Stub("psql");
        _shell.Stub("dotnet");

        var run = Migrate(("IDENTITY_ENDPOINT", "http://identity"), ("IDENTITY_HEADER", "h"), ("AZURE_CLIENT_ID", "c"));

        Assert.NotEqual(0, run.Status);
        Assert.Contains("migrate: failed", run.Error, StringComparison.Ordinal);
        Assert.Single(_shell.Calls);
    }

    [Theory]
    [InlineData("Running Processing Succeeded", 0)]
    [InlineData("Unknown Failed", 1)]
    public void Job_UntilItEnds_IsAskedFor(string states, int expected)
    {
        _shell.Stub("sleep");
        _shell.Stub("az", $"case $3 in list) echo job ;; start) echo run ;; execution) i=$(cat n 2>/dev/null || echo 1); echo {states} | cut -d' ' -f\"$i\"; echo $((i + 1)) > n ;; esac");

        var run = _shell.Run("infra/migrate/job.sh", ["rg"]);

        Assert.Equal(expected, run.Status);
        Assert.EndsWith($"{states.Split(' ')[^1]}\n", run.Output, StringComparison.Ordinal);
    }

    // "set -e" does not see a failure inside $(…) that is an argument or a test; it does where the substitution is all of an assignment.
    [Fact]
    public void Substitutions_InScriptsAndWorkflows_AreAssignments()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.sh", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github"), "*.yml", SearchOption.AllDirectories)).ToList();

        Assert.True(files.Count > 5);
        Assert.All(files, file => Assert.Empty(
            Regex.Matches(File.ReadAllText(file), @"^.*(?<!^\s*\w+=)\$\((?!\(|seq |dirname ).*$|^\s*(?:export|local|readonly) \w+=\$\(.*$", RegexOptions.Multiline).Select(m => m.Value)));
    }

    private void StubVaultWith(string secret) =>
        _shell.Stub("az", $"case \"$*\" in 'resource list '*) echo {Vault} ;; *'/secrets/{secret} '*) ;; *'/secrets/'*) exit 3 ;; esac");

    private (int Status, string Output, string Error) BeforeDeploy(params (string, string)[] more) => _shell.Run(
        "infra/azd/before-deploy.sh", [],
        [("DATABASE_HOST", "psql.postgres.database.azure.com"), ("AZURE_SUBSCRIPTION_ID", "s"), ("AZURE_RESOURCE_GROUP", "rg"), ("ADMINISTRATOR_NAME", "ana@example.com"), .. more]);

    private (int Status, string Output, string Error) Migrate(params (string, string)[] more) => _shell.Run(
        "infra/migrate/migrate.sh", [],
        [("DATABASE_HOST", "db"), ("DATABASE_APP_ROLE", "id-app"), ("DATABASE_APP_OBJECT_ID", "00-11"), ("DATABASE_USER", "quien"), .. more]);
}
