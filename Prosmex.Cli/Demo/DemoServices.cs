using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Cli.Demo;

/// <summary>The services of requests, with a given clock.</summary>
internal sealed record DemoServices(
    UsuarioService Usuarios,
    RutaService Rutas,
    GrupoService Grupos,
    ClienteService Clientes,
    ExpedienteService Expedientes,
    PrestamoService Prestamos,
    PagoService Pagos,
    CorteService Cortes,
    EnvioService Envios,
    VerificacionService Verificacion)
{
    public static DemoServices De(ProsmexDbContext db, PasswordHashQueue contrasenas, ProsmexOptions options, TimeProvider clock)
    {
        var unitOfWork = new UnitOfWork(db, clock);
        return new(
            new UsuarioService(db, unitOfWork, contrasenas, clock, NullLogger<UsuarioService>.Instance),
            new RutaService(db, unitOfWork),
            new GrupoService(db, unitOfWork),
            new ClienteService(db, unitOfWork),
            new ExpedienteService(db, unitOfWork),
            new PrestamoService(db, unitOfWork, options),
            new PagoService(db, unitOfWork),
            new CorteService(db, unitOfWork, clock),

            // Its phones show no receipts: any key will do, and the command needs no setting for it.
            new EnvioService(db, unitOfWork, new ReciboKeys(options with { ReciboKey = RandomNumberGenerator.GetBytes(32) })),
            new VerificacionService(db, unitOfWork, clock));
    }
}
