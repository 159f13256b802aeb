using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>What a route takes besides its body, and whom.</summary>
internal static class Parameters
{
    /// <summary>What each parameter of a query string means; the same wherever it comes, unless a function has its own.</summary>
    private static readonly Dictionary<string, string> OfQuery = new()
    {
        ["page"] = "From 1; 0 and negatives count as 1. A page beyond the end is an empty list.",
        ["per_page"] = $"Rows a page: {PageRequest.DefaultPerPage} where absent, {PageRequest.MaxPerPage} at most.",
        ["q"] = "Part of a name; accents, case and blanks are ignored.",
        ["Buscar.q"] = "Three letters or more of a name, its parts in any order, accents, case and blanks ignored; the beginning of an INE key; or the number of a client or loan.",
        ["semana"] = "Any day of the week asked for: `YYYY-MM-DD`, `DD/MM/YYYY` or `DD-MM-YYYY`. The running week where absent; a week to come is refused.",
        ["semanas"] = $"How many weeks, 1 to {CobranzaService.MaximoDeSemanas}; 12 where absent.",
        ["grupo_id"] = "Of this group alone.",
        ["ruta_id"] = "Of this route's groups alone.",
        ["cliente_id"] = "Of this client alone.",
        ["prestamo_id"] = "Of this loan alone.",
        ["usuario_id"] = "Of this user alone.",
        ["estado"] = "Of this status alone: `activo`, `vencido`, `liquidado` or `renovado`.",
        ["PorAclararListar.estado"] = "Of this state alone: `pendiente`, `aplicado`, `devuelto` or `castigado`.",
        ["SolicitudesListar.estado"] = "Of this state alone: `pendiente`, `hecha`, `no_hecha`, `rechazada`, `retirada` or `vencida`.",
        ["tipo"] = "Of this kind of work alone: `prestamo_sobre_limite`, `correccion_tras_corte`, `castigo`, `cambio_de_rol`, `cambio_de_limite` or `datos_del_cliente`.",
        ["por_responder"] = "`true` for those alone that await the caller's answer.",
        ["decision"] = "The pairs with this decision: `misma` or `distinta`; those without one where absent.",
        ["rol_id"] = "Of this role alone.",
        ["gestor_id"] = "Of the groups alone that have this gestor.",
        ["grupo_ids"] = "Only these groups: up to 200 ids with commas between them. Unknown or out of the caller's scope: 404.",
        ["sin"] = "Only groups without `gestor` or without `titular`.",
        ["AsignacionesListar.titular_id"] = "Of the groups alone that have this titular.",
        ["CuentasListar.estado"] = "`activas`, `bajas` (the deactivated ones) or `todas`; `activas` where absent.",
        ["TelefonosListar.q"] = "Part of the user's full name or of what the phone calls itself; accents, case and blanks are ignored.",
        ["CuentasListar.q"] = "Part of the full name or of the sign-in name; accents, case and blanks are ignored.",
        ["BitacoraListar.orden"] = "`antiguas` (in the order of writing) or `recientes` (the newest first); `antiguas` where absent.",
        ["por"] = "What to compare: `ruta`, `grupo` or `titular` (of each week); `ruta` where absent.",
        ["ReporteComparacion.orden"] = "`morosidad` (the worst first), `crecimiento` (the most active loans gained first), `bono` (the largest first) or `nombre`; `morosidad` where absent.",
        ["titular_id"] = "Of the groups alone whose titular this user was at the end of the week.",
        ["custodio_id"] = "Of the cash that this user received alone.",
        ["cancelados"] = "`true` for the payments that were reversed or corrected, instead of those in force.",
        ["PagosMovimientos.q"] = "Part of the client's name, accents, case and blanks ignored; or the number of a payment.",
        ["ReporteDatosCorte.usuario_id"] = "Whose corte; the caller's where absent.",
        ["CortesHistorial.id"] = "This corte alone.",
        ["con_faltas"] = "`true` for loans with recorded faltas alone.",
        ["tipo_prestamo_id"] = "The product.",
        ["monto"] = "The nominal amount, MXN: digits and at most two decimals.",
        ["fecha_inicio"] = "The day of the loan; today where absent.",
        ["desde"] = "From this day on.",
        ["hasta"] = "Up to this day, included.",
        ["rol"] = "A role's name as `GET /roles/all` has it.",
        ["regla"] = "Of this rule alone: `alta_y_prestamo`, `contacto_compartido`, `circulo_de_avales`, `pagos_de_golpe`, `dia_ajeno` or `renovada_sin_entregar`.",
        ["promesa"] = "By what became of the last promise: `ninguna` (nothing was promised), `pendiente`, `cumplida` or `incumplida`; all where absent.",
        ["paso"] = "By the next step alone: its `dias`, as `pasos` has them.",
        ["clave"] = "Of the sign with this `clave` alone.",
        ["descartadas"] = "`true` for those marked as false alarms, instead of the others.",
        ["entidad"] = "Of rows of this noun alone.",
        ["id"] = "Of the row with this id alone.",
    };

    static Parameters()
    {
        const string Cartera = "`atraso` (most days late first), `restante`, `cliente` or `grupo`; `atraso` where absent.";
        const string PorCobrar = "`debe` (the largest amount first), `cliente` or `grupo`; `grupo` where absent.";
        foreach (var format in new[] { "", "Xlsx", "Csv" })
        {
            OfQuery[$"ReporteCartera{format}.desde"] = "At least so many days late.";
            OfQuery[$"ReporteCartera{format}.hasta"] = "At most so many days late; no end where absent.";
            OfQuery[$"ReporteCartera{format}.orden"] = Cartera;
            OfQuery[$"ReportePorCobrar{format}.orden"] = PorCobrar;
            OfQuery[$"ReporteAtrasados{format}.titular_id"] = "Of the groups alone whose titular this user is.";
        }
    }

    public static JsonArray De(MethodInfo method, IEnumerable<string> ofPath)
    {
        var parameters = new JsonArray([.. ofPath.Select(n => n == "codigo"
            ? Parameter(n, "path", "string", isRequired: true, "The code of a receipt, in any case, with or without hyphens; or the link that its QR code carries behind the `#`.")
            : Parameter(n, "path", "integer", isRequired: true, "Unknown or out of the caller's scope: 404."))]);
        var query = method.GetCustomAttributes<QueryParameterAttribute>();
        if (method.IsDefined(typeof(PagedAttribute)))
        {
            query = [new("page", "integer"), new("per_page", "integer"), .. query];
        }

        var function = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        foreach (var c in query)
        {
            parameters.Add(Parameter(c.Name, "query", c.Type, c.Required, OfQuery.GetValueOrDefault($"{function}.{c.Name}") ?? OfQuery[c.Name]));
        }

        if (method.GetCustomAttribute<IdempotentAttribute>() is { } idempotent)
        {
            var doubleClick = !idempotent.CatchesDoubleClick ? ""
                : " Without a key, and unless all rows are payments with a `clave`, an identical request of the same session that arrives while the first is under way or within 3 seconds after its answer is the same request, and is answered so too: send a key with each of two requests that are equal on purpose.";
            var field = Parameter(
                IdempotentRequests.HeaderName, "header", "string", isRequired: false,
                "1 to 255 visible characters, private to the user, kept 30 days. Sent again with the same key, a request is answered from what was stored, with `Idempotent-Replayed: true`." + doubleClick);
            (field["schema"]!["minLength"], field["schema"]!["maxLength"]) = (1, 255);
            parameters.Add(field);
        }

        if (method.IsDefined(typeof(MayNeedApprovalAttribute)))
        {
            parameters.Add(Parameter(
                ApprovableRequests.HeaderName, "header", "string", isRequired: false,
                "`approval` asks for the approval of other users where the work needs it; without it such work is refused with `aprobacion.necesaria`. On a preview: what the approved work would change."));
        }

        if (method.IsDefined(typeof(ConditionalAttribute)))
        {
            parameters.Add(Parameter("If-None-Match", "header", "string", isRequired: false, "The `ETag` of the answer that the caller has."));
        }

        return parameters;
    }

    /// <summary>Who may call, with the names of the actions.</summary>
    public static string Explain(AccessAttribute? access) => access switch
    {
        AnyOfAttribute alguna => $"{access.Description} ({string.Join(", ", alguna.Acciones.Select(Name))})",
        AllOfAttribute todas => $"{access.Description} ({string.Join(", ", todas.Acciones.Select(Name))})",
        _ => access!.Description,
    };

    private static string Name(AccionId accion) => EnumNames.NameOf(accion).Replace('_', ' ');

    private static JsonObject Parameter(string name, string place, string type, bool isRequired, string descripcion) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = isRequired,
        ["description"] = descripcion,
        ["schema"] = new JsonObject { ["type"] = type },
    };
}
