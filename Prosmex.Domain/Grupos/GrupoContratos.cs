using Prosmex.Domain.Common;

namespace Prosmex.Domain.Grupos;

/// <summary>What a request says about a group.</summary>
public sealed record GrupoRequest
{
    public Opcional<string> NombreGrupo { get; init; }

    public Opcional<int?> RutaId { get; init; }

    [AdmiteNull]
    public Opcional<int?> UsuarioIdTitular { get; init; }

    [AdmiteNull, OpcionalAlCrear]
    public Opcional<int?> UsuarioIdGestor { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeGrupo Validar(Validacion v)
    {
        var datos = new DatosDeGrupo
        {
            NombreGrupo = v.Texto("nombre_grupo", NombreGrupo),
            RutaId = v.Id("ruta_id", RutaId),
            UsuarioIdTitular = v.IdONull("usuario_id_titular", UsuarioIdTitular),
            UsuarioIdGestor = v.IdONull("usuario_id_gestor", UsuarioIdGestor, puedeFaltar: true),
        };
        v.Exigir();
        return datos;
    }
}

/// <summary>The checked fields of a group that a request sets.</summary>
public sealed record DatosDeGrupo
{
    public Opcional<string> NombreGrupo { get; init; }

    public Opcional<int> RutaId { get; init; }

    public Opcional<int?> UsuarioIdTitular { get; init; }

    public Opcional<int?> UsuarioIdGestor { get; init; }
}

/// <summary>A group as the list and the creation show it.</summary>
public sealed record GrupoDto(int GrupoId, string NombreGrupo, int RutaId, int? UsuarioIdTitular);

/// <summary>A group as <c>GET /grupos/{id}</c> shows it.</summary>
public sealed record GrupoBreveDto(int GrupoId, string Nombre, int RutaId);

/// <summary>A group as its update answers it.</summary>
public sealed record GrupoEditadoDto(int GrupoId, string NombreGrupo, int RutaId);

/// <summary>Refusals of the groups' room.</summary>
public static class GrupoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "grupo.no_encontrado", "No existe ese grupo.");

    public static readonly ErrorDeDominio ConClientes =
        new(TipoDeError.Conflicto, "grupo.con_clientes", "El grupo tiene clientes. Páselos a otro grupo antes de eliminarlo.");
}
