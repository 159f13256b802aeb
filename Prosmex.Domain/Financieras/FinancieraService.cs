using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Financieras;

/// <summary>Creates and maintains lenders, for the commands. Each step can be interrupted and run again.</summary>
public sealed class FinancieraService(ProsmexOptions options, IConfiguration program, ILoggerFactory loggers, DatabasePassword? contrasena = null)
{
    private const int MaxNombre = 100;

    // Outside of every lender's schema, hence of their migrations.
    private const string Lista = """
        CREATE SCHEMA IF NOT EXISTS prosmex;
        CREATE TABLE IF NOT EXISTS prosmex.financieras (
            esquema text PRIMARY KEY,
            host text NOT NULL UNIQUE,
            nombre text NOT NULL,
            activa boolean NOT NULL,
            ajustes jsonb NOT NULL,
            creada_en timestamptz NOT NULL DEFAULT now());
        """;

    /// <summary>All lenders, by schema.</summary>
    public async Task<IReadOnlyList<Financiera>> ListarAsync(CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db.ReadFinancierasAsync(cancellationToken);
    }

    /// <summary>The lender of a schema.</summary>
    /// <exception cref="InvalidConfigurationException">There is none.</exception>
    public async Task<Financiera> ObtenerAsync(string schema, CancellationToken cancellationToken) =>
        (await ListarAsync(cancellationToken)).SingleOrDefault(f => f.Schema == schema)
            ?? throw new InvalidConfigurationException($"No hay ninguna financiera «{schema}». Vea cuáles hay con «financiera listar».");

    /// <summary>
    /// Makes a lender: its schema, its first administrator, and last its place in the list, from which on it is served. Stopped half way it is made by
    /// doing the same again.
    /// </summary>
    /// <returns>The administrator's user name; null where the schema had one.</returns>
    /// <exception cref="InvalidConfigurationException">A name is invalid or taken, or a setting is.</exception>
    public async Task<string?> CrearAsync(Financiera nueva, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nueva);
        Require(nueva);
        await using var db = await OpenAsync(cancellationToken);
        await RequireFreeAsync(db, nueva, cancellationToken);
        if (options.AdminUserName is not { Length: > 0 })
        {
            throw new InvalidConfigurationException("Faltan PROSMEX_ADMIN_USUARIO y PROSMEX_ADMIN_CONTRASENA, el primer administrador de la financiera.");
        }

#pragma warning disable EF1002 // Identifiers take no parameters; this one was checked.
        await db.Database.ExecuteSqlRawAsync($"CREATE SCHEMA IF NOT EXISTS {nueva.Schema}", cancellationToken);
#pragma warning restore EF1002
        var admin = await Migrator(nueva, own => own with { AdminUserName = options.AdminUserName, AdminPassword = options.AdminPassword }).MigrateAsync(cancellationToken);
        var written = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO prosmex.financieras (esquema, host, nombre, activa, ajustes)
            VALUES ({nueva.Schema}, {nueva.Host}, {nueva.Nombre}, {nueva.Activa}, {nueva.Settings}::jsonb)
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return written == 1 ? admin : throw new InvalidConfigurationException($"A la vez se creó otra con el esquema «{nueva.Schema}» o el host {nueva.Host}. Vea cuáles hay con «financiera listar».");
    }

    /// <summary>Changes host name, name, settings, or whether it is served.</summary>
    /// <exception cref="InvalidConfigurationException">As for <see cref="CrearAsync"/>.</exception>
    public async Task CambiarAsync(Financiera changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        Require(changed);
        await using var db = await OpenAsync(cancellationToken);
        if ((await db.ReadFinancierasAsync(cancellationToken)).Find(f => f.Host == changed.Host && f.Schema != changed.Schema) is { } otra)
        {
            throw new InvalidConfigurationException($"El host {changed.Host} ya es de la financiera «{otra.Schema}».");
        }

        await db.Database.ExecuteSqlAsync(
            $"UPDATE prosmex.financieras SET host = {changed.Host}, nombre = {changed.Nombre}, activa = {changed.Activa}, ajustes = {changed.Settings}::jsonb WHERE esquema = {changed.Schema}",
            cancellationToken);
    }

    /// <summary>Brings all lenders to this version, one after the other. One that fails does not stop the others. Idempotent: a rerun migrates those that failed.</summary>
    /// <param name="report">Called after each lender, with its exception if it failed.</param>
    /// <returns>How many failed.</returns>
    public async Task<int> MigrateAsync(Action<Financiera, Exception?> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var failed = 0;
        foreach (var financiera in await ListarAsync(cancellationToken))
        {
            try
            {
                await Migrator(financiera, own => own).MigrateAsync(cancellationToken);
                report(financiera, null);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                failed++;
                report(financiera, ex);
            }
        }

        return failed;
    }

    /// <summary>Moves a lender's tables to one of the servers of a cluster.</summary>
    /// <exception cref="InvalidConfigurationException">The server is none of a cluster.</exception>
    public async Task DistributeAsync(Financiera financiera, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(financiera);
        await using var db = await OpenAsync(cancellationToken);
        if (!(await db.Database.SqlQuery<bool>($"SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') AS \"Value\"").ToListAsync(cancellationToken))[0])
        {
            throw new InvalidConfigurationException("Este servidor no tiene la extensión citus: las financieras quedan todas en él (docs/escala.md).");
        }

        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                // The triggers touch tables of their own schema alone, which stays together on one server; they must not meet the copied rows a
                // second time. One statement a message: docs/escala.md.
                await db.Database.OpenConnectionAsync(token);
                await db.Database.ExecuteSqlAsync($"SET citus.enable_unsafe_triggers = on", token);
                await db.Database.ExecuteSqlAsync($"SET citus.propagate_set_commands = 'local'", token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                await db.Database.ExecuteSqlAsync($"SET LOCAL session_replication_role = replica", token);
                await db.Database.ExecuteSqlAsync($"SELECT citus_schema_distribute({financiera.Schema}::regnamespace)", token);
                await transaction.CommitAsync(token);
            },
            cancellationToken);
    }

    private void Require(Financiera financiera)
    {
        if (!Financiera.IsSchema(financiera.Schema))
        {
            throw new InvalidConfigurationException($"«{financiera.Schema}» no sirve de esquema: use de 1 a 40 letras minúsculas, números y guiones bajos, empezando por una letra; no pg_…, public ni prosmex.");
        }

        if (!Financiera.IsHost(financiera.Host))
        {
            throw new InvalidConfigurationException($"«{financiera.Host}» no es un nombre de host: escríbalo en minúsculas y sin puerto, como norte.ejemplo.mx.");
        }

        if (CleanText.FindProblem(financiera.Nombre, MaxNombre) is { } problem)
        {
            throw new InvalidConfigurationException($"El nombre de la financiera: {problem}");
        }

        // Throws where a setting is invalid.
        _ = ProsmexOptions.Read(FinancieraSettings.Of(program, financiera));
    }

    private static async Task RequireFreeAsync(ProsmexDbContext db, Financiera nueva, CancellationToken cancellationToken)
    {
        foreach (var otra in await db.ReadFinancierasAsync(cancellationToken))
        {
            if (otra.Schema == nueva.Schema)
            {
                throw new InvalidConfigurationException($"La financiera «{otra.Schema}» ya existe. Para cambiarla: financiera cambiar.");
            }

            if (otra.Host == nueva.Host)
            {
                throw new InvalidConfigurationException($"El host {otra.Host} ya es de la financiera «{otra.Schema}».");
            }
        }
    }

    private DatabaseMigrator Migrator(Financiera financiera, Func<ProsmexOptions, ProsmexOptions> adjust) =>
        new(adjust(ProsmexOptions.Read(FinancieraSettings.Of(program, financiera))), loggers.CreateLogger<DatabaseMigrator>(), contrasena);

    /// <summary>As the owner, with the list of lenders made if there is none.</summary>
    private async Task<ProsmexDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await DatabasePasswords.WithPasswordAsync(options.OwnerConnection, contrasena, cancellationToken);
        await DatabaseMigrator.CreateDatabaseIfMissingAsync(connection, cancellationToken);
        var db = new ProsmexDbContext(new DbContextOptionsBuilder<ProsmexDbContext>().UseProsmex(connection).Options);
        await db.Database.ExecuteSqlRawAsync(Lista, cancellationToken);
        if (new NpgsqlConnectionStringBuilder(options.Connection).Username is { Length: > 0 } role && role != new NpgsqlConnectionStringBuilder(connection).Username)
        {
            var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(role);
#pragma warning disable EF1002 // Identifiers take no parameters; this one is quoted.
            await db.Database.ExecuteSqlRawAsync($"GRANT USAGE ON SCHEMA prosmex TO {quoted}; GRANT SELECT ON prosmex.financieras TO {quoted}", cancellationToken);
#pragma warning restore EF1002
        }

        return db;
    }
}
