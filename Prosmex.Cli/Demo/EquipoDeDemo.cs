using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Cli.Demo;

/// <summary>A group with the people who work it and the clients who will join it.</summary>
/// <param name="Cobrador">Its gestor; without one, the titular.</param>
/// <param name="Visita">From Monday 00:00 to the weekly collection.</param>
internal sealed record GrupoDeDemo(int GrupoId, CurrentUser Titular, CurrentUser Cobrador, TimeSpan Visita, IReadOnlyList<ClienteDeDemo> Clientes);

/// <summary>The lender's people, over the three rutas and grupos that every database begins with and nine grupos more.</summary>
/// <param name="Suplente">A gestor without a group.</param>
internal sealed record EquipoDeDemo(
    CurrentUser Admin, CurrentUser Suplente, IReadOnlyList<CurrentUser> Titulares, IReadOnlyList<GrupoDeDemo> Grupos, IReadOnlyList<string> UnoPorRol)
{
    private const int ClientesPorGrupo = 17;
    private const int CuantosTitulares = 6;

    // How many of each role; every titular has two groups.
    private static readonly IReadOnlyList<(RolId Rol, int Cuantos)> Puestos =
        [(RolId.Gestor, 3), (RolId.Titular, CuantosTitulares), (RolId.Supervisor, 3), (RolId.Gerente, 2), (RolId.Director, 1), (RolId.Admin, 1)];

    private static readonly IReadOnlyList<string> NombresDeGrupo =
        ["Santa Tere", "Tabachines", "Arenales Tapatíos", "Oblatos", "Analco", "Huentitán", "El Álamo", "San Pedrito", "Toluquilla"];

    /// <param name="contrasena">Of every user.</param>
    public static async Task<EquipoDeDemo> FormarAsync(DemoServices services, ProsmexDbContext db, Random random, string contrasena, CancellationToken cancellationToken)
    {
        var permisos = (await db.Permisos.ToListAsync(cancellationToken)).ToLookup(p => p.RolId, p => p.AccionId);
        var hash = new PasswordHasher().Hash(contrasena);
        Dictionary<RolId, List<CurrentUser>> gente = [];
        foreach (var (rol, cuantos) in Puestos)
        {
            gente[rol] = [];
            for (var n = 1; n <= cuantos; n++)
            {
                var persona = PersonaDeDemo.Nueva(random);
                var request = new UsuarioRequest
                {
                    Nombre = Optional<string>.Of(persona.Nombre),
                    ApellidoPaterno = Optional<string>.Of(persona.ApellidoPaterno),
                    ApellidoMaterno = Optional<string>.Of(persona.ApellidoMaterno),
                    Usuario = Optional<string>.Of(NombreDeUsuario(rol, n)),
                    Contrasena = Optional<string>.Of(contrasena),
                    RolId = Optional<int?>.Of((int)rol),
                };
                var usuario = await services.Usuarios.RegistrarAsync(RequestContext.System(), new(request.Validate(Validation.ForCreate(), alEditar: false), hash), cancellationToken);
                gente[rol].Add(new(usuario.UserId, Guid.Empty, rol, permisos[rol].ToHashSet()));
            }
        }

        var admin = gente[RolId.Admin][0];
        var rutas = await services.Rutas.ListarAsync(admin, cancellationToken);
        for (var i = 0; i < rutas.Count; i++)
        {
            var cambios = new Prosmex.Domain.Rutas.RutaRequest
            {
                UsuarioIdGerente = Ciclo(gente[RolId.Gerente], i),
                UsuarioIdSupervisor = Ciclo(gente[RolId.Supervisor], i),
            };
            await services.Rutas.EditarAsync(RequestContext.SystemFor(admin), rutas[i].RutaId, cambios, cancellationToken);
        }

        var existentes = await services.Grupos.ListarAsync(admin, cancellationToken);
        List<GrupoDeDemo> grupos = [];
        for (var i = 0; i < existentes.Count + NombresDeGrupo.Count; i++)
        {
            var titular = gente[RolId.Titular][i % CuantosTitulares];

            // Every third group has no gestor: its titular collects.
            var gestor = i % 3 == 2 ? null : gente[RolId.Gestor][i % gente[RolId.Gestor].Count];
            var datos = new Prosmex.Domain.Grupos.GrupoRequest { UsuarioIdTitular = Optional<int?>.Of(titular.UsuarioId), UsuarioIdGestor = Optional<int?>.Of(gestor?.UsuarioId) };
            int id;
            if (i < existentes.Count)
            {
                id = existentes[i].GrupoId;
                await services.Grupos.EditarAsync(RequestContext.SystemFor(admin), id, datos, cancellationToken);
            }
            else
            {
                var nombre = $"Grupo {i + 1} - {NombresDeGrupo[i - existentes.Count]}";
                datos = datos with { NombreGrupo = Optional<string>.Of(nombre), RutaId = Optional<int?>.Of(rutas[i % rutas.Count].RutaId) };
                id = (await services.Grupos.CrearAsync(RequestContext.SystemFor(admin), datos, cancellationToken)).GrupoId;
            }

            var visita = TimeSpan.FromHours((24 * (i % 5)) + 10 + (2 * (i / 5)));
            grupos.Add(new(id, titular, gestor ?? titular, visita, ClienteDeDemo.Futuros(random, ClientesPorGrupo, grupoCumplido: i % 3 == 0)));
        }

        return new(
            admin,
            gente[RolId.Gestor].First(g => grupos.TrueForAll(grupo => grupo.Cobrador != g)),
            gente[RolId.Titular],
            [.. grupos.OrderBy(g => g.Visita)],
            [.. Puestos.Select(p => NombreDeUsuario(p.Rol, 1))]);
    }

    private static string NombreDeUsuario(RolId rol, int numero) => $"{EnumNames.NameOf(rol)}{numero}";

    private static Optional<int?> Ciclo(List<CurrentUser> gente, int index) => Optional<int?>.Of(gente[index % gente.Count].UsuarioId);
}
