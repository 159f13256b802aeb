using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prosmex.Benchmarks.Piso;

/// <summary>What the product's start is held against: an ASP.NET Core program of a template's size, with one EF Core query behind <c>/health</c>.</summary>
internal static class Vacio
{
    public static async Task CorrerAsync(string connection, string puerto)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(puerto, CultureInfo.InvariantCulture)));
        builder.Services.AddDbContext<Contexto>(db => db.UseNpgsql(connection));
        await using var app = builder.Build();
        app.MapGet("/health", async (Contexto db) => await db.Roles.AnyAsync() ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        await app.RunAsync();
    }

#pragma warning disable CA1812 // The container and EF make them.
    private sealed class Contexto(DbContextOptions<Contexto> options) : DbContext(options)
    {
        public DbSet<Rol> Roles => Set<Rol>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Rol>(rol =>
        {
            rol.ToTable("roles");
            rol.Property(r => r.Id).HasColumnName("rol_id");
            rol.Property(r => r.Nombre).HasColumnName("nombre");
        });
    }

    private sealed class Rol
    {
        public int Id { get; set; }

        public string Nombre { get; set; } = "";
    }
#pragma warning restore CA1812
}
