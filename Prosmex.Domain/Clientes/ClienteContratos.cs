using System.Text.RegularExpressions;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Clientes;

/// <summary>The fields of a client in a request.</summary>
public sealed partial record ClienteRequest
{
    private const int MaximoDeHijos = 99;

    public Optional<string> Nombre { get; init; }

    public Optional<string> ApellidoPaterno { get; init; }

    public Optional<string> ApellidoMaterno { get; init; }

    public Optional<string> Colonia { get; init; }

    public Optional<string> Cp { get; init; }

    public Optional<string> CodigoIne { get; init; }

    public Optional<string> EstadoCivil { get; init; }

    public Optional<int?> NumHijos { get; init; }

    public Optional<string> Propiedad { get; init; }

    [OptionalOnCreate]
    public Optional<bool?> EsAval { get; init; }

    public Optional<int?> GrupoId { get; init; }

    /// <summary>The client is another person, though one with the same <c>codigo_ine</c> exists; only of a caller who may edit information.</summary>
    [OptionalOnCreate]
    public Optional<bool?> PermitirRepetido { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeCliente Validate(Validation v)
    {
        var datos = new DatosDeCliente
        {
            Nombre = v.Text("nombre", Nombre),
            ApellidoPaterno = v.Text("apellido_paterno", ApellidoPaterno),
            ApellidoMaterno = v.Text("apellido_materno", ApellidoMaterno),
            Colonia = v.Text("colonia", Colonia),
            Cp = v.Text("cp", Cp, regla: cp => CincoDigitos().IsMatch(cp) ? null : "escriba los cinco dígitos."),
            CodigoIne = v.Text("codigo_ine", AsKey(CodigoIne), max: 18),
            EstadoCivil = v.OneOf("estado_civil", EstadoCivil, CatalogosDeCliente.EstadosCiviles),
            NumHijos = v.Integer("num_hijos", NumHijos, 0, MaximoDeHijos),
            Propiedad = v.OneOf("propiedad", Propiedad, CatalogosDeCliente.TiposDePropiedad),
            EsAval = v.Boolean("es_aval", EsAval),
            GrupoId = v.Id("grupo_id", GrupoId),
            PermitirRepetido = PermitirRepetido.GetValueOrDefault(null) == true,
        };
        v.ThrowIfInvalid();
        return datos;
    }

    private static Optional<string> AsKey(Optional<string> codigoIne) =>
        codigoIne.HasValue ? Optional<string>.Of(CleanText.WithoutBlanks(codigoIne.GetValueOrDefault(null)!).ToUpperInvariant()) : codigoIne;

    [GeneratedRegex(@"^[0-9]{5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CincoDigitos();
}

/// <summary>The validated fields of a client.</summary>
public sealed record DatosDeCliente
{
    public Optional<string> Nombre { get; init; }

    public Optional<string> ApellidoPaterno { get; init; }

    public Optional<string> ApellidoMaterno { get; init; }

    public Optional<string> Colonia { get; init; }

    public Optional<string> Cp { get; init; }

    public Optional<string> CodigoIne { get; init; }

    public Optional<EstadoCivil> EstadoCivil { get; init; }

    public Optional<int> NumHijos { get; init; }

    public Optional<Propiedad> Propiedad { get; init; }

    public Optional<bool> EsAval { get; init; }

    public Optional<int> GrupoId { get; init; }

    public bool PermitirRepetido { get; init; }
}

/// <summary>The names of the closed lists in JSON and in the database.</summary>
public static class CatalogosDeCliente
{
    public static IReadOnlyDictionary<string, EstadoCivil> EstadosCiviles { get; } = EnumNames.ByName<EstadoCivil>();

    public static IReadOnlyDictionary<string, Propiedad> TiposDePropiedad { get; } = EnumNames.ByName<Propiedad>();
}

/// <summary>A client as clients of the API read it.</summary>
public sealed record ClienteDto(
    int Id,
    string Nombre,
    string ApellidoPaterno,
    string ApellidoMaterno,
    string Colonia,
    string Cp,
    string CodigoIne,
    EstadoCivil EstadoCivil,
    int NumHijos,
    Propiedad Propiedad,
    bool EsAval,
    int GrupoId);

/// <summary>A client in the selection lists of a new loan; <c>nombre</c> is the full name.</summary>
public sealed record ClienteBreveDto(int Id, string Nombre, int GrupoId);

/// <summary>The filters of a list of clients.</summary>
/// <param name="GrupoId">Only this group's; unknown or out of scope: 404.</param>
/// <param name="Q">Part of the full name, accents, case and blanks ignored.</param>
public sealed record ClientesFilter(int? GrupoId, string? Q)
{
    public bool IsEmpty => this == new ClientesFilter(null, null);
}

public static class ClienteErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "cliente.no_encontrado", "No existe ese cliente o no está entre los suyos. Actualice la lista y elija otro.");

    public static readonly ErrorDeDominio AvalNoEncontrado =
        new(TipoDeError.NoEncontrado, "aval.no_encontrado", "No existe ese aval o no está entre los suyos. Actualice la lista y elija otro.");

    /// <summary>Two clients with one INE key could back each other and both borrow.</summary>
    /// <param name="quien">Who has it, with their group; null where the caller may not see them.</param>
    public static ErrorDeDominio IneRepetido(string? quien) => new(
        TipoDeError.Conflicto,
        "cliente.ine_repetido",
        $"Ya existe un cliente con esa clave de elector{(quien is null ? ", en un grupo que usted no ve" : $": {quien}")}. Revise si es la misma persona; si no lo es, pida que lo guarde quien puede editar información.");

    public static readonly ErrorDeDominio ConPrestamos =
        new(TipoDeError.Conflicto, "cliente.con_prestamos", "El cliente tiene préstamos, propios o como aval, y no se puede eliminar. Consérvelo para no perder su historia.");
}
