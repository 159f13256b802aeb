using System.Text.Json;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Aprobaciones;

/// <summary>The work of the functions that may need approval, from the body of their request as it was stored.</summary>
public sealed class ApprovableWork(
    PrestamoService prestamos,
    PrestamoQueries prestamoQueries,
    PagoService pagos,
    PagoQueries pagoQueries,
    PorAclararService porAclarar,
    UsuarioService usuarios,
    ExpedienteService expedientes,
    LimitesService limites)
{
    // What approvers of a loan were shown of it. A product that was changed since, or a loan that it would renew now, makes it another one.
    private static readonly string[] Terms =
        ["cliente_id", "aval_id", "tipo_prestamo_id", "monto_prestamo", "monto_utilidad", "numero_semanas", "cobranza_ideal", "renovacion"];

    private static readonly IReadOnlyDictionary<string, string?> NoFields = new Dictionary<string, string?>();

    /// <summary>Does what was approved, if the user who asked for it may still do it and it is still the same.</summary>
    /// <exception cref="DominioException">permiso.denegado, aprobacion.otras_condiciones, or what the work refuses.</exception>
    public async Task DoAsync(RequestContext context, Solicitud solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(solicitud);
        if (!FunctionCatalog.Access(solicitud.Operacion)!.Allows(context.User))
        {
            throw new DominioException(ErroresComunes.NoPermitido);
        }

        if (solicitud.Tipo != TipoDeSolicitud.PrestamoSobreLimite)
        {
            await DoAsync(context, solicitud.Operacion, solicitud.ObjetoId, solicitud.Contenido!, cancellationToken);
            return;
        }

        var before = await ReadBeforeAsync(context, solicitud.Operacion, solicitud.ObjetoId, cancellationToken);
        var id = await DoAsync(context, solicitud.Operacion, solicitud.ObjetoId, solicitud.Contenido!, cancellationToken);
        var after = await ReadAsync(context, solicitud.Operacion, id, cancellationToken);

        // A term that the solicitud does not show is one that stays.
        var shown = solicitud.Cambios.ToDictionary(c => c.Campo, c => c.Despues);
        if (Terms.Any(t => after.GetValueOrDefault(t) != (shown.TryGetValue(t, out var despues) ? despues : before.GetValueOrDefault(t))))
        {
            throw new DominioException(AprobacionErrores.OtrasCondiciones);
        }
    }

    /// <summary>Does the work, and tells what it changed in the answers that show its object.</summary>
    /// <exception cref="DominioException">What the work refuses.</exception>
    public async Task<TrialResult> TryOutAsync(RequestContext context, string function, int? id, string body, CancellationToken cancellationToken)
    {
        var before = await ReadBeforeAsync(context, function, id, cancellationToken);
        var objectId = await DoAsync(context, function, id, body, cancellationToken);
        var after = await ReadAsync(context, function, objectId, cancellationToken);
        return new(Cambios.Between(before, after), IdIn(after, "cliente_id") ?? IdIn(after, "prestamo.cliente_id"), IdIn(after, "grupo_id"));
    }

    /// <returns>The id of the object that it leaves.</returns>
    private async Task<int?> DoAsync(RequestContext context, string function, int? id, string body, CancellationToken cancellationToken)
    {
        switch (function)
        {
            case "PrestamosCrear":
                return await prestamos.CrearAsync(context, RequestReading.ReadStored<PrestamoRequest>(body), cancellationToken);
            case "PrestamosEditar":
                await prestamos.EditarAsync(context, id!.Value, RequestReading.ReadStored<PrestamoRequest>(body), cancellationToken);
                return id;
            case "PagosCorregir":
                return (await pagos.CorregirAsync(context, id!.Value, RequestReading.ReadStored<PagoRequest>(body), cancellationToken)).Id;
            case "PagosReversar":
                await pagos.ReversarAsync(context, id!.Value, body.Length == 0 ? new() : RequestReading.ReadStored<ReversaRequest>(body), cancellationToken);
                return id;
            case "PorAclararCastigar":
                await porAclarar.CerrarAsync(context, id!.Value, EstadoPorAclarar.Castigado, RequestReading.ReadStored<NotaRequest>(body), cancellationToken);
                return id;
            case "UsuariosEditar":
                var usuario = RequestReading.ReadStored<UsuarioRequest>(body);
                var datos = usuario.Contrasena.IsPresent ? throw new DominioException(AprobacionErrores.ConContrasena) : await usuarios.PrepareEditAsync(context, usuario, cancellationToken);
                await usuarios.EditarAsync(context, id!.Value, datos, cancellationToken);
                return id;
            case "ExpedienteEditar":
                await expedientes.EditarAsync(context, id!.Value, RequestReading.ReadStored<ExpedienteRequest>(body), cancellationToken);
                return id;
            case "LimitesFijar":
                await limites.FijarAsync(context, RequestReading.ReadStored<LimiteRequest>(body), cancellationToken);
                return null;
            default:
                throw new InvalidOperationException($"{function} cannot be asked for.");
        }
    }

    private Task<IReadOnlyDictionary<string, string?>> ReadBeforeAsync(RequestContext context, string function, int? id, CancellationToken cancellationToken) =>
        function == "PrestamosCrear" ? Task.FromResult(NoFields) : ReadAsync(context, function, id, cancellationToken);

    // As the functions that show the object answer; of a loan also its weeks and weekly amount, which GET /prestamos/{id} does not tell.
    private async Task<IReadOnlyDictionary<string, string?>> ReadAsync(RequestContext context, string function, int? id, CancellationToken cancellationToken)
    {
        object[] shown = function switch
        {
            "PrestamosCrear" or "PrestamosEditar" =>
            [
                await prestamoQueries.ObtenerAsync(context.User, id!.Value, cancellationToken),
                await prestamoQueries.CondicionesDelPlanAsync(context.User, id.Value, cancellationToken),
            ],
            "PagosCorregir" or "PagosReversar" => [await pagoQueries.ObtenerAsync(context.User, id!.Value, cancellationToken)],
            "PorAclararCastigar" => [await porAclarar.ObtenerAsync(context.User, id!.Value, cancellationToken)],
            "UsuariosEditar" => [await usuarios.VerAsync(id!.Value, cancellationToken)],
            "ExpedienteEditar" => [await expedientes.ObtenerAsync(context, id!.Value, cancellationToken)],
            _ => [(await limites.ListarAsync(cancellationToken)).ToDictionary(l => l.Clave, l => l.Valor)],
        };
        return shown.SelectMany(part => Cambios.Fields(JsonSerializer.SerializeToElement(part, part.GetType(), ProsmexJson.Options))).ToDictionary();
    }

    private static int? IdIn(IReadOnlyDictionary<string, string?> fields, string name) =>
        fields.GetValueOrDefault(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
