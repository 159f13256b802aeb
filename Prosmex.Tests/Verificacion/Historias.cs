using CsCheck;

namespace Prosmex.Tests.Verificacion;

/// <summary>How what happens reaches the program.</summary>
internal enum Arrival
{
    /// <summary>Everything in its own week, each week closed as it ends.</summary>
    OnTime,

    /// <summary>Everything in the last week, when all before are closed.</summary>
    AlFinal,

    /// <summary>In any week not before its own; some closes come late.</summary>
    Shuffled,
}

/// <summary>A payment and what becomes of it.</summary>
/// <param name="Dia">Days from the first Monday, not before the loan's start.</param>
/// <param name="Milliseconds">Of the loan's total.</param>
/// <param name="Fate">0 and 1: it stays; 2: it is reversed; 3: it is corrected.</param>
/// <param name="Clave">Decides its turn.</param>
internal sealed record PagoDeHistoria(int Dia, int Milliseconds, int Fate, int OtroDia, int OtherMilliseconds, int Clave);

internal sealed record PrestamoDeHistoria(int Inicio, int Centavos, bool IsLong, PagoDeHistoria[] Pagos, int Clave);

/// <summary>A week that is declared without collection for group 1, where all clients are.</summary>
/// <param name="Fate">0 and 1: it stays; 2: it is taken back; 3: it is taken back and declared again.</param>
internal sealed record SemanaDeHistoria(int Semana, int Fate, int Clave);

internal sealed record TestHistoria(PrestamoDeHistoria[] Prestamos, SemanaDeHistoria[] Declaradas, bool[] Cierra);

/// <summary>Made-up stories of some weeks, and their playing in different orders of arrival.</summary>
internal static class Historias
{
    private const int Semanas = 7;
    private const int ElevenSemanas = 36;

    private static readonly DateOnly PrimerLunes = new(2026, 10, 5);

    private static readonly Gen<PagoDeHistoria> Pago = Gen.Select(
        Gen.Int[0, (7 * Semanas) - 1], Gen.Int[0, 400], Gen.Int[0, 3], Gen.Int[0, (7 * Semanas) - 1], Gen.Int[0, 400], Gen.Int[0, 9999],
        (dia, monto, destination, otroDia, otroMonto, clave) => new PagoDeHistoria(dia, monto, destination, otroDia, otroMonto, clave));

    private static readonly Gen<PrestamoDeHistoria> Prestamo = Gen.Select(
        Gen.Int[0, 20], Gen.Int[10_000, 200_000], Gen.Bool, Pago.Array[0, 4], Gen.Int[0, 9999],
        (inicio, centavos, largo, pagos, clave) => new PrestamoDeHistoria(inicio, centavos, largo, pagos, clave));

    private static readonly Gen<SemanaDeHistoria> Declarada = Gen.Select(
        Gen.Int[0, Semanas - 1], Gen.Int[0, 3], Gen.Int[0, 9999], (semana, destination, clave) => new SemanaDeHistoria(semana, destination, clave));

    public static Gen<TestHistoria> Historia { get; } = Gen.Select(
        Prestamo.Array[1, 4], Declarada.Array[0, 4], Gen.Bool.Array[Semanas + 1], (p, d, c) => new TestHistoria(p, [.. d.DistinctBy(s => s.Semana)], c));

    /// <summary>The late evening of a week's Sunday.</summary>
    public static DateTimeOffset Domingo(int semana) => Instante((7 * semana) + 6, "23:00");

    /// <summary>Plays a story.</summary>
    /// <returns>The loans' ids in the story's order.</returns>
    public static async Task<List<int>> LiveAsync(Cartera cartera, TestHistoria historia, Arrival arrival)
    {
        var ids = new int[historia.Prestamos.Length];
        var pasos = historia.Prestamos.SelectMany((p, i) => PasosDe(cartera, p, i, ids, arrival))
            .Concat(historia.Declaradas.SelectMany(d => PasosDe(cartera, d, arrival))).OrderBy(p => p.Semana).ThenBy(p => p.Turn).ToList();
        for (var semana = 0; semana <= Semanas; semana++)
        {
            cartera.Advance(Domingo(semana));
            if (arrival == Arrival.AlFinal && semana == Semanas)
            {
                await cartera.CerrarAsync();
            }

            foreach (var step in pasos.Where(p => p.Semana == semana))
            {
                await step.Do();
            }

            cartera.Advance(Instante(7 * (semana + 1), "00:00"));
            if (semana == Semanas || arrival == Arrival.OnTime || (arrival == Arrival.Shuffled && historia.Cierra[semana]))
            {
                await cartera.CerrarAsync();
            }
        }

        return [.. ids];
    }

    private static IEnumerable<Paso> PasosDe(Cartera cartera, PrestamoDeHistoria prestamo, int index, int[] ids, Arrival arrival)
    {
        var monto = prestamo.Centavos / 100m;
        var otorga = new Paso(Semana(prestamo.Inicio, prestamo.Clave, arrival), prestamo.Clave, async () =>
            ids[index] = await cartera.PrestarAsync(
                index + 1, $"{PrimerLunes.AddDays(prestamo.Inicio):yyyy-MM-dd}", monto, prestamo.IsLong ? ElevenSemanas : Cartera.ThreeSemanas));
        yield return otorga;

        // Never the whole total, in any order: a loan paid in full takes no more.
        var queda = Math.Round(monto, 2) - 0.01m;
        decimal Take(int milliseconds)
        {
            var toma = Math.Min(queda, Math.Round(monto * milliseconds / 1000, 2));
            queda -= toma;
            return toma;
        }

        foreach (var pago in prestamo.Pagos)
        {
            var id = 0;
            var (dia, otroDia) = (Math.Max(pago.Dia, prestamo.Inicio), Math.Max(pago.OtroDia, prestamo.Inicio));
            var (paga, corrige) = (Take(pago.Milliseconds), Take(pago.OtherMilliseconds));
            var cobra = After(otorga, Semana(dia, pago.Clave, arrival), pago.Clave, async () =>
                id = await cartera.CobrarAsync(ids[index], paga, Instante(dia, Hora(pago.Clave))));
            yield return cobra;
            if (pago.Fate == 2)
            {
                yield return After(cobra, cobra.Semana, pago.Clave / 2, () => cartera.ReversarAsync(id));
            }
            else if (pago.Fate == 3)
            {
                yield return After(cobra, Semana(otroDia, pago.Clave / 3, arrival), pago.Clave / 3, () =>
                    cartera.CorregirAsync(id, corrige, Instante(otroDia, Hora(pago.Clave / 3))));
            }
        }
    }

    private static IEnumerable<Paso> PasosDe(Cartera cartera, SemanaDeHistoria semana, Arrival arrival)
    {
        var (id, lunes) = (0, $"{PrimerLunes.AddDays(7 * semana.Semana):yyyy-MM-dd}");
        async Task DeclararAsync() => id = (await cartera.DeclararAsync(lunes, grupo: 1)).Id;

        var declara = new Paso(Semana(7 * semana.Semana, semana.Clave, arrival), semana.Clave, DeclararAsync);
        yield return declara;
        if (semana.Fate >= 2)
        {
            var quita = After(declara, Semana(7 * semana.Semana, semana.Clave / 2, arrival), semana.Clave / 2, () => cartera.QuitarAsync(id));
            yield return quita;
            if (semana.Fate == 3)
            {
                yield return After(quita, quita.Semana, semana.Clave / 3, DeclararAsync);
            }
        }
    }

    private static Paso After(Paso previous, int semana, int turn, Func<Task> act) => semana > previous.Semana
        ? new(semana, turn, act)
        : new(previous.Semana, Math.Max(turn, previous.Turn + 1), act);

    private static int Semana(int dia, int clave, Arrival arrival) => arrival switch
    {
        Arrival.OnTime => dia / 7,
        Arrival.AlFinal => Semanas,
        _ => (dia / 7) + (clave % (Semanas - (dia / 7) + 1)),
    };

    // Also the first and the last instant of the day; nothing later than the clock of the day's Sunday.
    private static string Hora(int clave) => (clave % 3) switch
    {
        0 => "00:00",
        1 => "12:34:56",
        _ => "22:59:59.999",
    };

    private static DateTimeOffset Instante(int dia, string hora) => Cartera.Hora($"{PrimerLunes.AddDays(dia):yyyy-MM-dd} {hora}");

    private sealed record Paso(int Semana, int Turn, Func<Task> Do);
}
