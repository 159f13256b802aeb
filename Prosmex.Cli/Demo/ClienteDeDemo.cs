using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Cli.Demo;

/// <summary>How somebody pays.</summary>
internal enum Disciplina
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

/// <summary>A client as the demo plays him; what the lender knows of him is in the database.</summary>
internal sealed class ClienteDeDemo(PersonaDeDemo persona, Disciplina disciplina, int alta, bool esAval)
{
    // Those whom a group begins with; the first two may guarantee others, so that everybody finds an aval.
    private const int Fundadores = 9;

    // In per cent, in the order of the enum.
    private static readonly int[] EnGrupoCumplido = [55, 15, 30, 0, 0];
    private static readonly int[] EnOtroGrupo = [40, 10, 25, 16, 9];

    public Disciplina Disciplina => disciplina;

    /// <summary>The week in which he joins, from 0.</summary>
    public int Alta => alta;

    public bool EsAval => esAval;

    /// <summary>0 until he has joined.</summary>
    public int ClienteId { get; set; }

    public PrestamoDeDemo? Abierto { get; set; }

    /// <summary>The week from which he wants a loan; null: never again.</summary>
    public int? QuiereDesde { get; set; } = alta;

    /// <summary>MXN; 0 before his first loan.</summary>
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

    private static Disciplina Elegir(Random random, int[] pesos)
    {
        var resto = random.Next(pesos.Sum());
        var elegida = 0;
        while (resto >= pesos[elegida])
        {
            resto -= pesos[elegida++];
        }

        return (Disciplina)elegida;
    }
}

/// <summary>An open loan as its last payment's answer showed it. Amounts in MXN.</summary>
/// <param name="aguante">Weeks that a <see cref="Disciplina.Desertor"/> pays.</param>
internal sealed class PrestamoDeDemo(int prestamoId, PlanDePagos plan, int avalId, int aguante)
{
    public int PrestamoId => prestamoId;

    public int AvalId => avalId;

    public decimal Semanal => plan.Semanal;

    public decimal Restante { get; private set; } = plan.Total;

    public decimal Adelanto { get; private set; }

    public int SemanaActiva { get; private set; }

    public int Visitas { get; private set; }

    /// <summary>Nobody noted last week's payment; it will come with this week's.</summary>
    public bool PorRegistrar { get; set; }

    public void Ver(PrestamoDto prestamo) =>
        (Restante, Adelanto, SemanaActiva) = (prestamo.MontoRestante, prestamo.AdelantoAcumulado, prestamo.SemanaActiva);

    /// <summary>What is surely left after a reversal, until the next payment tells.</summary>
    public void Devolver(decimal monto) => (Restante, Adelanto, SemanaActiva) = (Restante + monto, 0, Math.Max(0, SemanaActiva - 1));

    /// <summary>What this week's visit brings; null where nobody was met.</summary>
    public decimal? Cobrar(Disciplina disciplina, Random random)
    {
        Visitas++;
        var dado = random.Next(100);
        decimal? monto = disciplina switch
        {
            Disciplina.Puntual => Semanal,
            Disciplina.Adelantado => Adelanto >= Semanal ? 0 : dado < 12 ? 3 * Semanal : Semanal,
            Disciplina.Cumplido => dado < 90 ? Semanal : dado < 94 ? 0 : null,
            Disciplina.Irregular => dado < 50 ? Semanal : dado < 65 ? Math.Floor(Semanal / 20) * 10 : dado < 75 ? 0 : dado < 88 ? 2 * Semanal : null,
            _ => Visitas <= aguante ? Semanal : dado < 20 ? 0 : null,
        };
        return monto is { } cantidad ? Math.Min(cantidad, Restante) : null;
    }
}
