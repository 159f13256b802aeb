using Prosmex.Domain.Common;

namespace Prosmex.Domain.Clientes;

/// <summary>The fields of an expediente in a request. Null empties a field.</summary>
public sealed record ExpedienteRequest
{
    internal const int MaximoDeNotas = 1000;

    private static readonly IReadOnlyDictionary<string, Sexo> Sexos = EnumNames.ByName<Sexo>();
    private static readonly IReadOnlyDictionary<string, EntidadFederativa> Estados = EnumNames.ByName<EntidadFederativa>();

    [NullableField]
    public Optional<string> Telefono { get; init; }

    [NullableField]
    public Optional<string> Curp { get; init; }

    [NullableField]
    public Optional<string> Rfc { get; init; }

    [NullableField]
    public Optional<string> Clabe { get; init; }

    [NullableField]
    public Optional<string> FechaNacimiento { get; init; }

    [NullableField]
    public Optional<string> Sexo { get; init; }

    [NullableField]
    public Optional<string> Calle { get; init; }

    [NullableField]
    public Optional<string> Numero { get; init; }

    [NullableField]
    public Optional<string> Municipio { get; init; }

    [NullableField]
    public Optional<string> Estado { get; init; }

    [NullableField]
    public Optional<string> Ocupacion { get; init; }

    [NullableField]
    public Optional<string> Notas { get; init; }

    /// <summary>The client is another person, though one with the same <c>curp</c> exists.</summary>
    public Optional<bool?> PermitirRepetido { get; init; }

    /// <param name="hoy">The day in Mexico City.</param>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeExpediente Validate(DateOnly hoy)
    {
        var v = Validation.ForUpdate();
        var datos = new DatosDeExpediente
        {
            Telefono = v.TextOrNull("telefono", Telefono, regla: t => TelefonoE164.Read(t) is null ? "escriba los diez dígitos; los de otro país, con + y su código." : null, form: t => TelefonoE164.Read(t)!),
            Curp = v.TextOrNull("curp", AsKey(Curp), regla: c => Clientes.Curp.Read(c) is null ? "no es una CURP: revise sus 18 caracteres; el último se calcula de los demás." : null),
            Rfc = v.TextOrNull("rfc", AsKey(Rfc), regla: r => Clientes.Rfc.IsValid(r) ? null : "no es el RFC de una persona: son 13 caracteres."),
            Clabe = v.TextOrNull("clabe", AsKey(Clabe), regla: c => Clientes.Clabe.IsValid(c) ? null : "no es una CLABE: revise sus 18 dígitos; el último se calcula de los demás."),
            FechaNacimiento = v.DiaOrNull("fecha_nacimiento", FechaNacimiento, d => d > hoy ? "escriba un día que ya pasó." : null),
            Sexo = v.OneOfOrNull("sexo", Sexo, Sexos),
            Calle = v.TextOrNull("calle", Calle),
            Numero = v.TextOrNull("numero", Numero, max: 20),
            Municipio = v.TextOrNull("municipio", Municipio),
            Estado = v.OneOfOrNull("estado", Estado, Estados),
            Ocupacion = v.TextOrNull("ocupacion", Ocupacion),
            Notas = v.TextOrNull("notas", Notas, MaximoDeNotas),
            PermitirRepetido = PermitirRepetido.GetValueOrDefault(null) == true,
        };
        v.ThrowIfInvalid();
        return datos;
    }

    private static Optional<string> AsKey(Optional<string> text) => text.HasValue
        ? Optional<string>.Of(CleanText.WithoutBlanks(text.GetValueOrDefault(null)!).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant())
        : text;
}

/// <summary>The validated fields of an expediente.</summary>
public sealed record DatosDeExpediente
{
    public Optional<string> Telefono { get; init; }

    public Optional<string> Curp { get; init; }

    public Optional<string> Rfc { get; init; }

    public Optional<string> Clabe { get; init; }

    public Optional<DateOnly?> FechaNacimiento { get; init; }

    public Optional<Sexo?> Sexo { get; init; }

    public Optional<string> Calle { get; init; }

    public Optional<string> Numero { get; init; }

    public Optional<string> Municipio { get; init; }

    public Optional<EntidadFederativa?> Estado { get; init; }

    public Optional<string> Ocupacion { get; init; }

    public Optional<string> Notas { get; init; }

    public bool PermitirRepetido { get; init; }
}

/// <summary>An expediente as its readers may see it; every field null where there is none.</summary>
/// <param name="Telefono">E.164.</param>
/// <param name="Curp">Of a caller who sees the ends alone, "…" and the last four characters; so are <c>rfc</c> and <c>clabe</c>.</param>
/// <param name="Estado">Where the client lives.</param>
/// <param name="Oculto">Whether the caller sees the ends alone.</param>
/// <param name="Avisos">None for such a caller: they tell what a CURP says.</param>
public sealed record ExpedienteDto(
    int ClienteId,
    string? Telefono,
    string? Curp,
    string? Rfc,
    string? Clabe,
    DateOnly? FechaNacimiento,
    Sexo? Sexo,
    string? Calle,
    string? Numero,
    string? Municipio,
    EntidadFederativa? Estado,
    string? Ocupacion,
    string? Notas,
    bool Oculto,
    IReadOnlyList<AvisoDto> Avisos)
{
    private const int Shown = 4;

    internal static ExpedienteDto Of(Expediente e, bool isMasked) => new(
        e.ClienteId,
        e.Telefono,
        isMasked ? Mask(e.Curp) : e.Curp,
        isMasked ? Mask(e.Rfc) : e.Rfc,
        isMasked ? Mask(e.Clabe) : e.Clabe,
        e.FechaNacimiento,
        e.Sexo,
        e.Calle,
        e.Numero,
        e.Municipio,
        e.Estado,
        e.Ocupacion,
        e.Notas,
        isMasked,
        isMasked ? [] : AvisoDto.Of(e));

    private static string? Mask(string? key) => key is null ? null : "…" + key[^Shown..];
}

/// <summary>Something in an expediente that may be wrong, or may not: the user decides.</summary>
/// <param name="Campo">The field's name.</param>
/// <param name="Mensaje">A sentence.</param>
public sealed record AvisoDto(string Campo, string Mensaje)
{
    internal static IReadOnlyList<AvisoDto> Of(Expediente e)
    {
        List<AvisoDto> avisos = [];
        if (e.Rfc is { } rfc && !Rfc.HasCorrectDigit(rfc))
        {
            avisos.Add(new("rfc", "El último carácter del RFC no es el que se calcula de los demás. Hay RFC en uso así; revise que esté bien copiado."));
        }

        if (e.Curp is null || Curp.Read(e.Curp) is not { } curp)
        {
            return avisos;
        }

        if (e.FechaNacimiento is { } nacimiento && nacimiento != curp.FechaDeNacimiento)
        {
            avisos.Add(new("fecha_nacimiento", "La CURP dice otra fecha de nacimiento."));
        }

        if (e.Sexo is { } sexo && sexo != curp.Sexo)
        {
            avisos.Add(new("sexo", "La CURP dice otro sexo."));
        }

        if (e.Estado is { } estado && estado != curp.EntidadDeNacimiento)
        {
            var nacio = curp.EntidadDeNacimiento is { } entidad ? $"en {EnumNames.LabelOf(entidad)}" : "fuera de México";
            avisos.Add(new("estado", $"La CURP dice que nació {nacio}, y su domicilio está en {EnumNames.LabelOf(estado)}. Puede ser correcto; revise que sea su CURP."));
        }

        return avisos;
    }
}

public static class ExpedienteErrores
{
    /// <summary>As for the INE key: two clients who are one person could back each other and both borrow.</summary>
    /// <param name="quien">Who has it, with their group; null where the caller may not see them.</param>
    public static ErrorDeDominio CurpRepetida(string? quien) => new(
        TipoDeError.Conflicto,
        "expediente.curp_repetida",
        $"Ya existe un cliente con esa CURP{(quien is null ? ", en un grupo que usted no ve" : $": {quien}")}. Revise si es la misma persona; si no lo es, guarde de nuevo indicando que es otra persona.");

    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "expediente.no_encontrado", "Este cliente no tiene expediente. No hay nada que borrar.");

    /// <param name="hasta">The first day on which it may be erased; null while a loan is open.</param>
    public static ErrorDeDominio Conserva(DateOnly? hasta) => new(
        TipoDeError.Conflicto,
        "expediente.se_conserva",
        $"El expediente no se puede borrar {(hasta is { } dia ? $"antes del {Fecha.Text(dia)}" : "mientras haya un préstamo abierto")}: la ley obliga a conservar los datos de un crédito hasta diez años después de su fin, sea suyo o como aval.");
}
