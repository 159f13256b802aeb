using System.Globalization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Cli.Demo;

/// <summary>A year of the lender's work, in the order in which it happens: close of the past week, collections and loans, corrections, cortes.</summary>
internal sealed class AnioDeDemo(
    DemoServices services, EquipoDeDemo equipo, CreditosDeDemo creditos, ExpedientesDeDemo expedientes, PendientesDeDemo pendientes, DemoClock clock, Random random)
{
    /// <summary>Whole weeks before the running one.</summary>
    public const int Semanas = 52;

    private const int SemanasPorAviso = 13;

    // MXN that a gestor lacks in the corte of the last whole week.
    private const decimal Faltante = 50;

    // From Monday 00:00.
    private static readonly TimeSpan Cierre = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hojas = TimeSpan.FromHours((24 * 4) + 20);
    private static readonly TimeSpan Aclaraciones = TimeSpan.FromHours((24 * 5) + 17);
    private static readonly TimeSpan Cortes = TimeSpan.FromHours((24 * 5) + 19);

    // From a group's collection to its loans.
    private static readonly TimeSpan Espera = TimeSpan.FromMinutes(40);

    private readonly List<(int PagoId, ClienteDeDemo Cliente, PrestamoDeDemo Prestamo, decimal Monto)> _cobrosDeLaSemana = [];

    /// <param name="primera">The first Monday.</param>
    /// <param name="ahora">Nothing happens after it.</param>
    public async Task WorkAsync(DateOnly primera, DateTimeOffset ahora, CommandProgress progress, CancellationToken cancellationToken)
    {
        for (var semana = 0; semana <= Semanas; semana++)
        {
            var lunes = primera.AddDays(7 * semana);
            _cobrosDeLaSemana.Clear();

            // Nothing has happened yet before the first.
            if (semana > 0 && Llega(lunes, Cierre))
            {
                await services.Verificacion.CerrarPendientesAsync(RequestContext.System(), cancellationToken);
            }

            foreach (var grupo in equipo.Grupos)
            {
                if (Llega(lunes, grupo.Visita))
                {
                    var pagaron = await CobrarAsync(grupo, semana, lunes, cancellationToken);
                    if (Llega(lunes, grupo.Visita + Espera))
                    {
                        await InscribirAsync(grupo, semana, cancellationToken);
                        await creditos.ConcederAsync(grupo, semana, pagaron, cancellationToken);
                    }
                }
            }

            if (semana == Semanas - 1 && Llega(lunes, Hojas))
            {
                await pendientes.WorkAsync(clock.GetUtcNow(), cancellationToken);
            }

            if (Llega(lunes, Aclaraciones))
            {
                await AclararAsync(cancellationToken);
            }

            if (Llega(lunes, Cortes))
            {
                await CortarAsync(conFaltante: semana == Semanas - 1, cancellationToken);
            }

            var aviso = semana % SemanasPorAviso == SemanasPorAviso - 1 ? $"Demo: {semana + 1} semanas de {Semanas}, hasta la del {lunes:yyyy-MM-dd}." : null;
            progress.Report(100 * (semana + 1) / (Semanas + 1), aviso);
        }

        bool Llega(DateOnly lunes, TimeSpan desde)
        {
            var instante = HoraMexico.Instante(lunes.ToDateTime(TimeOnly.MinValue) + desde);
            if (instante > ahora)
            {
                return false;
            }

            clock.Ir(instante);
            return true;
        }
    }

    private async Task InscribirAsync(GrupoDeDemo grupo, int semana, CancellationToken cancellationToken)
    {
        foreach (var cliente in grupo.Clientes.Where(c => c.ClienteId == 0 && c.Alta <= semana))
        {
            var solicitud = cliente.Solicitud(grupo.GrupoId, random);
            cliente.ClienteId = await services.Clientes.CrearAsync(RequestContext.SystemFor(grupo.Titular), solicitud, cancellationToken);
            await expedientes.AnotarAsync(cliente.ClienteId, cliente.Persona, solicitud.CodigoIne.GetValueOrDefault(null)!, cancellationToken);
        }
    }

    /// <returns>The clients whose loans took this week's payment and are still open.</returns>
    private async Task<HashSet<ClienteDeDemo>> CobrarAsync(GrupoDeDemo grupo, int semana, DateOnly lunes, CancellationToken cancellationToken)
    {
        List<(ClienteDeDemo Cliente, PrestamoDeDemo Prestamo, decimal Monto, DateOnly? Dia)> cobros = [];
        foreach (var cliente in grupo.Clientes)
        {
            if (cliente.Abierto is not { } prestamo)
            {
                continue;
            }

            var monto = prestamo.Cobrar(cliente.Discipline, random);
            if (prestamo.PorRegistrar && prestamo.Restante >= prestamo.Semanal)
            {
                cobros.Add((cliente, prestamo, prestamo.Semanal, lunes.AddDays(grupo.Visita.Days - 7)));
                monto = monto is { } cantidad ? Math.Min(cantidad, prestamo.Restante - prestamo.Semanal) : null;
            }

            prestamo.PorRegistrar = monto is null && cliente.Discipline != Discipline.Desertor && prestamo.Visitas > 1 && random.Next(3) == 0;
            if (monto is { } pagado && (pagado > 0 || cobros.Count == 0 || cobros[^1].Cliente != cliente))
            {
                cobros.Add((cliente, prestamo, pagado, null));
            }
        }

        HashSet<ClienteDeDemo> pagaron = [];
        if (cobros.Count == 0)
        {
            return pagaron;
        }

        var pagos = await services.Pagos.RegistrarAsync(RequestContext.SystemFor(grupo.Cobrador), cobros.ConvertAll(c => Fila(c.Prestamo, c.Monto, c.Dia)), cancellationToken);
        for (var i = 0; i < pagos.Count; i++)
        {
            var (cliente, prestamo, monto, _) = cobros[i];
            prestamo.Ver(pagos[i].Prestamo);
            if (pagos[i].Prestamo.Status == StatusPrestamo.Liquidado)
            {
                cliente.Abierto = null;
                cliente.LiquidadoId = prestamo.PrestamoId;
                cliente.QuiereDesde = random.Next(8) == 0 ? null : semana + 1 + random.Next(3);
            }
            else
            {
                pagaron.Add(cliente);
                _cobrosDeLaSemana.Add((pagos[i].Id, cliente, prestamo, monto));
            }
        }

        return pagaron;
    }

    // Errors that the office finds on Saturday: a payment on the wrong loan, or a mistyped amount.
    private async Task AclararAsync(CancellationToken cancellationToken)
    {
        List<(int PagoId, ClienteDeDemo Cliente, PrestamoDeDemo Prestamo, decimal Monto)> dudosos =
            [.. _cobrosDeLaSemana.Where(c => c.Monto >= 100 && c.Cliente.Abierto == c.Prestamo)];
        if (dudosos.Count == 0 || random.Next(2) == 0)
        {
            return;
        }

        var (pagoId, _, prestamo, monto) = dudosos[random.Next(dudosos.Count)];
        if (random.Next(3) == 0)
        {
            await services.Pagos.ReversarAsync(RequestContext.SystemFor(equipo.Admin), pagoId, new() { Motivo = Optional<string>.Of("El recibo era de otra clienta.") }, cancellationToken);
            prestamo.Devolver(monto);
        }
        else
        {
            var correccion = new PagoRequest { MontoPagado = Importe(monto - 50) };
            prestamo.Ver((await services.Pagos.CorregirAsync(RequestContext.SystemFor(equipo.Admin), pagoId, correccion, cancellationToken)).Prestamo);
        }
    }

    private async Task CortarAsync(bool conFaltante, CancellationToken cancellationToken)
    {
        foreach (var titular in equipo.Titulares)
        {
            var porCobrar = equipo.Grupos.Where(g => g.Titular == titular).SelectMany(g => g.Clientes).Sum(c => c.Abierto?.Restante ?? 0);
            decimal seed = 500 + (100 * random.Next(11));
            // Paid with the cash collected: a titular whose groups have a gestor holds none.
            var gastos = Math.Min(80 + (10 * random.Next(40)), await services.Cortes.EfectivoEsperadoAsync(titular, cancellationToken));
            var corte = new CorteRequest { CorteTotal = Importe(seed - gastos - porCobrar), TotalGastos = Importe(gastos), Semilla = Importe(seed) };
            await services.Cortes.CreateAsync(RequestContext.SystemFor(titular), corte, cancellationToken);
        }

        // A collector who is not the titular hands over the cash collected.
        foreach (var gestor in equipo.Grupos.Select(g => g.Cobrador).Except(equipo.Titulares).Distinct())
        {
            var corte = new CorteRequest { CorteTotal = Importe(0), TotalGastos = Importe(0), Semilla = Importe(0) };
            if (conFaltante && gestor == equipo.Grupos.First(g => g.Cobrador != g.Titular).Cobrador)
            {
                corte = corte with { EfectivoContado = Importe(await services.Cortes.EfectivoEsperadoAsync(gestor, cancellationToken) - Faltante) };
            }

            await services.Cortes.CreateAsync(RequestContext.SystemFor(gestor), corte, cancellationToken);
        }
    }

    private static Fila<PagoRequest> Fila(PrestamoDeDemo prestamo, decimal monto, DateOnly? dia) => new(
        new()
        {
            PrestamoId = Optional<int?>.Of(prestamo.PrestamoId),
            MontoPagado = Importe(monto),
            FechaPago = dia is { } d ? Optional<string>.Of(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : default,
        },
        null,
        null);

    internal static Optional<NumberText> Importe(decimal monto) => Optional<NumberText>.Of(new(monto.ToString("0.00", CultureInfo.InvariantCulture)));
}
