using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Cobro;

/// <summary>The phones that collect without a signal: their keys, their contacts, and what the office decides about them.</summary>
public sealed class TelefonoService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock, ILogger<TelefonoService> logger)
{
    /// <summary>Registers the phone for the caller, or ties it to their present session.</summary>
    /// <exception cref="DominioException">solicitud.invalida, telefono.de_otro_usuario.</exception>
    public async Task<TelefonoRegistradoDto> RegistrarAsync(RequestContext context, TelefonoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var (telefonoId, nombre, version) = request.Validate();
        var (usuarioId, sesionId, nueva) = (context.User.UsuarioId, context.User.SesionId, RandomNumberGenerator.GetBytes(Telefono.BytesDeClave));
        return await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var ahora = clock.GetUtcNow();
                var filas = await db.ReadRowsAsync(
                    $"""
                    WITH registrado AS (
                        INSERT INTO telefonos AS t (usuario_id, huella, clave, nombre, version, sesion_id, registrado_en, ultimo_contacto, por_enviar_filas, por_enviar_total)
                        VALUES ({usuarioId}, {HuellaDe(telefonoId)}, {nueva}, {nombre}, {version}, {sesionId}, {ahora}, {ahora}, 0, 0)
                        ON CONFLICT (huella) DO UPDATE
                        SET nombre = excluded.nombre, version = excluded.version, sesion_id = excluded.sesion_id, ultimo_contacto = excluded.ultimo_contacto
                        WHERE t.usuario_id = excluded.usuario_id
                        RETURNING clave, descartar_pedido_en IS NOT NULL AND descartado_en IS NULL AS descartar)
                    SELECT r.clave, r.descartar, s.expira_en FROM registrado r, sesiones s WHERE s.id = {sesionId}
                    """,
                    fila => new TelefonoRegistradoDto(
                        Convert.ToBase64String(fila.GetFieldValue<byte[]>(0)), ahora, Semana.De(ahora).Lunes, fila.GetFieldValue<DateTimeOffset>(2), fila.GetBoolean(1)),
                    token);
                return filas is [var registrado] ? registrado : throw new DominioException(TelefonoErrores.DeOtroUsuario);
            },
            cancellationToken);
    }

    /// <summary>Notes what a phone says of itself, and tells it whether it may go on.</summary>
    /// <exception cref="DominioException">solicitud.invalida, telefono.no_encontrado.</exception>
    public async Task<ContactoDto> ContactarAsync(RequestContext context, ContactoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate();
        return await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var ahora = clock.GetUtcNow();
                var filas = await db.ReadRowsAsync(
                    $"""
                    UPDATE telefonos t
                    SET version = {datos.Version}, ultimo_contacto = {ahora}, por_enviar_filas = {datos.Filas}, por_enviar_total = {datos.Total},
                        descartado_en = CASE WHEN t.descartar_pedido_en IS NOT NULL AND {datos.Filas} = 0 THEN coalesce(t.descartado_en, {ahora}) ELSE t.descartado_en END
                    FROM (SELECT x.id, u.activo, s.revocada_en, s.expira_en
                          FROM telefonos x
                          JOIN usuarios u ON u.id = x.usuario_id
                          LEFT JOIN sesiones s ON s.id = x.sesion_id
                          WHERE x.huella = {HuellaDe(datos.TelefonoId)}) e
                    WHERE t.id = e.id
                    RETURNING e.activo, e.revocada_en, e.expira_en, t.descartar_pedido_en IS NOT NULL AND t.descartado_en IS NULL
                    """,
                    fila => new ContactoDto(
                        Telefono.EstadoDe(fila.GetBoolean(0), Instant(fila, 1), Instant(fila, 2), ahora), fila.GetBoolean(3), ahora, Semana.De(ahora).Lunes),
                    token);
                var contacto = filas is [var hecho] ? hecho : throw new DominioException(TelefonoErrores.NoEncontrado);
                unitOfWork.AfterCommit(() => Telemetry.ContactosDeTelefonos.Add(1, new KeyValuePair<string, object?>("estado", EnumNames.NameOf(contacto.Estado))));
                return contacto;
            },
            cancellationToken);
    }

    /// <summary>The latest contact first.</summary>
    public async Task<Page<TelefonoDto>> ListarAsync(RequestContext context, TelefonosFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        var telefonos = db.Telefonos.Where(t => (filter.Id == null || t.Id == filter.Id) && (filter.UsuarioId == null || t.UsuarioId == filter.UsuarioId));
        if (filter.Q is { } q)
        {
            telefonos = telefonos.Where(t => ConstraintErrors.WithoutAccents(
                t.Usuario!.Nombre + " " + t.Usuario.ApellidoPaterno + " " + t.Usuario.ApellidoMaterno + " " + t.Nombre).Contains(ConstraintErrors.WithoutAccents(q)));
        }

        var ahora = context.Now;
        return await telefonos.OrderByDescending(t => t.UltimoContacto).ThenByDescending(t => t.Id)
            .Select(t => new TelefonoDto(
                t.Id,
                new(t.UsuarioId, (t.Usuario!.Nombre + " " + t.Usuario.ApellidoPaterno + " " + t.Usuario.ApellidoMaterno).Trim()),
                t.Nombre,
                t.Version,
                t.UltimoContacto,
                t.PorEnviarFilas,
                t.PorEnviarTotal,
                Telefono.EstadoDe(t.Usuario.Activo, t.Sesion!.RevocadaEn, (DateTimeOffset?)t.Sesion.ExpiraEn, ahora),
                t.TerminadoEn,
                t.DescartarPedidoEn,
                t.DescartarNota,
                t.DescartarFilas,
                t.DescartarTotal,
                t.DescartadoEn))
            .ToPageAsync(() => telefonos.Count(), paging, cancellationToken);
    }

    /// <summary>Ends the session that the phone was last registered with, expired or not: at its next contact the phone empties itself.</summary>
    /// <exception cref="DominioException">telefono.no_encontrado.</exception>
    public async Task<TelefonoDto> TerminarAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var usuarioId = await db.Telefonos.Where(t => t.Id == id).Select(t => (int?)t.UsuarioId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DominioException(TelefonoErrores.NoEncontrado);

        // The locks of all the user's sessions: the phone cannot be tied to another one meanwhile.
        var terminadas = await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.User(usuarioId),
            async token =>
            {
                var ahora = clock.GetUtcNow();
                var telefono = await LockAsync(id, token);
                telefono.Terminar(ahora);
                return await db.Sesiones.Where(s => s.Id == telefono.SesionId).EndAsync(ahora, token);
            },
            cancellationToken);
        logger.SessionsEnded(usuarioId, terminadas, context.User.UsuarioId);
        return await ObtenerAsync(context, id, cancellationToken);
    }

    /// <summary>Gives up what the phone never sent: at its next contact the phone deletes it.</summary>
    /// <exception cref="DominioException">solicitud.invalida, telefono.no_encontrado, telefono.sesion_vigente.</exception>
    public async Task<TelefonoDto> DescartarAsync(RequestContext context, int id, NotaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var nota = request.Validate();
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var telefono = await LockAsync(id, token);
                telefono.Descartar(nota, clock.GetUtcNow());
                return telefono;
            },
            cancellationToken);
        return await ObtenerAsync(context, id, cancellationToken);
    }

    private async Task<Telefono> LockAsync(int id, CancellationToken cancellationToken) =>
        await db.Telefonos.FromSql($"SELECT * FROM telefonos WHERE id = {id} FOR UPDATE").AsTracking().Include(t => t.Usuario).Include(t => t.Sesion)
            .SingleOrDefaultAsync(cancellationToken) ?? throw new DominioException(TelefonoErrores.NoEncontrado);

    private async Task<TelefonoDto> ObtenerAsync(RequestContext context, int id, CancellationToken cancellationToken) =>
        (await ListarAsync(context, new(Id: id), new(1, 1), cancellationToken)).Items.Single();

    private static DateTimeOffset? Instant(System.Data.Common.DbDataReader fila, int column) => fila.IsDBNull(column) ? null : fila.GetFieldValue<DateTimeOffset>(column);

    private static byte[] HuellaDe(Guid telefonoId) => SHA256.HashData(telefonoId.ToByteArray());
}
