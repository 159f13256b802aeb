using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;
using static Prosmex.Benchmarks.Growth.GrowthOperation;

namespace Prosmex.Benchmarks.Growth;

/// <summary>Every list, report and ficha, and the three ways of paying. Pages are as long as the small lender can fill.</summary>
internal static class GrowthOperations
{
    private static readonly string[] ForWeeks = ["", "semana={semana}&"];

    public static IReadOnlyList<GrowthOperation> Reads { get; } =
    [
        // Lists.
        .. Both("/clientes"),
        Get("/clientes?q=mar", Caller.Director),
        .. Both("/clientes/avales"),
        Get("/clientes/avales?grupo_id={grupo}", Caller.Director),
        .. Both("/clientes/clientes-registro-prestamo"),
        Get("/clientes/clientes-registro-prestamo?grupo_id={grupo}", Caller.Titular),
        Get("/clientes/parecidos", Caller.Director),
        Get("/prestamos", Caller.Titular),
        Get("/prestamos", Caller.Director) with { Total = ("total_items", s => s.Prestamos) },
        Get("/prestamos?grupo_id={grupo}", Caller.Director),
        Get("/prestamos?cliente_id={cliente}", Caller.Director),
        Get("/pagos", Caller.Director) with { Total = ("total_items", s => s.Pagos) },
        Get("/pagos?grupo_id={grupo}", Caller.Director),
        Get("/pagos?desde={semana}&hasta={semana}", Caller.Director),
        Get("/pagos/movimientos", Caller.Director) with { Total = ("total_items", s => s.Pagos) },
        Get("/pagos/movimientos?grupo_id={grupo}", Caller.Director),
        Get("/pagos/movimientos?desde={semana}&hasta={semana}", Caller.Director),
        Get("/pagos/prestamos?grupo_id={grupo}", Caller.Gestor),
        Get("/pagos/grupos", Caller.Gestor),
        Get("/pagos/grupos", Caller.Director) with { HasWholeAnswer = true },
        Get("/hojas?grupo_id={grupo}", Caller.Gestor),
        Get("/grupos", Caller.Titular),
        Get("/grupos", Caller.Director) with { HasWholeAnswer = true },
        Get("/grupos/lista?per_page=5", Caller.Titular),
        Get("/grupos/lista?per_page=5", Caller.Director) with { Total = ("total_items", s => s.Grupos) },
        Get("/rutas", Caller.Director) with { HasWholeAnswer = true },
        Get("/rutas/lista?per_page=1", Caller.Director),
        Get("/users", Caller.Admin) with { HasWholeAnswer = true },
        Get("/users/cuentas", Caller.Admin),
        Get("/bitacora", Caller.Director),
        Get("/bitacora?orden=recientes", Caller.Director),
        Get("/bitacora?usuario_id={titular}", Caller.Director),
        Get("/bitacora?entidad=prestamo&id={prestamo}", Caller.Director),
        Get("/bitacora/autores?per_page=1", Caller.Director),
        Get("/por-aclarar?per_page=5", Caller.Gestor),
        Get("/por-aclarar?per_page=5", Caller.Director) with { Total = ("total_items", s => s.Grupos) },
        Get("/por-aclarar?grupo_id={grupo}", Caller.Director),
        Get("/solicitudes?per_page=5", Caller.Director) with { Total = ("total_items", s => s.Grupos) },
        Get("/cobro/telefonos?per_page=1", Caller.Admin),
        Get("/cortes/custodia?per_page=1", Caller.Director),
        Get("/cortes/historial", Caller.Gestor),
        Get("/cortes/historial", Caller.Director),
        Get("/cortes/datos-corte", Caller.Gestor),
        Get("/verificacion/semanal", Caller.Admin),

        // Lists of a week, and of today.
        .. OfWeeks("/reporte/faltas", Both),
        Get("/reporte/faltas?grupo_id={grupo}", Caller.Director),
        .. OfWeeks("/reporte/por-cobrar", Both),
        Get("/reporte/por-cobrar?grupo_id={grupo}", Caller.Director),
        .. Both("/reporte/cartera?desde=1"),
        Get("/reporte/cartera", Caller.Director) with { Total = ("total_items", s => s.Clientes) },
        Get("/reporte/cartera?semana={semana}", Caller.Director),
        Get("/reporte/cartera?grupo_id={grupo}", Caller.Director),
        .. Both("/reporte/atrasados"),
        Get("/reporte/atrasados?grupo_id={grupo}", Caller.Director),
        Get("/reporte/senales", Caller.Director),

        // Reports.
        .. OfWeeks("/reporte/general?per_page=5", Both),
        .. OfWeeks("/reporte/general/totales", Both),
        .. OfWeeks("/reporte/cobranza?per_page=5", Both),
        .. OfWeeks("/reporte/rutas", path => [Get(path, Caller.Director) with { HasWholeAnswer = true }]),
        .. OfWeeks("/reporte/tendencia?semanas=12", Both),
        .. Both("/reporte/tendencia?semanas=52"),
        .. OfWeeks("/reporte/comparacion?por=grupo&per_page=5", Both),
        Get("/reporte/comparacion?por=ruta&per_page=1", Caller.Director),
        .. OfWeeks("/reporte/antiguedad", Both),
        .. Both("/reporte/sobrante-total-usuario"),
        Get("/reporte/sobrante-grupo/{grupo}", Caller.Titular),
        Get("/reporte/sobrante-semanal/{grupo}", Caller.Titular),
        Get("/reporte/bono-global-titular", Caller.Titular),
        Get("/reporte/bono-grupos-titular", Caller.Titular),

        // Fichas and the search.
        Get("/buscar?q=mar", Caller.Director),
        Get("/buscar?q=ver%C3%B3nica", Caller.Director),
        Get("/buscar?q=mar", Caller.Titular),
        Get("/clientes/{cliente}/ficha", Caller.Director),
        Get("/clientes/{cliente}/estado-de-cuenta", Caller.Director),
        Get("/prestamos/{prestamo}/ficha", Caller.Director),
        Get("/grupos/{grupo}/ficha", Caller.Director),
    ];

    public static IReadOnlyList<GrowthOperation> Writes(AnchoredClock clock) =>
    [
        new("POST /pagos/", Caller.Gestor) { Write = Operation.OnePayment },
        new("POST /pagos/ × 40", Caller.Gestor) { Write = Operation.BatchOfPayments },
        new("POST /hojas/{id}/envios × 5", Caller.Gestor) { Write = s => EnvioOperation.Create(s, clock) },
    ];

    private static GrowthOperation[] Both(string path) => [Get(path, Caller.Titular), Get(path, Caller.Director)];

    // The running one, and a closed one.
    private static IEnumerable<GrowthOperation> OfWeeks(string path, Func<string, GrowthOperation[]> create) =>
        ForWeeks.SelectMany(semana => create((path.Contains('?', StringComparison.Ordinal) ? $"{path}&{semana}" : $"{path}?{semana}").TrimEnd('&', '?')));
}
