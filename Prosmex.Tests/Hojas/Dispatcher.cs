using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Hojas;

/// <summary>A row that a collector captured.</summary>
/// <param name="Llave">Of its receipt; null from a phone that shows none.</param>
internal sealed record FilaCapturada(Guid Clave, int Grupo, int Prestamo, decimal Monto, DateTimeOffset Ocurrido, Visita Visita, ReciboKeyId? Llave = null);

/// <summary>The services behind the routes of sheets and cortes. Every call is a request: its own context, its own connection.</summary>
internal sealed class Dispatcher(string connection, FakeTimeProvider clock, params IInterceptor[] interceptors)
{
    public FakeTimeProvider Clock => clock;

    /// <summary>By a connection of the services' pool: simulations ask often.</summary>
    public async Task<T> ValueAsync<T>(string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static CurrentUser Gestor(int usuarioId) =>
        new(usuarioId, Guid.NewGuid(), RolId.Gestor, new HashSet<AccionId> { AccionId.PagosDeCobranzaPorGrupo, AccionId.Corte });

    public Task<EnvioRecibidoDto> EnviarAsync(CurrentUser quien, int grupo, Guid envioId, IReadOnlyList<FilaCapturada> filas, DateTimeOffset? enviado = null) => ConAsync(db =>
        new EnvioService(db, new UnitOfWork(db, clock), new ReciboKeys(TestServer.Options(""))).RecibirAsync(
            RequestContext.SystemFor(quien),
            grupo,
            new()
            {
                EnvioId = Optional<string>.Of(envioId.ToString()),
                EnviadoEn = enviado is { } e ? Optional<string>.Of(Text(e)) : default,
                ControlFilas = Optional<int?>.Of(filas.Count),
                ControlTotal = Optional<NumberText>.Of(Oficina.Importe(filas.Sum(f => f.Monto))),
            },
            [.. filas.Select(f => new Fila<FilaDeEnvioRequest>(Solicitud(f), null, null))],
            CancellationToken.None));

    public Task<int> PagarAsync(CurrentUser quien, int prestamo, decimal monto) => ConAsync(async db =>
        (await Pagos(db).RegistrarAsync(RequestContext.SystemFor(quien), [new(Oficina.Cobro(prestamo, monto), null, null)], CancellationToken.None))[0].Id);

    /// <param name="otro">Approves it, where that is needed.</param>
    public Task ReversarAsync(CurrentUser quien, CurrentUser otro, int pago) => AprobadaAsync(
        quien, otro, TipoDeSolicitud.CorreccionTrasCorte, (db, unitOfWork, context) => new PagoService(db, unitOfWork).ReversarAsync(context, pago, new(), CancellationToken.None));

    public Task CorregirAsync(CurrentUser quien, CurrentUser otro, int pago, decimal monto) => AprobadaAsync(
        quien,
        otro,
        TipoDeSolicitud.CorreccionTrasCorte,
        (db, unitOfWork, context) => new PagoService(db, unitOfWork).CorregirAsync(context, pago, new() { MontoPagado = Optional<NumberText>.Of(Oficina.Importe(monto)) }, CancellationToken.None));

    public Task<CorteDto> CortarAsync(CurrentUser quien, decimal gastos, decimal? contado) => ConAsync(db => Cortes(db).CreateAsync(
        RequestContext.SystemFor(quien),
        new()
        {
            CorteTotal = Optional<NumberText>.Of(new("-1")),
            TotalGastos = Optional<NumberText>.Of(Oficina.Importe(gastos)),
            Semilla = Optional<NumberText>.Of(new("0")),
            EfectivoContado = contado is { } c ? Optional<NumberText>.Of(Oficina.Importe(c)) : default,
        },
        CancellationToken.None));

    public Task<decimal> ExpectedAsync(CurrentUser quien) => ConAsync(db => Cortes(db).EfectivoEsperadoAsync(quien, CancellationToken.None));

    public Task<PorAclararDto> AplicarAsync(CurrentUser quien, int id, int prestamo) =>
        ConAsync(db => PorAclarar(db).AplicarAsync(RequestContext.SystemFor(quien), id, new() { PrestamoId = Optional<int?>.Of(prestamo) }, CancellationToken.None));

    public Task CerrarAsync(CurrentUser quien, CurrentUser otro, int id, EstadoPorAclarar estado) => AprobadaAsync(
        quien,
        otro,
        TipoDeSolicitud.Castigo,
        (db, unitOfWork, context) => new PorAclararService(db, unitOfWork).CerrarAsync(context, id, estado, new() { Nota = Optional<string>.Of("x") }, CancellationToken.None));

    public Task<IReadOnlyList<SemanaCerradaDto>> CerrarSemanasAsync() =>
        ConAsync(db => new VerificacionService(db, new UnitOfWork(db, TimeProvider.System), clock).CerrarPendientesAsync(RequestContext.System(), CancellationToken.None));

    /// <summary>Declares a week without collection for a group.</summary>
    public async Task<int> DeclararAsync(CurrentUser quien, DateOnly dia, int grupo) => (await ConAsync(db => Semanas(db).DeclararAsync(
        RequestContext.SystemFor(quien),
        new() { Semana = Optional<string>.Of($"{dia:yyyy-MM-dd}"), GrupoId = Optional<int?>.Of(grupo), Motivo = Optional<string>.Of("Fiestas") },
        CancellationToken.None))).Declarada.Id;

    public Task<CambiosDeSemanaDto> QuitarAsync(CurrentUser quien, int declaracion) =>
        ConAsync(db => Semanas(db).QuitarAsync(RequestContext.SystemFor(quien), declaracion, CancellationToken.None));

    /// <summary>All of them, which must fit into one page.</summary>
    public async Task<IReadOnlyList<DiferenciaDto>> DiferenciasAsync()
    {
        var page = (await ConAsync(db => new CuadreService(db, Clock).CuadrarAsync(new PageRequest(1, PageRequest.MaxPerPage), CancellationToken.None))).Diferencias;
        Assert.Equal(page.Total, page.Items.Count);
        return page.Items;
    }

    private static FilaDeEnvioRequest Solicitud(FilaCapturada fila) => new()
    {
        Clave = Optional<string>.Of(fila.Clave.ToString()),
        PrestamoId = Optional<int?>.Of(fila.Prestamo),
        Monto = Optional<NumberText>.Of(Oficina.Importe(fila.Monto)),
        OcurridoEn = Optional<string>.Of(Text(fila.Ocurrido)),
        Visita = Optional<string>.Of(EnumNames.NameOf(fila.Visita)),
        Llave = fila.Llave is { } llave ? Optional<string>.Of(llave.ToString()) : default,
    };

    private static string Text(DateTimeOffset instante) => instante.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);

    // What needs approval is approved at once, in a request of its own, and must still be possible then.
    private async Task AprobadaAsync(CurrentUser quien, CurrentUser otro, TipoDeSolicitud tipo, Func<ProsmexDbContext, UnitOfWork, RequestContext, Task> work)
    {
        var asked = await ConAsync(db =>
        {
            var (unitOfWork, context) = (new UnitOfWork(db, clock), RequestContext.SystemFor(quien, clock.GetUtcNow()));
            return Solicitudes(db, unitOfWork).DoOrAskAsync<int?>(
                context,
                new(tipo, "x", null, ""),
                target: null,
                async _ =>
                {
                    await work(db, unitOfWork, context);
                    return null;
                },
                async (approved, _) =>
                {
                    await work(db, unitOfWork, approved);
                    return new TrialResult([], null, null);
                },
                (id, _) => Task.FromResult<int?>(id),
                CancellationToken.None);
        });
        if (asked is { } id)
        {
            var hecha = await ConAsync(db =>
            {
                var unitOfWork = new UnitOfWork(db, clock);
                return Solicitudes(db, unitOfWork).AprobarAsync(
                    RequestContext.SystemFor(otro, clock.GetUtcNow()), id, new(), target: null, (approved, _, _) => work(db, unitOfWork, approved), CancellationToken.None);
            });
            Assert.Equal((EstadoDeSolicitud.Hecha, null), (hecha.Estado, hecha.Motivo));
        }
    }

    private SolicitudService Solicitudes(ProsmexDbContext db, UnitOfWork unitOfWork)
    {
        var options = TestServer.Options("");
        return new(db, unitOfWork, new SolicitudQueries(db), new CurrentUserService(db, new AccessTokens(options, clock), options, clock), clock);
    }

    private SemanaSinCobranzaService Semanas(ProsmexDbContext db) => new(db, new UnitOfWork(db, TimeProvider.System), clock);

    private PagoService Pagos(ProsmexDbContext db) => new(db, new UnitOfWork(db, clock));

    private CorteService Cortes(ProsmexDbContext db) => new(db, new UnitOfWork(db, TimeProvider.System), clock);

    private PorAclararService PorAclarar(ProsmexDbContext db) => new(db, new UnitOfWork(db, clock));

    private async Task<T> ConAsync<T>(Func<ProsmexDbContext, Task<T>> pedir)
    {
        await using var db = TestDatabase.Context(connection, interceptors);
        return await pedir(db);
    }
}
