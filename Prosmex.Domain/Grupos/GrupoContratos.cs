using Prosmex.Domain.Common;

namespace Prosmex.Domain.Grupos;

/// <summary>The fields of a group in a request.</summary>
public sealed record GrupoRequest
{
    public Optional<string> NombreGrupo { get; init; }

    public Optional<int?> RutaId { get; init; }

    [NullableField]
    public Optional<int?> UsuarioIdTitular { get; init; }

    [NullableField, OptionalOnCreate]
    public Optional<int?> UsuarioIdGestor { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeGrupo Validate(Validation v)
    {
        var datos = new DatosDeGrupo
        {
            NombreGrupo = v.Text("nombre_grupo", NombreGrupo),
            RutaId = v.Id("ruta_id", RutaId),
            UsuarioIdTitular = v.IdOrNull("usuario_id_titular", UsuarioIdTitular),
            UsuarioIdGestor = v.IdOrNull("usuario_id_gestor", UsuarioIdGestor, isOptional: true),
        };
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The validated fields of a group.</summary>
public sealed record DatosDeGrupo
{
    public Optional<string> NombreGrupo { get; init; }

    public Optional<int> RutaId { get; init; }

    public Optional<int?> UsuarioIdTitular { get; init; }

    public Optional<int?> UsuarioIdGestor { get; init; }
}

/// <summary>A group as the list and the creation show it.</summary>
public sealed record GrupoDto(int GrupoId, string NombreGrupo, int RutaId, int? UsuarioIdTitular);

/// <summary>A group as <c>GET /grupos/{id}</c> shows it.</summary>
public sealed record GrupoBreveDto(int GrupoId, string Nombre, int RutaId);

/// <summary>A group as its update answers it.</summary>
public sealed record GrupoEditadoDto(int GrupoId, string NombreGrupo, int RutaId);

public static class GrupoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "grupo.no_encontrado", "No existe ese grupo o no está entre los suyos. Actualice la lista y elija otro.");

    public static readonly ErrorDeDominio ConHistoria =
        new(TipoDeError.Conflicto, "grupo.con_historia", "El grupo tuvo clientes con préstamos y aparece en los reportes de semanas pasadas: no se puede eliminar. Consérvelo sin clientes.");

    public static readonly ErrorDeDominio ConClientes =
        new(TipoDeError.Conflicto, "grupo.con_clientes", "El grupo tiene clientes. Páselos a otro grupo antes de eliminarlo; si ya tuvieron préstamos en este, se queda para los reportes.");
}
