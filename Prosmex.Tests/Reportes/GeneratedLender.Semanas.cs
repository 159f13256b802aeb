using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

public sealed partial class GeneratedLender
{
    private static readonly int[] Tipos = [1, 1, 1, 34, 35, 36, 37];

    // Mondays without a close: the next one closes all that is left. After the last two nothing is closed any more.
    private static readonly int[] SinCierre = [0, 11, 12, 30, 31, 32, Semanas - 2, Semanas - 1];

    private async Task PlaySemanaAsync(int semana)
    {
        var lunes = Lunes(semana);
        Oficina.GoTo(lunes, new(0, 10));
        if (!SinCierre.Contains(semana))
        {
            await Oficina.CerrarAsync();
        }

        await DeclararAsync(semana);
        for (var dia = 1; dia <= 4; dia++)
        {
            var rutas = Enumerable.Range(0, Rutas).Where(r => 1 + r % 4 == dia).ToList();
            Oficina.GoTo(lunes.AddDays(dia), new(9, 30));
            await PrestarAsync(rutas, semana);
            Oficina.GoTo(lunes.AddDays(dia), new(17, _random.Next(60)));
            foreach (var ruta in rutas)
            {
                await CobrarAsync(ruta, lunes);
            }
        }

        Oficina.GoTo(lunes.AddDays(5), new(20, 0));
        await DeshacerAsync(6);
        await MoverAsync();
        if (semana < Semanas - 1)
        {
            // After 18:00 clients of the program propose the next day, here a Monday.
            Oficina.GoTo(lunes.AddDays(6), new(19, 15));
            var abiertos = await AbiertosAsync(null);
            await Oficina.ConcederAsync([.. SinPrestamo(abiertos, null).Take(2).Select(c => Oficina.Prestamo(c, AvalDe(c), 37, Monto(), Oficina.Today.AddDays(1)))]);
        }
    }

    // Ahead, after the close, in the running week; for all, a route and a group; one is taken back.
    private async Task DeclararAsync(int semana)
    {
        switch (semana)
        {
            case 14:
                await Oficina.DeclararAsync(Lunes(15));
                break;
            case 20:
                await Oficina.DeclararAsync(Lunes(17), ruta: 12);
                break;
            case 31:
                await Oficina.DeclararAsync(Lunes(31), ruta: 13);
                break;
            case 34:
                await Oficina.DeclararAsync(Lunes(31), grupo: 105);
                await Oficina.QuitarAsync(await Oficina.DeclararAsync(Lunes(32)));
                break;
            case Semanas - 1:
                await Oficina.DeclararAsync(Lunes(semana - 1), ruta: 12);
                await Oficina.DeclararAsync(Lunes(semana), ruta: 11);
                break;
        }
    }

    private async Task PrestarAsync(IReadOnlyCollection<int> rutas, int semana)
    {
        var abiertos = await AbiertosAsync(rutas);
        List<PrestamoRequest> filas = [];
        foreach (var cliente in SinPrestamo(abiertos, rutas).Where(_ => _random.NextDouble() < (semana < 5 ? 0.4 : 0.6)))
        {
            filas.Add(Oficina.Prestamo(cliente, AvalDe(cliente), Tipos[_random.Next(Tipos.Length)], Monto(), Inicio(45)));
        }

        foreach (var old in abiertos.Where(p => p.PuedeRenovar && _random.NextDouble() < 0.1))
        {
            var monto = Monto();
            if (monto >= old.Restante)
            {
                var (tipo, inicio) = (Tipos[_random.Next(Tipos.Length)], Inicio(6));
                filas.Add(Oficina.Prestamo(old.ClienteId, old.AvalId, tipo, monto, inicio < old.UltimoPago ? null : inicio));
            }
        }

        if (filas.Count > 0)
        {
            await Oficina.ConcederAsync(filas);
        }
    }

    private async Task CobrarAsync(int ruta, DateOnly lunes)
    {
        List<PagoRequest> filas = [];
        foreach (var prestamo in (await AbiertosAsync([ruta])).Where(p => p.Inicio <= Oficina.Today))
        {
            if (Count(prestamo, lunes) is { } monto)
            {
                filas.Add(Oficina.Pago(prestamo.Id, monto, Fecha(prestamo, lunes)));
                if (monto < prestamo.Restante && _random.NextDouble() < 0.01)
                {
                    filas.Add(Oficina.Pago(prestamo.Id, Math.Min(10, prestamo.Restante - monto)));
                }
            }
        }

        if (filas.Count > 0)
        {
            await Oficina.PagarAsync(filas);
        }
    }

    /// <summary>The client's payment of this week; null without a visit.</summary>
    private decimal? Count(Abierto prestamo, DateOnly lunes)
    {
        var impuntual = Impuntualidad(_grupoDe[prestamo.ClienteId]);
        var draw = _random.NextDouble();
        if (prestamo.ClienteId % 11 == 7 && impuntual > 0.01 && draw < 0.9)
        {
            return null;
        }

        if (prestamo.Inicio >= lunes)
        {
            return draw < 0.05 ? Math.Min(prestamo.Semanal, prestamo.Restante) : null;
        }

        if (prestamo.Adelanto >= prestamo.Semanal)
        {
            return draw < 0.5 ? 0 : null;
        }

        decimal? monto = draw < impuntual / 2 ? null
            : draw < impuntual * 0.75 ? 0
            : draw < impuntual ? Math.Round(prestamo.Semanal * (decimal)_random.NextDouble(), 2)
            : _random.Next(100) switch
            {
                < 5 => prestamo.Semanal * _random.Next(2, 5),
                < 6 => prestamo.Restante,
                < 9 => prestamo.Semanal + 0.37m,
                < 12 => prestamo.Atraso + prestamo.Semanal,
                _ => prestamo.Semanal,
            };
        return monto > prestamo.Restante ? prestamo.Restante : monto;
    }

    /// <summary>The payment's date: mostly now; also days earlier, and the first and last moments of weeks.</summary>
    private string? Fecha(Abierto prestamo, DateOnly lunes)
    {
        var primero = prestamo.Inicio < prestamo.Registrado ? prestamo.Inicio : prestamo.Registrado;
        var (dia, hora) = _random.Next(Impuntualidad(_grupoDe[prestamo.ClienteId]) < 0.01 ? 1200 : 100) switch
        {
            < 5 => (Oficina.Today, ""),
            < 10 => (Oficina.Today.AddDays(-_random.Next(1, 25)), ""),
            < 12 => (lunes.AddDays(-1), "T23:59:59.999"),
            < 14 => (lunes, "T00:00:00"),
            < 17 => (Oficina.Today, "T08:15:30-06:00"),
            _ => (DateOnly.MinValue, ""),
        };
        return dia < primero ? null : Oficina.Text(dia) + hora;
    }

    /// <summary>Reverses and corrects some payments of the last weeks; what the rules refuse stays as it is.</summary>
    private async Task DeshacerAsync(int cuantos)
    {
        await using var db = TestDatabase.Context(Oficina.Connection);
        var desde = Oficina.Ahora.AddDays(-70);
        var candidates = await db.Pagos.Where(p => p.Tipo == TipoPago.Cobro && p.FechaPago >= desde && !db.Pagos.Any(r => r.ReversaDe == p.PagoId))
            .OrderBy(p => p.PagoId).Select(p => new { p.PagoId, p.PrestamoId, p.MontoPagado, p.FechaPago }).ToArrayAsync();
        var elegidos = candidates.Length == 0 ? [] : _random.GetItems(candidates, cuantos);
        foreach (var pago in elegidos.DistinctBy(p => p.PagoId))
        {
            var otroMonto = Oficina.Pago(pago.PrestamoId, Math.Round(pago.MontoPagado * 0.8m, 2));
            var otroDia = new PagoRequest { FechaPago = Optional<string>.Of(Oficina.Text(HoraMexico.Dia(pago.FechaPago).AddDays(-_random.Next(1, 12)))) };
            await AttemptAsync(_random.Next(3) switch
            {
                0 => () => Oficina.ReversarAsync(pago.PagoId),
                1 => () => Oficina.CorregirAsync(pago.PagoId, otroMonto),
                _ => () => Oficina.CorregirAsync(pago.PagoId, otroDia),
            });
        }
    }

    /// <summary>Deletes a loan or two without payments and moves the start of some.</summary>
    private async Task MoverAsync()
    {
        await using var db = TestDatabase.Context(Oficina.Connection);
        foreach (var sin in await db.Prestamos.Where(p => !db.Pagos.Any(c => c.PrestamoId == p.PrestamoId) && p.PrestamoId % 25 == 0).Select(p => p.PrestamoId).ToListAsync())
        {
            await AttemptAsync(() => Oficina.EliminarAsync(sin));
        }

        var abiertos = await AbiertosAsync(null);
        foreach (var prestamo in abiertos.Where(p => p.Id % 20 == 1).Take(40).Where(_ => _random.Next(10) == 0))
        {
            var inicio = prestamo.Inicio.AddDays(_random.Next(-10, 10));
            if (inicio >= Start && inicio <= Oficina.Today)
            {
                await AttemptAsync(() => Oficina.MoverInicioAsync(prestamo.Id, inicio));
            }
        }
    }

    private static async Task AttemptAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DominioException ex) when (ex.Error is { Tipo: TipoDeError.Conflicto } or { Codigo: "pago.fecha_anterior" })
        {
        }
    }

    /// <param name="rutas">From 0; null for all.</param>
    private async Task<List<Abierto>> AbiertosAsync(IReadOnlyCollection<int>? rutas)
    {
        await using var db = TestDatabase.Context(Oficina.Connection);
        var abiertos = await db.Prestamos.Where(p => p.Status == StatusPrestamo.Activo || p.Status == StatusPrestamo.Vencido).OrderBy(p => p.PrestamoId).ToListAsync();
        var ingresos = await db.UltimosIngresosAsync([.. abiertos.Select(p => p.PrestamoId)], sin: null, CancellationToken.None);
        return
        [
            .. from p in abiertos
               where rutas is null || rutas.Contains(_grupoDe[p.ClienteId] % Rutas)
               let semanas = Math.Max(0, (RecountedReporte.LunesDe(Oficina.Today).DayNumber - RecountedReporte.LunesDe(p.FechaInicio).DayNumber) / 7 - 1)
               select new Abierto(
                   p.PrestamoId,
                   p.ClienteId,
                   p.AvalId!.Value,
                   p.FechaInicio,
                   HoraMexico.Dia(p.FechaCreacion),
                   p.CobranzaIdeal,
                   p.Restante,
                   Math.Max(0, p.Plan.Acumulado(semanas) - p.Pagado),
                   Math.Max(0, p.Pagado - p.Plan.Acumulado(semanas)),
                   p.Avance().SemanaActiva >= 9,
                   ingresos.GetValueOrDefault(p.PrestamoId) is { } ultimo ? HoraMexico.Dia(ultimo) : null),
        ];
    }

    private IEnumerable<int> SinPrestamo(IEnumerable<Abierto> abiertos, IReadOnlyCollection<int>? rutas)
    {
        var ocupados = abiertos.Select(p => p.ClienteId).ToHashSet();
        return _grupoDe.Where(c => !ocupados.Contains(c.Key) && (rutas is null || rutas.Contains(c.Value % Rutas))).Select(c => c.Key);
    }

    // Groups have seven clients at least, one after the other.
    private int AvalDe(int cliente) => _grupoDe.GetValueOrDefault(cliente + 1, -1) == _grupoDe[cliente] ? cliente + 1 : cliente - 1;

    private decimal Monto() => _random.Next(10) switch
    {
        0 => 7500m + _random.Next(30) * 100,
        < 3 => 1000m + _random.Next(400_000) / 100m,
        _ => 2500m + _random.Next(26) * 100,
    };

    private DateOnly? Inicio(int weeksBack)
    {
        var inicio = _random.Next(100) switch
        {
            < 60 => default(DateOnly?),
            < 75 => Oficina.Today,
            < 85 => Oficina.Today.AddDays(1),
            _ => Oficina.Today.AddDays(-_random.Next(1, weeksBack)),
        };
        return inicio < Start ? Start : inicio;
    }

    /// <param name="Atraso">Owed of the weeks that have ended, MXN.</param>
    /// <param name="Adelanto">Paid beyond them, MXN.</param>
    /// <param name="UltimoPago">The day of its last money: a renewal cannot start before.</param>
    private sealed record Abierto(
        int Id, int ClienteId, int AvalId, DateOnly Inicio, DateOnly Registrado, decimal Semanal, decimal Restante, decimal Atraso, decimal Adelanto, bool PuedeRenovar,
        DateOnly? UltimoPago);
}
