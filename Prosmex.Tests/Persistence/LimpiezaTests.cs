using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Persistence;

/// <summary>What the nightly timer deletes may be a lot: it does not stop where a request would.</summary>
public sealed class LimpiezaTests(ServidorDePruebas servidor)
{
    [Theory]
    [InlineData("operaciones", "INSERT INTO operaciones (id, creada_en) VALUES (gen_random_uuid(), now() - interval '2 days')")]
    [InlineData("intentos_de_acceso", "INSERT INTO intentos_de_acceso (cuenta, fallas, ultima_en) VALUES ('\\x00', 1, now() - interval '2 days')")]
    [InlineData("sesiones", "INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) SELECT gen_random_uuid(), id, now() - interval '90 days', now() - interval '89 days', '\\x00' FROM usuarios")]
    public async Task Limpiar_LoQueTardaMasQueUnaSolicitud_LoLimpia(string tabla, string viejo)
    {
        var conexion = await servidor.NuevaBaseAsync();
        await Auth.Personas.AgregarAsync(conexion, "ada");
        await Base.EjecutarAsync(conexion, viejo);
        await using var ajena = new NpgsqlConnection(conexion);
        await ajena.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaccion = await ajena.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var tomar = new NpgsqlCommand($"SELECT 1 FROM {tabla} FOR UPDATE", ajena, transaccion))
        {
            await tomar.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var opciones = ServidorDePruebas.Opciones(conexion);
        await using var db = Base.Contexto(DatabaseTimeouts.Apply(conexion));
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        var limpieza = tabla switch
        {
            "operaciones" => new OperationService(db, unitOfWork, TimeProvider.System).LimpiarAsync(RequestContext.System(), TestContext.Current.CancellationToken),
            "sesiones" => new SesionService(db, unitOfWork, TimeProvider.System).LimpiarAsync(RequestContext.System(), TestContext.Current.CancellationToken),
            _ => new SignInAttemptService(db, unitOfWork, TimeProvider.System).CleanUpAsync(RequestContext.System(), TestContext.Current.CancellationToken),
        };
        await Task.WhenAny(limpieza, Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken));
        await transaccion.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await limpieza);
    }
}
