using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Cli.Demo;

/// <summary>A client's payment behaviour.</summary>
internal enum Discipline
{
    Puntual,

    /// <summary>Pays weeks ahead now and then, and is only visited in those.</summary>
    Adelantado,

    /// <summary>Misses a week now and then.</summary>
    Cumplido,

    Irregular,

    /// <summary>Stops paying some weeks into a loan and never borrows again.</summary>
    Desertor,
}

/// <summary>The simulated behaviour of a demo client; the lender's data about them is in the database.</summary>
internal sealed class ClienteDeDemo(PersonaDeDemo persona, Discipline discipline, int alta, bool esAval)
{
    // The founding members of a group; the first two may guarantee others, so that every client finds an aval.
    private const int Fundadores = 9;

    // In per cent, in the order of the enum.
    private static readonly int[] EnGrupoCumplido = [55, 15, 30, 0, 0];
    private static readonly int[] EnOtroGrupo = [40, 10, 25, 16, 9];

    public PersonaDeDemo Persona => persona;

    public Discipline Discipline => discipline;

    /// <summary>The week in which the client joins, from 0.</summary>
    public int Alta => alta;

    public bool EsAval => esAval;

    /// <summary>0 until the client has joined.</summary>
    public int ClienteId { get; set; }

    public PrestamoDeDemo? Abierto { get; set; }

    /// <summary>The last loan that was paid off.</summary>
    public int? LiquidadoId { get; set; }

    /// <summary>The week from which the client wants a loan; null: never again.</summary>
    public int? QuiereDesde { get; set; } = alta;

    /// <summary>MXN; 0 before the first loan.</summary>
    public decimal UltimoMonto { get; set; }

    public static IReadOnlyList<ClienteDeDemo> Futuros(Random random, int cuantos, bool grupoCumplido)
    {
        var pesos = grupoCumplido ? EnGrupoCumplido : EnOtroGrupo;
        return
        [
            .. Enumerable.Range(0, cuantos).Select(i => new ClienteDeDemo(
                PersonaDeDemo.Nueva(random),
                Elegir(random, pesos),
                i < 2 ? 0 : random.Next(i < Fundadores ? 4 : 32),
                i < 2 || random.Next(100) < 85)),
        ];
    }

    public ClienteRequest Solicitud(int grupoId, Random random) => persona.Solicitud(random) with
    {
        EsAval = Optional<bool?>.Of(EsAval),
        GrupoId = Optional<int?>.Of(grupoId),
    };

    private static Discipline Elegir(Random random, int[] pesos)
    {
        var resto = random.Next(pesos.Sum());
        var elegida = 0;
        while (resto >= pesos[elegida])
        {
            resto -= pesos[elegida++];
        }

        return (Discipline)elegida;
    }
}

/// <summary>An open loan as its last payment's answer showed it. Amounts in MXN.</summary>
/// <param name="aguante">Weeks that a <see cref="Discipline.Desertor"/> pays.</param>
internal sealed class PrestamoDeDemo(int prestamoId, PlanDePagos plan, int avalId, int aguante)
{
    public int PrestamoId => prestamoId;

    public int AvalId => avalId;

    public decimal Semanal => plan.Semanal;

    public decimal Restante { get; private set; } = plan.Total;

    public decimal Adelanto { get; private set; }

    public int SemanaActiva { get; private set; }

    public int Visitas { get; private set; }

    /// <summary>Last week's payment was not recorded; it is recorded with this week's.</summary>
    public bool PorRegistrar { get; set; }

    public void Ver(PrestamoDto prestamo) =>
        (Restante, Adelanto, SemanaActiva) = (prestamo.MontoRestante, prestamo.AdelantoAcumulado, prestamo.SemanaActiva);

    /// <summary>A lower bound of the balance after a reversal, until the next payment.</summary>
    public void Devolver(decimal monto) => (Restante, Adelanto, SemanaActiva) = (Restante + monto, 0, Math.Max(0, SemanaActiva - 1));

    /// <summary>The amount of this week's visit; null where the client was not met.</summary>
    public decimal? Cobrar(Discipline discipline, Random random)
    {
        Visitas++;
        var dado = random.Next(100);
        decimal? monto = discipline switch
        {
            Discipline.Puntual => Semanal,
            Discipline.Adelantado => Adelanto >= Semanal ? 0 : dado < 12 ? 3 * Semanal : Semanal,
            Discipline.Cumplido => dado < 90 ? Semanal : dado < 94 ? 0 : null,
            Discipline.Irregular => dado < 50 ? Semanal : dado < 65 ? Math.Floor(Semanal / 20) * 10 : dado < 75 ? 0 : dado < 88 ? 2 * Semanal : null,
            _ => Visitas <= aguante ? Semanal : dado < 20 ? 0 : null,
        };
        return monto is { } cantidad ? Math.Min(cantidad, Restante) : null;
    }
}
