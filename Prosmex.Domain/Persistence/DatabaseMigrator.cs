using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Persistence;

/// <summary>Migrates a database, updates its catalogues, and creates the first administrator.</summary>
public sealed class DatabaseMigrator(ProsmexOptions options, ILogger<DatabaseMigrator> logger, DatabasePassword? contrasena = null)
{
    // Advisory lock that serializes concurrent starts.
    internal const long LockKey = 7_205_759_403_792_794;

    /// <summary>Idempotent, and safe to run concurrently.</summary>
    /// <exception cref="InvalidConfigurationException">The first administrator's settings are invalid, or the database belongs to the replaced system.</exception>
    /// <returns>The sign-in name of the administrator that was created; null where there was one.</returns>
    public async Task<string?> MigrateAsync(CancellationToken cancellationToken)
    {
        var connection = await DatabasePasswords.WithPasswordAsync(options.OwnerConnection, contrasena, cancellationToken);
        await CreateDatabaseIfMissingAsync(connection, cancellationToken);
        await using var lockConnection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await lockConnection.OpenAsync(cancellationToken);
        await using (var take = new NpgsqlCommand(AdvisoryLocks.ForConnection(LockKey), lockConnection) { CommandTimeout = 0 })
        {
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        await RequireNotTheReplacedSystemAsync(lockConnection, cancellationToken);
        await using var db = new ProsmexDbContext(
            new DbContextOptionsBuilder<ProsmexDbContext>().UseProsmex(connection).Options);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));

        // Most starts have nothing to migrate, and MigrateAsync builds the model of the last migration before it finds that out.
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await db.Database.MigrateAsync(cancellationToken);
        }

        await WriteMissingResumenesAsync(db, cancellationToken);
        await db.MakePartitionsAsync(TimeProvider.System.GetUtcNow(), cancellationToken);
        await GrantAsync(db, cancellationToken);
        return await CreateFirstAdminAsync(db, cancellationToken);
    }

    // Of weeks that were closed before there were summaries: all or none, and no money comes in meanwhile. Checked at each start: an
    // earlier one may have been stopped before it was done.
    private static async Task WriteMissingResumenesAsync(ProsmexDbContext db, CancellationToken cancellationToken)
    {
        if (await db.ResumenesSemanales.AnyAsync(cancellationToken) || !await db.SemanasCierre.AnyAsync(cancellationToken))
        {
            return;
        }

        await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                await db.ExtendTimeoutsAsync(TimeSpan.FromMinutes(30), token);
                await db.LockCloseAsync(token);
                await db.ResumirTodoAsync(token);
                await transaction.CommitAsync(token);
            },
            cancellationToken);
    }

    // Both systems use the same table names: the migration would fail half way with an unclear message.
    private static async Task RequireNotTheReplacedSystemAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'prestamos' AND column_name = 'completado')", connection);
        if ((bool)(await ask.ExecuteScalarAsync(cancellationToken))!)
        {
            throw new InvalidConfigurationException("Esta base es la del sistema anterior. Adóptela primero: adopt (véase docs/cambio.md).");
        }
    }

    // A separate role for requests may use the schema, not change it; on the ledger it may only select and insert. Triggers fire for every role, but
    // only a role with EXECUTE on the trigger function could attach it to a table of its own and forge entries of the bitácora. Partitions of the bitácora,
    // detached ones too, are no way around it; those that the night makes belong to the owner alone.
    private async Task GrantAsync(ProsmexDbContext db, CancellationToken cancellationToken)
    {
        if (Grants(options) is { } statements)
        {
#pragma warning disable EF1002 // Identifiers take no parameters; this one is quoted.
            await db.Database.ExecuteSqlRawAsync(statements, cancellationToken);
#pragma warning restore EF1002
        }
    }

    /// <summary>The statements that grant the rights of the requests' role; null where it is the owner.</summary>
    internal static string? Grants(ProsmexOptions options)
    {
        var rol = new NpgsqlConnectionStringBuilder(options.Connection).Username;
        if (string.IsNullOrEmpty(rol) || rol == new NpgsqlConnectionStringBuilder(options.OwnerConnection).Username)
        {
            return null;
        }

        var nombre = new NpgsqlCommandBuilder().QuoteIdentifier(rol);
        var enFormato = nombre.Replace("'", "''", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal);

        // PUBLIC usually has USAGE on this schema already; an extra grant would survive the undoing of an adoption.
        return $"""
            DO $$
            DECLARE
                parte regclass;
            BEGIN
                IF NOT has_schema_privilege('{rol.Replace("'", "''", StringComparison.Ordinal)}', current_schema(), 'USAGE') THEN
                    EXECUTE format('GRANT USAGE ON SCHEMA %I TO {enFormato}', current_schema());
                END IF;
                EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO {enFormato}', current_schema());
                EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO {enFormato}', current_schema());
                FOR parte IN SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname ~ '^bitacora_(p\d+m|resto)$' LOOP
                    EXECUTE format('REVOKE ALL ON %s FROM {enFormato}', parte);
                END LOOP;
            END $$;
            REVOKE UPDATE, DELETE ON pagos, corte, corte_gasto, claves_de_cobro, envios, envio_filas FROM {nombre};
            REVOKE DELETE ON por_aclarar, telefonos FROM {nombre};
            REVOKE INSERT, UPDATE, DELETE ON bitacora FROM {nombre};
            REVOKE EXECUTE ON FUNCTION anotar_en_bitacora(), libro_solo_crece(), por_aclarar_se_resuelve(), terminar_sesiones_de_roles() FROM PUBLIC;
            REVOKE EXECUTE ON FUNCTION hacer_particiones(timestamptz), tirar_operaciones(timestamptz), separar_bitacora(integer), analizar_particiones() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION hacer_particiones(timestamptz), tirar_operaciones(timestamptz), separar_bitacora(integer), analizar_particiones() TO {nombre};
            """;
    }

    internal static async Task CreateDatabaseIfMissingAsync(string owner, CancellationToken cancellationToken)
    {
        var destination = new NpgsqlConnectionStringBuilder(owner) { Pooling = false };
        if (string.IsNullOrEmpty(destination.Database))
        {
            throw new InvalidConfigurationException("La conexión a PostgreSQL debe nombrar la base: Database=….");
        }

        try
        {
            await using var connection = new NpgsqlConnection(destination.ConnectionString);
            await connection.OpenAsync(cancellationToken);
        }
        catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var nombre = destination.Database;
            destination.Database = "postgres";
            await using var connection = new NpgsqlConnection(destination.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var crear = new NpgsqlCommand($"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(nombre)} ENCODING 'UTF8' TEMPLATE template0", connection);
            try
            {
                await crear.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException carrera) when (carrera.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // A concurrent start created it first.
            }
        }
    }

    private async Task<string?> CreateFirstAdminAsync(ProsmexDbContext db, CancellationToken cancellationToken)
    {
        if (options.AdminUserName is not { Length: > 0 } || await db.Usuarios.AnyAsync(u => u.Activo && u.RolId == RolId.Admin, cancellationToken))
        {
            return null;
        }

        var v = Validation.ForCreate();
        var datos = new DatosDeUsuario
        {
            Nombre = Optional<string>.Of("Administrador"),
            NombreDeUsuario = v.Text("PROSMEX_ADMIN_USUARIO", Optional<string>.Of(options.AdminUserName)),
            Contrasena = v.Literal("PROSMEX_ADMIN_CONTRASENA", Optional<string>.Of(options.AdminPassword), text => Passwords.FindProblem(text, options.AdminUserName)),
            RolId = Optional<RolId>.Of(RolId.Admin),
        };
        try
        {
            v.ThrowIfInvalid();
            var admin = new Usuario();
            admin.Editar(datos);
            admin.CambiarContrasena(new PasswordHasher().Hash(datos.Contrasena.GetValueOrDefault(null)!));
            await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(RequestContext.System(), _ => Task.FromResult(db.Usuarios.Add(admin).Entity), cancellationToken);
        }
        catch (DominioException ex)
        {
            var reason = ex.Error.Fields is { } settings ? string.Join(' ', settings.Select(s => $"{s.Key}: {s.Value}")) : ex.Error.Mensaje;
            throw new InvalidConfigurationException($"No se pudo crear el primer administrador. {reason}");
        }

        logger.LogInformation("Se creó el primer administrador, usuario {Usuario}.", options.AdminUserName);
        return options.AdminUserName;
    }
}
