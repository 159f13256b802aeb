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
internal static class Parametros
{
    /// <summary>What each parameter of a query string means; the same wherever it comes, unless a function has its own.</summary>
    private static readonly Dictionary<string, string> DeConsulta = new()
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

    static Parametros()
    {
        const string Cartera = "`atraso` (most days late first), `restante`, `cliente` or `grupo`; `atraso` where absent.";
        const string PorCobrar = "`debe` (the largest amount first), `cliente` or `grupo`; `grupo` where absent.";
        foreach (var format in new[] { "", "Xlsx", "Csv" })
        {
            DeConsulta[$"ReporteCartera{format}.desde"] = "At least so many days late.";
            DeConsulta[$"ReporteCartera{format}.hasta"] = "At most so many days late; no end where absent.";
            DeConsulta[$"ReporteCartera{format}.orden"] = Cartera;
            DeConsulta[$"ReportePorCobrar{format}.orden"] = PorCobrar;
            DeConsulta[$"ReporteAtrasados{format}.titular_id"] = "Of the groups alone whose titular this user is.";
        }
    }

    public static JsonArray De(MethodInfo metodo, IEnumerable<string> deRuta)
    {
        var parametros = new JsonArray([.. deRuta.Select(n => n == "codigo"
            ? Parametro(n, "path", "string", obligatorio: true, "The code of a receipt, in any case, with or without hyphens; or the link that its QR code carries behind the `#`.")
            : Parametro(n, "path", "integer", obligatorio: true, "Unknown or out of the caller's scope: 404."))]);
        var query = metodo.GetCustomAttributes<QueryParameterAttribute>();
        if (metodo.IsDefined(typeof(PagedAttribute)))
        {
            query = [new("page", "integer"), new("per_page", "integer"), .. query];
        }

        var function = metodo.GetCustomAttribute<FunctionAttribute>()!.Name;
        foreach (var c in query)
        {
            parametros.Add(Parametro(c.Name, "query", c.Type, c.Required, DeConsulta.GetValueOrDefault($"{function}.{c.Name}") ?? DeConsulta[c.Name]));
        }

        if (metodo.GetCustomAttribute<IdempotentAttribute>() is { } idempotent)
        {
            var doubleClick = !idempotent.CatchesDoubleClick ? ""
                : " Without a key, and unless all rows are payments with a `clave`, an identical request of the same session that arrives while the first is under way or within 3 seconds after its answer is the same request, and is answered so too: send a key with each of two requests that are equal on purpose.";
            var clave = Parametro(
                IdempotentRequests.HeaderName, "header", "string", obligatorio: false,
                "1 to 255 visible characters, private to the user, kept 30 days. Sent again with the same key, a request is answered from what was stored, with `Idempotent-Replayed: true`." + doubleClick);
            (clave["schema"]!["minLength"], clave["schema"]!["maxLength"]) = (1, 255);
            parametros.Add(clave);
        }

        if (metodo.IsDefined(typeof(MayNeedApprovalAttribute)))
        {
            parametros.Add(Parametro(
                ApprovableRequests.HeaderName, "header", "string", obligatorio: false,
                "`approval` asks for the approval of other users where the work needs it; without it such work is refused with `aprobacion.necesaria`. On a preview: what the approved work would change."));
        }

        if (metodo.IsDefined(typeof(ConditionalAttribute)))
        {
            parametros.Add(Parametro("If-None-Match", "header", "string", obligatorio: false, "The `ETag` of the answer that the caller has."));
        }

        return parametros;
    }

    /// <summary>Who may call, with the names of the actions.</summary>
    public static string Explicar(AccessAttribute? acceso) => acceso switch
    {
        AnyOfAttribute alguna => $"{acceso.Description} ({string.Join(", ", alguna.Acciones.Select(Nombre))})",
        AllOfAttribute todas => $"{acceso.Description} ({string.Join(", ", todas.Acciones.Select(Nombre))})",
        _ => acceso!.Description,
    };

    private static string Nombre(AccionId accion) => EnumNames.NameOf(accion).Replace('_', ' ');

    private static JsonObject Parametro(string nombre, string lugar, string tipo, bool obligatorio, string descripcion) => new()
    {
        ["name"] = nombre,
        ["in"] = lugar,
        ["required"] = obligatorio,
        ["description"] = descripcion,
        ["schema"] = new JsonObject { ["type"] = tipo },
    };
}
