using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Aprobaciones;

/// <summary>The function's work may need another user's approval: with <c>Prefer: approval</c> it is asked for. It does its work by <see cref="ApprovableRequests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MayNeedApprovalAttribute(TipoDeSolicitud tipo) : Attribute
{
    public TipoDeSolicitud Tipo { get; } = tipo;
}

/// <summary>A request for approval was stored, and nothing done yet.</summary>
public sealed record SolicitudHechaDto(SolicitudDto Solicitud);

/// <summary>Turns work that needs approval into a solicitud, for callers who ask for that with <c>Prefer: approval</c> (RFC 7240). All others are refused.</summary>
public sealed class ApprovableRequests(SolicitudService solicitudes, SolicitudQueries queries, ApprovableWork work)
{
    public const string HeaderName = "Prefer";

    private const string Preference = "approval";

    /// <summary>The work of a function, or the asking for it.</summary>
    /// <param name="req">Its body, if it has one, was read before.</param>
    /// <param name="function">Its name.</param>
    /// <param name="id">The id in its path.</param>
    /// <param name="doWork">May run more than once.</param>
    /// <param name="target">The user whose access it changes; null for all other work.</param>
    public Func<CancellationToken, Task<IResult>> DoOrAsk(
        HttpRequest req, string function, int? id, Func<CancellationToken, Task<IResult>> doWork, AccessTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(req);
        if (!IsPreferred(req))
        {
            return doWork;
        }

        var asked = new AskedWork(TipoOf(function), function, id, Encoding.UTF8.GetString(req.BodyRead().Span));
        return token => solicitudes.DoOrAskAsync(
            req.Context(),
            asked,
            target,
            doWork,
            (context, t) => work.TryOutAsync(context, function, id, asked.Contenido, t),
            async (solicitud, t) => Responses.Accepted(new SolicitudHechaDto(await queries.ObtenerAsync(req.Context(), solicitud, t))),
            token);
    }

    /// <summary>A preview, which writes nothing: of work that needs approval, for callers who ask for it, what the approved work would change.</summary>
    public static async Task<IResult> PreviewAsync<T>(HttpRequest req, string function, Func<RequestContext, Task<T>> preview)
    {
        ArgumentNullException.ThrowIfNull(req);
        ArgumentNullException.ThrowIfNull(preview);
        try
        {
            return Responses.Ok(await preview(req.Context()));
        }
        catch (DominioException ex) when (ex.Error == AprobacionErrores.Necesaria && IsPreferred(req))
        {
            return Responses.Ok(await preview(req.Context().ApprovedAs(TipoOf(function), req.CurrentUser())));
        }
    }

    private static bool IsPreferred(HttpRequest req) => req.Headers[HeaderName]
        .SelectMany(value => (value ?? "").Split(',')).Any(p => p.Split(';')[0].Trim().Equals(Preference, StringComparison.OrdinalIgnoreCase));

    private static TipoDeSolicitud TipoOf(string function) => FunctionCatalog.Methods[function].GetCustomAttribute<MayNeedApprovalAttribute>()!.Tipo;
}
