using Microsoft.Extensions.Logging.Abstractions;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Demo;

/// <summary>The services that requests use, under a clock of one's own.</summary>
internal sealed record ServiciosDeDemo(
    UsuarioService Usuarios,
    RutaService Rutas,
    GrupoService Grupos,
    ClienteService Clientes,
    PrestamoService Prestamos,
    PagoService Pagos,
    CorteService Cortes,
    VerificacionService Verificacion)
{
    public static ServiciosDeDemo De(
        ProsmexDbContext db, UnitOfWork unidad, PasswordHashQueue contrasenas, ProsmexOptions opciones, TimeProvider reloj) => new(
        new UsuarioService(db, unidad, contrasenas, reloj, NullLogger<UsuarioService>.Instance),
        new RutaService(db, unidad),
        new GrupoService(db, unidad),
        new ClienteService(db, unidad),
        new PrestamoService(db, unidad, opciones, reloj),
        new PagoService(db, unidad, reloj),
        new CorteService(db, unidad, reloj),
        new VerificacionService(db, unidad, reloj));
}
