using System.Net;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.PrimerDia;

/// <summary>What the program does besides serving.</summary>
public sealed class ComandosTests(ServidorDePruebas servidor)
{
    [Fact]
    public async Task Migrate_SobreBaseInexistente_LaCreaYTermina()
    {
        var conexion = servidor.BaseInexistente();
        var (codigo, salida) = await Programa.EjecutarAsync(conexion, null, "migrate");
        Assert.True(codigo == 0, salida);
        Assert.Equal(1L, await Base.ValorAsync<long>(conexion, "SELECT count(*) FROM usuarios WHERE usuario = 'admin' AND rol_id = 6"));
        Assert.DoesNotContain(Programa.ContrasenaDelAdmin, salida, StringComparison.Ordinal);

        // A second run finds nothing to do and makes no second administrator.
        Assert.Equal(0, (await Programa.EjecutarAsync(conexion, new Dictionary<string, string> { ["PROSMEX_ADMIN_USUARIO"] = "otro" }, "migrate")).Codigo);
        Assert.Equal(1L, await Base.ValorAsync<long>(conexion, "SELECT count(*) FROM usuarios"));
    }

    [Fact]
    public async Task AdminRestablecer_DaUnaContrasenaNuevaYTerminaLasSesiones()
    {
        var conexion = await servidor.NuevaBaseAsync();
        await using var programa = await Programa.IniciarAsync(conexion);
        using var api = programa.Api();
        await api.EntrarAsync(Programa.Admin, Programa.ContrasenaDelAdmin);
        var (codigo, salida) = await Programa.EjecutarAsync(conexion, null, "admin", "--restablecer", "ADMIN");
        Assert.Equal(0, codigo);
        var nueva = salida.Split("ADMIN: ")[1].Split('\n')[0].Trim();
        (await api.GetAsync("/users")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.EntrarAsync(Programa.Admin, Programa.ContrasenaDelAdmin)).Problema(HttpStatusCode.Unauthorized, "auth.credenciales");
        (await api.EntrarAsync(Programa.Admin, nueva)).Exito("post", "/auth/login");

        (codigo, salida) = await Programa.EjecutarAsync(conexion, null, "admin", "--restablecer", "nadie");
        Assert.Equal(1, codigo);
        Assert.Contains("No existe ese usuario", salida, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_DisparadoAMano_BorraLasSesionesTerminadasHaceTiempo()
    {
        var conexion = await servidor.NuevaBaseAsync();
        await using var programa = await Programa.IniciarAsync(conexion);
        using var api = programa.Api();
        await api.EntrarAsync(Programa.Admin, Programa.ContrasenaDelAdmin);
        await Base.EjecutarAsync(conexion, """
            INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash)
            SELECT gen_random_uuid(), 1, now() - interval '40 days', now() - n * interval '1 day', int4send(n) FROM generate_series(29, 31) n
            """);
        Assert.Equal(HttpStatusCode.Accepted, (await api.Otro().FireTimerAsync("SesionesLimpiar")).Estado);
        Assert.Equal(2L, await Base.ValorAsync<long>(conexion, "SELECT count(*) FROM sesiones WHERE usuario_id = 1 AND expira_en > now() - interval '30 days'"));
        Assert.Equal(2L, await Base.ValorAsync<long>(conexion, "SELECT count(*) FROM sesiones"));
    }

    [Fact]
    public async Task Sigterm_MientrasSirve_TerminaBien()
    {
        await using var programa = await Programa.IniciarAsync(await servidor.NuevaBaseAsync());
        Assert.Equal(0, await programa.TerminarAsync());
        Assert.DoesNotContain("xception", programa.Salida, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prosmex__Jwt__Clave", "corta", null, "Prosmex:Jwt:Clave")]
    [InlineData("ConnectionStrings__Prosmex", "Host=127.0.0.1;Port=1;Database=x;Username=x", null, "no responde")]
    [InlineData("ConnectionStrings__Prosmex", "", "admin --restablecer nadie", "rechazó")]
    [InlineData("X", "", "migrar", "Uso:")]
    public async Task Inicio_QueNoPuedeServir_ParaConUnaLinea(string ajuste, string valor, string? argumentos, string dice)
    {
        var entorno = new Dictionary<string, string> { [ajuste] = valor };
        var conexion = ajuste.StartsWith("Conn", StringComparison.Ordinal) && valor.Length > 0 ? valor : servidor.BaseInexistente();
        var (codigo, salida) = await Programa.EjecutarAsync(conexion, entorno, argumentos?.Split(' ') ?? []);
        Assert.Equal(1, codigo);
        Assert.Contains(dice, salida, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", salida, StringComparison.Ordinal);
    }
}
