using Prosmex.Domain.Common;

namespace Prosmex.Domain.Rutas;

/// <summary>The fields of a route in a request.</summary>
public sealed record RutaRequest
{
    public Optional<string> NombreRuta { get; init; }

    [NullableField]
    public Optional<int?> UsuarioIdGerente { get; init; }

    [NullableField]
    public Optional<int?> UsuarioIdSupervisor { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeRuta Validate(Validation v)
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

/// <summary>The validated fields of a route.</summary>
public sealed record DatosDeRuta
{
    public Optional<string> NombreRuta { get; init; }

    public Optional<int?> UsuarioIdGerente { get; init; }

    public Optional<int?> UsuarioIdSupervisor { get; init; }
}

/// <summary>A route in responses.</summary>
public sealed record RutaDto(int RutaId, string NombreRuta, int? UsuarioIdGerente, int? UsuarioIdSupervisor);

/// <summary>A route with the names of its people and its number of groups.</summary>
/// <param name="Gerente">Name and surname; empty where there is none, as for the supervisor.</param>
public sealed record RutaDeListaDto(int RutaId, string Ruta, int? GerenteId, string Gerente, int? SupervisorId, string Supervisor, int Grupos);

public static class RutaErrores
{
    public static readonly ErrorDeDominio NoEncontrada =
        new(TipoDeError.NoEncontrado, "ruta.no_encontrada", "No existe esa ruta o no está entre las suyas. Actualice la lista y elija otra.");

    public static readonly ErrorDeDominio ConGrupos =
        new(TipoDeError.Conflicto, "ruta.con_grupos", "La ruta tiene grupos. Páselos a otra ruta antes de eliminarla.");
}
