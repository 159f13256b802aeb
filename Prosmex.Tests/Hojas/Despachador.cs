using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infraestructura;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Hojas;

/// <summary>A row that a collector captured.</summary>
internal sealed record FilaCapturada(Guid Clave, int Grupo, int Prestamo, decimal Monto, DateTimeOffset Ocurrido, Visita Visita);

/// <summary>The services behind the routes of sheets and cortes. Every call is a request: its own context, its own connection.</summary>
internal sealed class Despachador(string conexion, FakeTimeProvider reloj, params IInterceptor[] interceptores)
{
    public FakeTimeProvider Reloj => reloj;

    /// <summary>By a connection of the services' pool: simulations ask often.</summary>
    public async Task<T> ValorAsync<T>(string sql)
    {
        await using var abierta = new NpgsqlConnection(conexion);
        await abierta.OpenAsync();
        await using var orden = new NpgsqlCommand(sql, abierta);
        return (T)(await orden.ExecuteScalarAsync())!;
    }

    public static Llamante Gestor(int usuarioId) =>
        new(usuarioId, Guid.NewGuid(), RolId.Gestor, new HashSet<AccionId> { AccionId.PagosDeCobranzaPorGrupo, AccionId.Corte });

    public Task<EnvioRecibidoDto> EnviarAsync(Llamante quien, int grupo, Guid envioId, IReadOnlyList<FilaCapturada> filas, DateTimeOffset? enviado = null) => ConAsync(db =>
        new EnvioService(db, new UnidadDeTrabajo(db), reloj).RecibirAsync(
            quien,
            grupo,
            new()
            {
                EnvioId = Opcional<string>.De(envioId.ToString()),
                EnviadoEn = enviado is { } e ? Opcional<string>.De(Texto(e)) : default,
                ControlFilas = Opcional<int?>.De(filas.Count),
                ControlTotal = Opcional<Numero>.De(Oficina.Importe(filas.Sum(f => f.Monto))),
            },
            [.. filas.Select(f => new Fila<FilaDeEnvioRequest>(Solicitud(f), null, null))],
            CancellationToken.None));

    public Task<int> PagarAsync(Llamante quien, int prestamo, decimal monto) => ConAsync(async db =>
        (await Pagos(db).RegistrarAsync(quien, [new(Oficina.Cobro(prestamo, monto), null, null)], CancellationToken.None))[0].Id);

    public Task ReversarAsync(Llamante quien, int pago) => ConAsync(async db =>
    {
        await Pagos(db).ReversarAsync(quien, pago, new(), CancellationToken.None);
        return 0;
    });

    public Task<PagoDto> CorregirAsync(Llamante quien, int pago, decimal monto) =>
        ConAsync(db => Pagos(db).CorregirAsync(quien, pago, new() { MontoPagado = Opcional<Numero>.De(Oficina.Importe(monto)) }, CancellationToken.None));

    public Task<CorteDto> CortarAsync(Llamante quien, decimal gastos, decimal? contado) => ConAsync(db => Cortes(db).HacerAsync(
        quien,
        new()
        {
            CorteTotal = Opcional<Numero>.De(new("-1")),
            TotalGastos = Opcional<Numero>.De(Oficina.Importe(gastos)),
            Semilla = Opcional<Numero>.De(new("0")),
            EfectivoContado = contado is { } c ? Opcional<Numero>.De(Oficina.Importe(c)) : default,
        },
        CancellationToken.None));

    public Task<decimal> EsperadoAsync(Llamante quien) => ConAsync(db => Cortes(db).EfectivoEsperadoAsync(quien, CancellationToken.None));

    public Task<PorAclararDto> AplicarAsync(Llamante quien, int id, int prestamo) =>
        ConAsync(db => PorAclarar(db).AplicarAsync(quien, id, new() { PrestamoId = Opcional<int?>.De(prestamo) }, CancellationToken.None));

    public Task<PorAclararDto> CerrarAsync(Llamante quien, int id, EstadoPorAclarar estado) =>
        ConAsync(db => PorAclarar(db).CerrarAsync(quien, id, estado, new() { Nota = Opcional<string>.De("x") }, CancellationToken.None));

    public Task<IReadOnlyList<SemanaCerradaDto>> CerrarSemanasAsync() =>
        ConAsync(db => new VerificacionService(db, new UnidadDeTrabajo(db), reloj).CerrarPendientesAsync(CancellationToken.None));

    public async Task<IReadOnlyList<DiferenciaDto>> DiferenciasAsync() =>
        (await ConAsync(db => new CuadreService(db).CuadrarAsync(new Paginacion(1, 20), CancellationToken.None))).Diferencias.Elementos;

    private static FilaDeEnvioRequest Solicitud(FilaCapturada fila) => new()
    {
        Clave = Opcional<string>.De(fila.Clave.ToString()),
        PrestamoId = Opcional<int?>.De(fila.Prestamo),
        Monto = Opcional<Numero>.De(Oficina.Importe(fila.Monto)),
        OcurridoEn = Opcional<string>.De(Texto(fila.Ocurrido)),
        Visita = Opcional<string>.De(Catalogo.Nombre(fila.Visita)),
    };

    private static string Texto(DateTimeOffset instante) => instante.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);

    private PagoService Pagos(ProsmexDbContext db) => new(db, new UnidadDeTrabajo(db), reloj);

    private CorteService Cortes(ProsmexDbContext db) => new(db, new UnidadDeTrabajo(db), reloj);

    private PorAclararService PorAclarar(ProsmexDbContext db) => new(db, new UnidadDeTrabajo(db), reloj);

    private async Task<T> ConAsync<T>(Func<ProsmexDbContext, Task<T>> pedir)
    {
        await using var db = Base.Contexto(conexion, interceptores);
        return await pedir(db);
    }
}
