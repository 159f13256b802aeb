using System.Collections.Frozen;

namespace Prosmex.Domain.Common;

/// <summary>What users put into a field.</summary>
internal enum FieldKind
{
    Text,
    Integer,
    Amount,
    Rate,
    Day,
    YesNo,

    /// <summary>They choose one of a list.</summary>
    Choice,

    /// <summary>Nothing: the app makes it.</summary>
    Internal,
}

/// <summary>A field as users know it.</summary>
/// <param name="Text">Stands before what is wrong with it.</param>
/// <param name="Choice">What to choose, with its article; null unless it is a choice.</param>
internal sealed record FieldLabel(string Text, FieldKind Kind, string? Choice = null);

/// <summary>
/// From the JSON name of a field to the label that messages use: users do not know JSON names. What is wrong with a field is either a fragment that
/// follows the label ("use hasta 100 caracteres.") or, with a capital letter, a sentence of its own ("Elija el grupo.").
/// </summary>
public static class FieldLabels
{
    /// <summary>The problem of a field that is missing or blank; all of a request are told in one sentence.</summary>
    public const string Missing = "Falta este dato.";

    private static readonly FrozenDictionary<string, FieldLabel> Labels = new Dictionary<string, FieldLabel>
    {
        ["activo"] = new("Cuenta activa", FieldKind.YesNo),
        ["apellido_materno"] = new("Apellido materno", FieldKind.Text),
        ["apellido_paterno"] = new("Apellido paterno", FieldKind.Text),
        ["aprobadores"] = new("Cuántos aprueban", FieldKind.Integer),
        ["aval_id"] = new("Aval", FieldKind.Choice, "el aval"),
        ["calle"] = new("Calle", FieldKind.Text),
        ["cancelados"] = new("Cancelados", FieldKind.YesNo),
        ["clabe"] = new("CLABE", FieldKind.Text),
        ["clave"] = new("Folio del cobro", FieldKind.Internal),
        ["cliente_id"] = new("Cliente", FieldKind.Choice, "el cliente"),
        ["codigo_ine"] = new("Clave de elector (INE)", FieldKind.Text),
        ["colonia"] = new("Colonia", FieldKind.Text),
        ["concepto"] = new("Concepto", FieldKind.Text),
        ["con_faltas"] = new("Solo con faltas", FieldKind.YesNo),
        ["contrasena"] = new("Contraseña", FieldKind.Text),
        ["contrasena_actual"] = new("Contraseña actual", FieldKind.Text),
        ["contrasena_nueva"] = new("Contraseña nueva", FieldKind.Text),
        ["control_filas"] = new("Número de cobros", FieldKind.Integer),
        ["control_total"] = new("Total de los cobros", FieldKind.Amount),
        ["corte_total"] = new("Total del corte", FieldKind.Amount),
        ["cp"] = new("Código postal", FieldKind.Text),
        ["curp"] = new("CURP", FieldKind.Text),
        ["custodio_id"] = new("Quien cobró", FieldKind.Choice, "a quien cobró"),
        ["decision"] = new("Decisión", FieldKind.Choice, "si es la misma persona"),
        ["descartadas"] = new("Falsas alarmas", FieldKind.YesNo),
        ["desde"] = new("Desde", FieldKind.Day),
        ["efectivo_contado"] = new("Efectivo contado", FieldKind.Amount),
        ["entidad"] = new("Tipo de registro", FieldKind.Choice, "el tipo de registro"),
        ["entrega_max"] = new("Cobranza hasta", FieldKind.Amount),
        ["entrega_min"] = new("Cobranza desde", FieldKind.Amount),
        ["enviado_en"] = new("Hora del envío", FieldKind.Internal),
        ["envio_id"] = new("Folio del envío", FieldKind.Internal),
        ["es_aval"] = new("Puede ser aval", FieldKind.YesNo),
        ["estado"] = new("Estado", FieldKind.Choice, "el estado"),
        ["estado_civil"] = new("Estado civil", FieldKind.Choice, "el estado civil"),
        ["fallas"] = new("Faltas permitidas", FieldKind.Integer),
        ["fecha"] = new("Fecha", FieldKind.Day),
        ["fecha_inicio"] = new("Fecha de inicio", FieldKind.Day),
        ["fecha_nacimiento"] = new("Fecha de nacimiento", FieldKind.Day),
        ["fecha_pago"] = new("Fecha del pago", FieldKind.Day),
        ["filas"] = new("Cobros", FieldKind.Internal),
        ["gastos"] = new("Lista de gastos", FieldKind.Internal),
        ["generar_contrasena"] = new("Contraseña generada", FieldKind.YesNo),
        ["gestor_id"] = new("Gestor de cobranza", FieldKind.Choice, "el gestor de cobranza"),
        ["grupo_id"] = new("Grupo", FieldKind.Choice, "el grupo"),
        ["grupo_ids"] = new("Grupos", FieldKind.Choice, "los grupos"),
        ["hasta"] = new("Hasta", FieldKind.Day),
        ["id"] = new("Número de registro", FieldKind.Integer),
        ["incumplimientos_tolerados"] = new("Incumplimientos tolerados", FieldKind.Integer),
        ["interes"] = new("Interés", FieldKind.Rate),
        ["limite"] = new("Límite", FieldKind.Choice, "el límite"),
        ["limite_penalizaciones"] = new("Límite de penalizaciones", FieldKind.Integer),
        ["llave"] = new("Llave de recibos", FieldKind.Internal),
        ["monto"] = new("Monto", FieldKind.Amount),
        ["monto_pagado"] = new("Monto del pago", FieldKind.Amount),
        ["monto_prestamo"] = new("Monto del préstamo", FieldKind.Amount),
        ["motivo"] = new("Motivo", FieldKind.Text),
        ["municipio"] = new("Municipio", FieldKind.Text),
        ["nombre"] = new("Nombre", FieldKind.Text),
        ["nombre_grupo"] = new("Nombre del grupo", FieldKind.Text),
        ["nombre_ruta"] = new("Nombre de la ruta", FieldKind.Text),
        ["nota"] = new("Nota", FieldKind.Text),
        ["notas"] = new("Notas", FieldKind.Text),
        ["num_hijos"] = new("Número de hijos", FieldKind.Integer),
        ["numero"] = new("Número de la calle", FieldKind.Text),
        ["numero_semanas"] = new("Número de semanas", FieldKind.Integer),
        ["ocupacion"] = new("Ocupación", FieldKind.Text),
        ["ocurrido_en"] = new("Hora del cobro", FieldKind.Internal),
        ["orden"] = new("Orden", FieldKind.Text),
        ["otro_id"] = new("El otro cliente", FieldKind.Choice, "al otro cliente"),
        ["page"] = new("Página", FieldKind.Integer),
        ["paso"] = new("Siguiente paso", FieldKind.Choice, "el siguiente paso"),
        ["pena_incumplimiento"] = new("Pena por incumplimiento", FieldKind.Amount),
        ["per_page"] = new("Renglones por página", FieldKind.Integer),
        ["permitir_repetido"] = new("Guardar aunque la clave se repita", FieldKind.YesNo),
        ["por"] = new("Comparar por", FieldKind.Text),
        ["por_enviar"] = new("Cobros por enviar", FieldKind.Internal),
        ["por_responder"] = new("Por responder", FieldKind.YesNo),
        ["porcentaje_semanal"] = new("Porcentaje semanal", FieldKind.Rate),
        ["prestamo_id"] = new("Préstamo", FieldKind.Choice, "el préstamo"),
        ["promesa"] = new("Promesa de pago", FieldKind.Internal),
        ["propiedad"] = new("Tipo de vivienda", FieldKind.Choice, "el tipo de vivienda"),
        ["provisional"] = new("Contraseña provisional", FieldKind.YesNo),
        ["q"] = new("Búsqueda", FieldKind.Text),
        ["regla"] = new("Regla", FieldKind.Choice, "la regla"),
        ["rfc"] = new("RFC", FieldKind.Text),
        ["rol"] = new("Rol", FieldKind.Choice, "el rol"),
        ["rol_id"] = new("Rol", FieldKind.Choice, "el rol"),
        ["roles"] = new("Quién aprueba", FieldKind.Choice, "quién aprueba"),
        ["ruta_id"] = new("Ruta", FieldKind.Choice, "la ruta"),
        ["semana"] = new("Semana", FieldKind.Day),
        ["semanas"] = new("Número de semanas", FieldKind.Integer),
        ["semilla"] = new("Semilla", FieldKind.Amount),
        ["sexo"] = new("Sexo", FieldKind.Choice, "el sexo"),
        ["sin"] = new("Lo que falta", FieldKind.Choice, "lo que falta"),
        ["telefono"] = new("Teléfono", FieldKind.Text),
        ["telefono_id"] = new("Folio del teléfono", FieldKind.Internal),
        ["tipo"] = new("Clase de trabajo", FieldKind.Choice, "la clase de trabajo"),
        ["tipo_prestamo_id"] = new("Tipo de préstamo", FieldKind.Choice, "el tipo de préstamo"),
        ["titular_id"] = new("Titular", FieldKind.Choice, "el titular"),
        ["total"] = new("Total", FieldKind.Amount),
        ["total_gastos"] = new("Gastos", FieldKind.Amount),
        ["usuario"] = new("Usuario", FieldKind.Text),
        ["usuario_id"] = new("Usuario", FieldKind.Choice, "el usuario"),
        ["usuario_id_gerente"] = new("Gerente", FieldKind.Choice, "el gerente"),
        ["usuario_id_gestor"] = new("Gestor de cobranza", FieldKind.Choice, "el gestor de cobranza"),
        ["usuario_id_supervisor"] = new("Supervisor", FieldKind.Choice, "el supervisor"),
        ["usuario_id_titular"] = new("Titular", FieldKind.Choice, "el titular"),
        ["valor"] = new("Valor", FieldKind.Integer),
        ["version"] = new("Versión de la aplicación", FieldKind.Internal),
        ["visita"] = new("Resultado de la visita", FieldKind.Choice, "el resultado de la visita"),
    }.ToFrozenDictionary();

    /// <summary>The fields that have a label.</summary>
    public static IEnumerable<string> Names => Labels.Keys;

    /// <summary>Of a choice, that the user must make it; of another field, the given problem.</summary>
    internal static string ChooseOr(string fieldName, string problem) => Of(fieldName).Choice is { } choice ? $"Elija {choice}." : problem;

    /// <summary>Of a value of another type than the field's, such as a list instead of an amount.</summary>
    public static string WrongType(string path) => Of(path) switch
    {
        { Choice: { } choice } => $"Elija {choice}.",
        { Kind: FieldKind.Integer } => "escriba un número entero.",
        { Kind: FieldKind.Amount } => "escriba solo números, por ejemplo 350.50.",
        { Kind: FieldKind.Rate } => "escriba 0.40 para 40%; hasta seis decimales.",
        { Kind: FieldKind.Day } => Validation.DayProblem,
        { Kind: FieldKind.YesNo } => "elija sí o no.",
        { Kind: FieldKind.Internal } => Validation.InternalProblem,
        _ => "escriba un texto.",
    };

    /// <summary>The problems of a request as users read them, and by field.</summary>
    internal static (string Message, IReadOnlyDictionary<string, string> Fields) Describe(IReadOnlyDictionary<string, string> problems)
    {
        List<string> missing = [.. problems.Where(p => p.Value == Missing).Select(p => p.Key)];
        var sentences = problems.Where(p => p.Value != Missing).Select(p => Sentence(p.Key, p.Value));
        var message = string.Join(" ", missing.Count == 0 ? sentences : sentences.Prepend(Sentence(missing)));
        return (message, problems.ToDictionary(p => p.Key, p => p.Value == Missing ? ChooseOr(p.Key, Missing) : Capitalize(p.Value)));
    }

    /// <summary>A list as a sentence has it: "a, b y c", but "a e interés".</summary>
    internal static string Join(IReadOnlyList<string> items, string last) =>
        items.Count < 2 ? string.Concat(items)
        : $"{string.Join(", ", items.SkipLast(1))} {(last == "y" && items[^1].StartsWith('i') ? "e" : last)} {items[^1]}";

    private static string Sentence(List<string> missing) => missing is [var only]
        ? ChooseOr(only, $"Falta un dato: {Lower(Of(only).Text)}.")
        : $"Faltan datos: {Join([.. missing.Select(name => Lower(Of(name).Text))], "y")}.";

    private static string Sentence(string path, string problem) => char.IsUpper(problem[0]) ? problem : $"{Of(path).Text}: {problem}";

    // Of a field inside another one, such as filas[2].monto, the innermost. One that no request has is named by its words.
    private static FieldLabel Of(string path)
    {
        var name = path.Split('.')[^1].Split('[')[0];
        return Labels.GetValueOrDefault(name) ?? new(Capitalize(name.Replace('_', ' ')), FieldKind.Text);
    }

    private static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
