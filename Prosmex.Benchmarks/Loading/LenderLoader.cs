using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Benchmarks.Measuring;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Benchmarks.Loading;

/// <summary>Generates lenders, and keeps them as template databases: loading a huge one takes minutes, copying it seconds.</summary>
internal sealed class LenderLoader(BenchmarkServer server, AnchoredClock clock)
{
    /// <summary>The password of all users.</summary>
    public const string Password = "Cobranza-Medida-1";

    // Of Contrasena at the product's cost; a single one, because computing 2,500 would take ten minutes.
    private static readonly Lazy<string> Hash = new(() => new PasswordHasher().Hash(Password));

    /// <summary>A new database with the lender, all weeks closed but the current one.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> PrepareAsync(Scale scale, CancellationToken cancellationToken)
    {
        var template = $"plantilla_{scale.Name}_{Fingerprint()}";
        if (!await server.ExistsAsync(template))
        {
            await LoadAsync(scale, template, cancellationToken);
        }

        var name = $"medida_{scale.Name}";
        await server.DropAsync(name);
        await server.CopyAsync(template, name);
        return name;
    }

    // Loaded under another name, so that an interrupted run leaves no incomplete template.
    private async Task LoadAsync(Scale scale, string template, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Se carga la financiera {scale.Name}: {scale.Grupos:N0} grupos, {scale.Clientes:N0} clientes, {scale.Prestamos:N0} préstamos, {scale.Pagos:N0} pagos.");
        var name = $"carga_{scale.Name}";
        await server.DropAsync(name);
        await MigrateAsync(name, cancellationToken);
        await StepAsync("Datos", () => server.ExecuteAsync(name, Sql(scale)));
        await server.ExecuteAsync(name, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await StepAsync("VACUUM ANALYZE", () => server.ExecuteAsync(name, "VACUUM ANALYZE"));
        await StepAsync("Resúmenes de las semanas cerradas (migrate)", () => MigrateAsync(name, cancellationToken));
        await StepAsync("Cierre de las últimas semanas", () => CloseWeeksAsync(name, cancellationToken));
        await server.ExecuteAsync(name, "VACUUM ANALYZE");
        await server.ExecuteAsync(name, "CHECKPOINT");
        await server.RenameAsync(name, template);

        // Templates of an earlier schema are obsolete.
        foreach (var old in (await server.ListDatabasesAsync($"plantilla_{scale.Name}_")).Where(b => b != template))
        {
            await server.DropAsync(old);
        }
    }

    private async Task MigrateAsync(string name, CancellationToken cancellationToken)
    {
        await new DatabaseMigrator(CreateOptions(server.ConnectionString(name)), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(cancellationToken);
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task StepAsync(string name, Func<Task> step)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await step();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {Stopwatch.GetElapsedTime(startedAt).TotalSeconds:0.0} s"));
    }

    // By the product, so that its own cuadre agrees afterwards.
    private async Task CloseWeeksAsync(string name, CancellationToken cancellationToken)
    {
        await using var product = await MeasuredProcess.StartProductAsync(server.ConnectionString(name), clock, cancellationToken);
        var admin = await Sessions.OpenSessionAsync(server, name, "admin", clock);
        using var api = new HttpClient { BaseAddress = product.Address, Timeout = TimeSpan.FromHours(1) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", admin.Token);
        using var cierre = await api.PostAsync(new Uri("/verificacion/semanal", UriKind.Relative), null, cancellationToken);
        cierre.EnsureSuccessStatusCode();

        // As it does every five minutes: the figures of the running week, and of the last closed ones.
        api.DefaultRequestHeaders.Add("x-functions-key", "-");
        using var cifras = await api.PostAsync(new Uri("/admin/functions/CifrasActualizar", UriKind.Relative), null, cancellationToken);
        cifras.EnsureSuccessStatusCode();
    }

    public static ProsmexOptions CreateOptions(string connection) => new()
    {
        Connection = connection,
        OwnerConnection = connection,
        JwtKey = Encoding.UTF8.GetBytes(MeasuredProcess.JwtKey),
        ReciboKey = Encoding.UTF8.GetBytes(MeasuredProcess.ReciboKey),
        AdminUserName = "admin",
        AdminPassword = Password,
    };

    private static string Sql(Scale scale) => ReadSqlResource()
        .Replace("{grupos}", scale.Grupos.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{pausa}", scale.Pausa.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{lunes}", AnchoredClock.Semana.Lunes.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{hash}", Hash.Value, StringComparison.Ordinal);

    // Identifies the content of a template: this program's SQL and the product's migrations.
    private static string Fingerprint()
    {
        var migrations = string.Join(' ', typeof(DatabaseMigrator).Assembly.GetTypes()
            .Where(t => t.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) == true).Select(t => t.Name).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ReadSqlResource() + migrations + AnchoredClock.Semana.Lunes)))[..8];
    }

    private static string ReadSqlResource()
    {
        using var reader = new StreamReader(typeof(LenderLoader).Assembly.GetManifestResourceStream("Prosmex.Benchmarks.financiera.sql")!);
        return reader.ReadToEnd();
    }
}
