using Prosmex.Domain.Common;

namespace Prosmex.Domain.Rutas;

/// <summary>What a request says about a route.</summary>
public sealed record RutaRequest
{
    public Optional<string> NombreRuta { get; init; }

    [NullableField]
    public Optional<int?> UsuarioIdGerente { get; init; }

    [NullableField]
    public Optional<int?> UsuarioIdSupervisor { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeRuta Validar(Validation v)
    {
        var datos = new DatosDeRuta
        {
            NombreRuta = v.Text("nombre_ruta", NombreRuta),
            UsuarioIdGerente = v.IdOrNull("usuario_id_gerente", UsuarioIdGerente),
            UsuarioIdSupervisor = v.IdOrNull("usuario_id_supervisor", UsuarioIdSupervisor),
        };
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The checked fields of a route that a request sets.</summary>
public sealed record DatosDeRuta
{
    public Optional<string> NombreRuta { get; init; }

    public Optional<int?> UsuarioIdGerente { get; init; }

    public Optional<int?> UsuarioIdSupervisor { get; init; }
}

/// <summary>A route as clients read it.</summary>
public sealed record RutaDto(int RutaId, string NombreRuta, int? UsuarioIdGerente, int? UsuarioIdSupervisor);

/// <summary>Refusals of the routes' room.</summary>
public static class RutaErrores
{
    public static readonly ErrorDeDominio NoEncontrada =
        new(TipoDeError.NoEncontrado, "ruta.no_encontrada", "No existe esa ruta.");

    public static readonly ErrorDeDominio ConGrupos =
        new(TipoDeError.Conflicto, "ruta.con_grupos", "La ruta tiene grupos. Páselos a otra ruta antes de eliminarla.");
}
