using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Benchmarks.Medicion;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Benchmarks.Carga;

/// <summary>Loads lenders, and keeps them as databases to copy: loading a huge one takes minutes, copying it seconds.</summary>
internal sealed class Financiera(Servidor servidor, Ancla ancla)
{
    /// <summary>Everybody's, in a database that nobody else reaches.</summary>
    public const string Contrasena = "Cobranza-Medida-1";

    // Of Contrasena at the product's cost; one for all, since making 2,500 of them would take ten minutes.
    private static readonly Lazy<string> Hash = new(() => Passwords.Hash(Contrasena));

    /// <summary>A new database with the lender, all weeks closed but the running one.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> PrepararAsync(Escala escala, CancellationToken cancellationToken)
    {
        var plantilla = $"plantilla_{escala.Nombre}_{Huella()}";
        if (!await servidor.TieneAsync(plantilla))
        {
            await CargarAsync(escala, plantilla, cancellationToken);
        }

        var nombre = $"medida_{escala.Nombre}";
        await servidor.BorrarAsync(nombre);
        await servidor.CopiarAsync(plantilla, nombre);
        return nombre;
    }

    // Loaded under another name, so that a run that was killed half way leaves nothing that looks loaded.
    private async Task CargarAsync(Escala escala, string plantilla, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Se carga la financiera {escala.Nombre}: {escala.Grupos:N0} grupos, {escala.Clientes:N0} clientes, {escala.Prestamos:N0} préstamos, {escala.Pagos:N0} pagos.");
        var nombre = $"carga_{escala.Nombre}";
        await servidor.BorrarAsync(nombre);
        await new DatabaseMigrator(Opciones(servidor.Conexion(nombre)), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(cancellationToken);
        NpgsqlConnection.ClearAllPools();
        await servidor.EjecutarAsync(nombre, Sql(escala));
        await servidor.EjecutarAsync(nombre, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await servidor.EjecutarAsync(nombre, "VACUUM ANALYZE");
        await CerrarSemanasAsync(nombre, cancellationToken);
        await servidor.EjecutarAsync(nombre, "VACUUM ANALYZE");
        await servidor.EjecutarAsync(nombre, "CHECKPOINT");
        await servidor.RenombrarAsync(nombre, plantilla);

        // Of an earlier schema: nobody will copy them again.
        foreach (var vieja in (await servidor.BasesAsync($"plantilla_{escala.Nombre}_")).Where(b => b != plantilla))
        {
            await servidor.BorrarAsync(vieja);
        }
    }

    // By the product itself: so the faltas are right by its own rule, and its own check agrees afterwards.
    private async Task CerrarSemanasAsync(string nombre, CancellationToken cancellationToken)
    {
        await using var producto = await Proceso.ProductoAsync(servidor.Conexion(nombre), ancla, cancellationToken);
        var admin = await Personas.AbrirSesionAsync(servidor, nombre, "admin", ancla);
        using var api = new HttpClient { BaseAddress = producto.Direccion, Timeout = TimeSpan.FromHours(1) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", admin.Token);
        using var cierre = await api.PostAsync(new Uri("/verificacion/semanal", UriKind.Relative), null, cancellationToken);
        cierre.EnsureSuccessStatusCode();
    }

    public static ProsmexOptions Opciones(string connection) => new()
    {
        Connection = connection,
        OwnerConnection = connection,
        JwtKey = Encoding.UTF8.GetBytes(Proceso.ClaveJwt),
        AdminUserName = "admin",
        AdminPassword = Contrasena,
    };

    private static string Sql(Escala escala) => Recurso()
        .Replace("{grupos}", escala.Grupos.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{lunes}", Ancla.Semana.Lunes.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{hash}", Hash.Value, StringComparison.Ordinal);

    // What a loaded database is made of: this program's SQL and the product's migrations.
    private static string Huella()
    {
        var migraciones = string.Join(' ', typeof(DatabaseMigrator).Assembly.GetTypes()
            .Where(t => t.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) == true).Select(t => t.Name).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Recurso() + migraciones + Ancla.Semana.Lunes)))[..8];
    }

    private static string Recurso()
    {
        using var reader = new StreamReader(typeof(Financiera).Assembly.GetManifestResourceStream("Prosmex.Benchmarks.financiera.sql")!);
        return reader.ReadToEnd();
    }
}
