namespace Prosmex.Domain.Common;

/// <summary>
/// Collects all validation errors of a request, so that the response lists every one of them. A create requires every field (null counts as absent);
/// an update takes the fields present (null is a value, rejected unless nullable).
/// </summary>
public sealed class Validation(bool requireAll)
{
    internal const string DayProblem = "escríbala como día/mes/año, por ejemplo 18/11/2026.";
    internal const string InternalProblem = "no se puede leer. Actualice la aplicación e intente de nuevo.";

    private readonly Dictionary<string, string> _fields = [];
    private bool _anyField;

    /// <summary>What is wrong with a text that is no amount.</summary>
    public static readonly string NoMonto = $"escriba una cantidad de $0.00 a {Dinero.Text(Dinero.Maximo)}, con dos decimales como máximo.";

    public static Validation ForCreate() => new(requireAll: true);

    public static Validation ForUpdate() => new(requireAll: false);

    /// <summary>A text of 1 to <paramref name="max"/> characters as a person counts them, not blank; see <see cref="CleanText"/>.</summary>
    public Optional<string> Text(string fieldName, Optional<string> value, int max = 100, Func<string, string?>? regla = null) =>
        Check(fieldName, value, text => CleanText.FindProblem(text, max) ?? regla?.Invoke(CleanText.Of(text)), CleanText.Of);

    /// <summary>As <see cref="Text"/>, or null; optional.</summary>
    /// <param name="form">Gives a text that keeps the rule the form in which it is stored.</param>
    public Optional<string> TextOrNull(string fieldName, Optional<string> value, int max = 100, Func<string, string?>? regla = null, Func<string, string>? form = null)
    {
        if (IsNull(value))
        {
            return value;
        }

        var text = requireAll && !value.IsPresent ? default : Text(fieldName, value, max, regla);
        return text.HasValue && form is not null ? Optional<string>.Of(form(text.GetValueOrDefault(null)!)) : text;
    }

    /// <summary>A text taken unchanged, such as a password: only the given rule applies.</summary>
    public Optional<string> Literal(string fieldName, Optional<string> value, Func<string, string?> regla) =>
        Check(fieldName, value, regla, text => text);

    public Optional<int> Integer(string fieldName, Optional<int?> value, int min, int max) =>
        Check(fieldName, value, n => n < min || n > max ? FieldLabels.ChooseOr(fieldName, $"escriba un número entero de {min} a {max}.") : null, n => n!.Value);

    /// <summary>An id: a positive int32.</summary>
    public Optional<int> Id(string fieldName, Optional<int?> value) =>
        Check(fieldName, value, n => n < 1 ? FieldLabels.ChooseOr(fieldName, "elija una opción.") : null, n => n!.Value);

    /// <summary>An id or null; a create requires the field unless <paramref name="isOptional"/>.</summary>
    public Optional<int?> IdOrNull(string fieldName, Optional<int?> value, bool isOptional = false)
    {
        if (IsNull(value))
        {
            return value;
        }

        return !value.IsPresent && isOptional
            ? default
            : Check(fieldName, value, n => n < 1 ? "elija una opción o deje «Sin asignar»." : null, n => n);
    }

    /// <summary>Optional: the entity's default applies where it is absent.</summary>
    public Optional<bool> Boolean(string fieldName, Optional<bool?> value)
    {
        if (requireAll && !value.HasValue)
        {
            return default;
        }

        return Check(fieldName, value, _ => null, b => b!.Value);
    }

    /// <summary>An amount in MXN; see <see cref="NumberText.Monto"/>.</summary>
    public Optional<decimal> Monto(string fieldName, Optional<NumberText> value, bool positivo = false) => Check(
        fieldName,
        value,
        n => n.Monto() is not { } monto ? NoMonto
            : positivo && monto == 0 ? "escriba una cantidad mayor que cero."
            : null,
        n => n.Monto()!.Value);

    /// <summary>As <see cref="Monto"/>; optional.</summary>
    public Optional<decimal> OptionalMonto(string fieldName, Optional<NumberText> value) => requireAll && !value.HasValue ? default : Monto(fieldName, value);

    /// <summary>A fraction of up to six decimals; see <see cref="NumberText.Tasa"/>.</summary>
    public Optional<decimal> Tasa(string fieldName, Optional<NumberText> value) =>
        Check(fieldName, value, n => n.Tasa() is null ? "escriba 0.40 para 40%; hasta seis decimales." : null, n => n.Tasa()!.Value);

    /// <summary>An amount in MXN that a client computed; see <see cref="NumberText.Calculado"/>.</summary>
    public Optional<decimal> Calculado(string fieldName, Optional<NumberText> value, bool admiteNegativo = false) => Check(
        fieldName,
        value,
        n => n.Calculado() is not { } monto ? "la cantidad no es válida o es demasiado grande."
            : monto < 0 && !admiteNegativo ? "escriba una cantidad de cero o más."
            : null,
        n => n.Calculado()!.Value);

    /// <summary>A day or an instant; optional.</summary>
    public Optional<Fecha> Fecha(string fieldName, Optional<string> value)
    {
        if (requireAll && !value.HasValue)
        {
            return default;
        }

        return Check(
            fieldName,
            value,
            text => Common.Fecha.Read(text.Trim()) is null ? DayProblem : null,
            text => Common.Fecha.Read(text.Trim())!.Value);
    }

    /// <summary>A day; of an instant, its day.</summary>
    public Optional<DateOnly> Dia(string fieldName, Optional<string> value) => Check(
        fieldName,
        value,
        text => Common.Fecha.Read(text.Trim()) is null ? DayProblem : null,
        text => Common.Fecha.Read(text.Trim())!.Value.Dia);

    /// <summary>A day or null; optional.</summary>
    public Optional<DateOnly?> DiaOrNull(string fieldName, Optional<string> value, Func<DateOnly, string?> regla) => OrNull(fieldName, value, Dia, regla);

    /// <summary>An instant, not just a day.</summary>
    public Optional<DateTimeOffset> Instante(string fieldName, Optional<string> value) => Check(
        fieldName,
        value,
        text => Common.Fecha.Read(text.Trim())?.Instante is null ? InternalProblem : null,
        text => Common.Fecha.Read(text.Trim())!.Value.Instante!.Value);

    /// <summary>As <see cref="Instante"/>; optional.</summary>
    public Optional<DateTimeOffset> OptionalInstante(string fieldName, Optional<string> value) => requireAll && !value.HasValue ? default : Instante(fieldName, value);

    /// <summary>A UUID other than the nil UUID.</summary>
    public Optional<Guid> Uuid(string fieldName, Optional<string> value) => Check(
        fieldName,
        value,
        text => Guid.TryParseExact(text.Trim(), "D", out var uuid) && uuid != Guid.Empty ? null : InternalProblem,
        text => Guid.ParseExact(text.Trim(), "D"));

    /// <summary>As <see cref="Uuid"/>, of a field that was read as one; optional.</summary>
    public Optional<Guid?> OptionalUuid(string fieldName, Optional<Guid?> value) =>
        requireAll && !value.HasValue ? default : Check(fieldName, value, uuid => uuid == Guid.Empty ? InternalProblem : null, uuid => uuid);

    /// <summary>A list of objects that all have their fields; optional. Errors carry the path, such as <c>gastos[2].monto</c>.</summary>
    /// <param name="read">With a validation for this object alone.</param>
    public Optional<IReadOnlyList<TOut>> Rows<TIn, TOut>(string fieldName, Optional<IReadOnlyList<TIn>> value, int max, Func<Validation, TIn, TOut> read)
        where TIn : class, new()
    {
        ArgumentNullException.ThrowIfNull(read);
        if (requireAll && !value.HasValue)
        {
            return default;
        }

        return Check(
            fieldName,
            value,
            rows => rows.Count > max ? $"escriba {max} renglones como máximo." : null,
            rows => (IReadOnlyList<TOut>)[.. rows.Select((row, n) => ReadRow($"{fieldName}[{n}]", row ?? new(), read))]);
    }

    /// <summary>An object that has all its fields. Errors carry the path, such as <c>promesa.monto</c>.</summary>
    /// <param name="read">With a validation for this object alone.</param>
    public Optional<TOut> Object<TIn, TOut>(string fieldName, Optional<TIn> value, Func<Validation, TIn, TOut> read)
        where TIn : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return Check(fieldName, value, _ => null, row => ReadRow(fieldName, row, read));
    }

    /// <summary>An error of several fields together.</summary>
    public void Reject(string fieldName, string problem) => _fields[fieldName] = problem;

    /// <summary>All errors found, or null.</summary>
    public ErrorDeDominio? Error =>
        _fields.Count > 0 ? ErroresComunes.InvalidFields(_fields)
        : !requireAll && !_anyField ? ErroresComunes.EmptyRequest
        : null;

    /// <summary>One of a closed list of names.</summary>
    public Optional<T> OneOf<T>(string fieldName, Optional<string> value, IReadOnlyDictionary<string, T> catalogo)
        where T : struct, Enum => Check(fieldName, value, n => catalogo.ContainsKey(n) ? null : ChoiceOf(catalogo.Values), n => catalogo[n]);

    /// <summary>The same, or null; optional.</summary>
    public Optional<T?> OneOfOrNull<T>(string fieldName, Optional<string> value, IReadOnlyDictionary<string, T> catalogo)
        where T : struct, Enum => OrNull(fieldName, value, (name, text) => OneOf(name, text, catalogo), _ => null);

    /// <summary>The problem of a value that is none of a list: it names them by their labels.</summary>
    public static string ChoiceOf<T>(IEnumerable<T> values)
        where T : struct, Enum => ChoiceOf([.. values.Select(v => EnumNames.LabelOf(v).ToLowerInvariant())]);

    /// <summary>The same of names that users know.</summary>
    public static string ChoiceOf(IReadOnlyList<string> names) => $"elija {FieldLabels.Join(names, "o")}.";

    /// <summary>Throws if there are errors; for an update also when no settable field is present.</summary>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    public void ThrowIfInvalid()
    {
        if (Error is { } error)
        {
            throw new DominioException(error);
        }
    }

    private bool IsNull<T>(Optional<T> value)
    {
        _anyField |= value.IsPresent;
        return value.IsNull;
    }

    private Optional<T?> OrNull<T>(string fieldName, Optional<string> value, Func<string, Optional<string>, Optional<T>> read, Func<T, string?> regla)
        where T : struct
    {
        if (IsNull(value))
        {
            return Optional<T?>.Of(null);
        }

        var result = requireAll && !value.IsPresent ? default : read(fieldName, value);
        if (!result.HasValue)
        {
            return default;
        }

        if (regla(result.GetValueOrDefault(default)) is { } problem)
        {
            Reject(fieldName, problem);
            return default;
        }

        return Optional<T?>.Of(result.GetValueOrDefault(default));
    }

    private TOut ReadRow<TIn, TOut>(string path, TIn row, Func<Validation, TIn, TOut> read)
    {
        var v = ForCreate();
        var result = read(v, row);
        foreach (var (name, problem) in v._fields)
        {
            _fields[$"{path}.{name}"] = problem;
        }

        return result;
    }

    private Optional<TOut> Check<TIn, TOut>(string fieldName, Optional<TIn> value, Func<TIn, string?> problem, Func<TIn, TOut> convert)
    {
        _anyField |= value.IsPresent;
        if (!value.HasValue)
        {
            if (requireAll || value.IsPresent)
            {
                _fields[fieldName] = FieldLabels.Missing;
            }

            return default;
        }

        var cleaned = value.GetValueOrDefault(default)!;
        if (problem(cleaned) is { } text)
        {
            _fields[fieldName] = text;
            return default;
        }

        return Optional<TOut>.Of(convert(cleaned));
    }
}
