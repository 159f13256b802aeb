using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Auth;

/// <summary>Whoever was seen before is taken for the same, and nothing comes of that before the database has said so.</summary>
public sealed class LlamanteServiceTests(ServidorDePruebas servidor)
{
    private const string Revocar = "UPDATE sesiones SET revocada_en = creada_en";

    [Fact]
    public async Task Llamante_LaPrimeraVez_SePreguntaEnUnaSentencia_YDespuesConLaPrimera()
    {
        await using var r = await Recepcion.AbrirAsync(servidor);
        var antes = r.Contador.Cuenta;
        Llamante? llamante = null;
        await r.AtenderAsync(soloLee: true, l => Task.FromResult(llamante = l));
        Assert.Equal(1, r.Contador.Cuenta - antes);
        Assert.Equal((1, RolId.Admin, 14), (llamante!.UsuarioId, llamante.Rol, llamante.Acciones.Count));

        antes = r.Contador.Cuenta;
        List<string> usuarios = [];
        await r.AtenderAsync(soloLee: true, async _ => usuarios = await r.Db.Usuarios.Select(u => u.NombreDeUsuario).ToListAsync());
        Assert.Equal(1, r.Contador.Cuenta - antes);
        Assert.Equal(["admin"], usuarios);
        Assert.Equal(2, r.Veces);
    }

    [Theory]
    [InlineData(Revocar)]
    [InlineData("UPDATE usuarios SET activo = false")]
    [InlineData("UPDATE sesiones SET expira_en = '2026-11-18T18:00:00Z'")]
    public async Task Sesion_QueYaNoVale_NoLeeNadaYNoEscribeNada(string mientras)
    {
        await using var r = await Recepcion.ConocidaAsync(servidor);
        await Base.EjecutarAsync(r.Conexion, mientras);
        var leyo = false;
        await r.RechazaAsync(soloLee: true, async _ =>
        {
            await r.Db.Usuarios.ToListAsync();
            leyo = true;
        });
        Assert.False(leyo);
        await r.RechazaAsync(soloLee: true, _ => Task.CompletedTask);
        await r.RechazaAsync(soloLee: false, _ => r.UnaRutaAsync());
        Assert.Equal(0, await r.RutasNuevasAsync());
    }

    [Fact]
    public async Task Escritura_DeSesionRevocadaMientras_SeDeshaceEntera_VayaLoQueVayaPrimero()
    {
        var escrituras = new Func<Recepcion, Task>[]
        {
            r => r.UnaRutaAsync(),
            r => r.Db.Database.ExecuteSqlAsync($"INSERT INTO rutas (nombre_ruta) VALUES ('Suelta')"),
            r => r.Db.Database.SqlQuery<int>($"""INSERT INTO rutas (nombre_ruta) VALUES ('Leída') RETURNING ruta_id AS "Value" """).ToListAsync(),
            r => r.Db.Usuarios.ExecuteUpdateAsync(u => u.SetProperty(x => x.Nombre, "Otro")),
#pragma warning disable RS0030 // As nobody may write, to see that it would not get through either.
            r => r.Db.Add(Sesion.Abrir(1, Sesion.NuevoRefresh().Hash, DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1))).Context.SaveChangesAsync(),
#pragma warning restore RS0030
        };
        foreach (var escribir in escrituras)
        {
            await using var r = await Recepcion.ConocidaAsync(servidor);
            await Base.EjecutarAsync(r.Conexion, Revocar);
            await r.RechazaAsync(soloLee: false, _ => escribir(r));
            Assert.Equal("0 1 N", await Base.ValorAsync<string>(r.Conexion, $"SELECT concat_ws(' ', (SELECT count(*) FROM rutas WHERE ruta_id > {Recepcion.Rutas}), (SELECT count(*) FROM sesiones), nombre) FROM usuarios"));
        }
    }

    [Fact]
    public async Task Escritura_QueSeIntentaOtraVez_TrasSaberseQueEsOtro_NoSeHace()
    {
        await using var r = await Recepcion.ConocidaAsync(servidor);
        await Base.EjecutarAsync(r.Conexion, Revocar);
        await r.RechazaAsync(soloLee: false, async _ =>
        {
            await Record.ExceptionAsync(() => r.UnaRutaAsync());
            await r.UnaRutaAsync();
        });
        Assert.Equal(0, await r.RutasNuevasAsync());
    }

    [Fact]
    public async Task Rol_QueCambioMientras_HaceElTrabajoOtraVez_ParaQuienEsAhora()
    {
        await using var r = await Recepcion.ConocidaAsync(servidor);
        await Base.EjecutarAsync(r.Conexion, "UPDATE usuarios SET rol_id = 2");
        RolId? rol = null;
        await r.AtenderAsync(soloLee: true, async l =>
        {
            await r.Db.Usuarios.ToListAsync();
            rol = l.Rol;
        });
        Assert.Equal((RolId.Titular, 2), (rol, r.Veces));

        await Base.EjecutarAsync(r.Conexion, "UPDATE usuarios SET rol_id = 6");
        await r.AtenderAsync(soloLee: false, async l => rol = (await r.UnaRutaAsync(), l.Rol).Rol);
        Assert.Equal((RolId.Admin, 4, 1), (rol, r.Veces, await r.RutasNuevasAsync()));
    }

    [Fact]
    public async Task Permiso_QueCambioMientras_ValeEnSeguida_TambienElQueSeDio()
    {
        await using var r = await Recepcion.ConocidaAsync(servidor);
        Task Exigir(Llamante l)
        {
            l.Exigir(AccionId.Corte);
            return Task.CompletedTask;
        }

        await Base.EjecutarAsync(r.Conexion, $"DELETE FROM permisos WHERE rol_id = 6 AND accion_id = {(int)AccionId.Corte}");
        Assert.Equal(ErroresComunes.NoPermitido, (await Assert.ThrowsAsync<DominioException>(() => r.AtenderAsync(soloLee: true, Exigir))).Error);
        await Base.EjecutarAsync(r.Conexion, $"INSERT INTO permisos (rol_id, accion_id) VALUES (6, {(int)AccionId.Corte})");
        await r.AtenderAsync(soloLee: true, Exigir);
    }

    [Fact]
    public async Task Rechazo_DelTrabajo_EsDeQuienSigueSiendoElMismo()
    {
        await using var r = await Recepcion.ConocidaAsync(servidor);
        Assert.Equal(ErroresComunes.NoPermitido, (await Assert.ThrowsAsync<DominioException>(() => r.AtenderAsync(soloLee: true, Negarse))).Error);
        Assert.Equal(1, r.Veces);
        await Base.EjecutarAsync(r.Conexion, Revocar);
        await r.RechazaAsync(soloLee: true, Negarse);

        static Task Negarse(Llamante llamante) => throw new DominioException(ErroresComunes.NoPermitido);
    }

    /// <summary>One session of an administrator, and whoever answers it.</summary>
    private sealed class Recepcion : IAsyncDisposable
    {
        /// <summary>Every database begins with these.</summary>
        public const int Rutas = 3;

        private readonly LlamantesRecientes _recientes = new();
        private readonly FakeTimeProvider _reloj = new(new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero));
        private readonly LlamanteService _servicio;
        private readonly UnidadDeTrabajo _unidad;
        private string _token = "";

        private Recepcion(string conexion)
        {
            Conexion = conexion;
            Db = Base.Contexto(conexion, Contador);
            _unidad = new UnidadDeTrabajo(Db);
            Opciones = ServidorDePruebas.Opciones(conexion);
            Tokens = new TokenDeAcceso(Opciones, _reloj);
            _servicio = new LlamanteService(Db, Tokens, _recientes, Opciones, _reloj);
        }

        public string Conexion { get; }

        public ContadorDeSentencias Contador { get; } = new();

        public ProsmexDbContext Db { get; }

        public int Veces { get; private set; }

        private OpcionesProsmex Opciones { get; }

        private TokenDeAcceso Tokens { get; }

        public static async Task<Recepcion> AbrirAsync(ServidorDePruebas servidor)
        {
            var r = new Recepcion(await servidor.NuevaBaseAsync());
            await Base.EjecutarAsync(r.Conexion, """
                INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
                VALUES ('N', 'P', 'M', 'admin', '', 6, true, false)
                """);
            var sesion = Sesion.Abrir(1, Sesion.NuevoRefresh().Hash, r._reloj.GetUtcNow(), r.Opciones.VidaDeSesion);
            r._token = r.Tokens.Emitir(await r._unidad.EjecutarAsync(_ => Task.FromResult(r.Db.Sesiones.Add(sesion).Entity), TestContext.Current.CancellationToken));
            return r;
        }

        /// <summary>It was answered once already.</summary>
        public static async Task<Recepcion> ConocidaAsync(ServidorDePruebas servidor)
        {
            var r = await AbrirAsync(servidor);
            await r.AtenderAsync(soloLee: true, _ => Task.CompletedTask);
            r.Veces = 0;
            return r;
        }

        public Task AtenderAsync(bool soloLee, Func<Llamante, Task> trabajo) => _servicio.AtenderAsync(
            _token,
            soloLee,
            llamante =>
            {
                Veces++;
                return trabajo(llamante);
            },
            TestContext.Current.CancellationToken);

        public async Task RechazaAsync(bool soloLee, Func<Llamante, Task> trabajo) =>
            Assert.Equal(AuthErrores.SinSesion, (await Assert.ThrowsAsync<DominioException>(() => AtenderAsync(soloLee, trabajo))).Error);

        public Task<int> UnaRutaAsync() =>
            _unidad.EjecutarAsync(token => Db.Database.ExecuteSqlAsync($"INSERT INTO rutas (nombre_ruta) VALUES ('Nueva')", token), TestContext.Current.CancellationToken);

        public Task<long> RutasNuevasAsync() => Base.ValorAsync<long>(Conexion, $"SELECT count(*) FROM rutas WHERE ruta_id > {Rutas}");

        public async ValueTask DisposeAsync()
        {
            await Db.DisposeAsync();
            _recientes.Dispose();
        }
    }
}
