namespace Prosmex.Domain.Senales;

/// <summary>From where on something is a sign. Each is where honest lending of this kind hardly ever gets; see docs/senales.md.</summary>
internal static class Thresholds
{
    /// <summary>Loans closed before are not looked at any more: a year is audited, and the statement stays as large as a year.</summary>
    public const int SemanasRevisadas = 52;

    /// <summary>Clients on one telephone or address. A couple or a mother and her daughter share one; a third is worth a visit.</summary>
    public const int ClientesEnUnContacto = 3;

    /// <summary>Members of a circle of avales. Longer ones come about by themselves in a group where everybody backs somebody.</summary>
    public const int MiembrosDeUnCirculo = 6;

    /// <summary>Payments registered at once. Two or three are a collector who catches up after a holiday.</summary>
    public const int PagosDeGolpe = 4;

    /// <summary>And no less than this part of the loan's payments: the lost sheet of a month is a smaller part of a loan that was collected.</summary>
    public const decimal ParteDeGolpe = 0.5m;

    /// <summary>A list of payments is saved in seconds; collecting the same at a door takes longer.</summary>
    public static readonly TimeSpan DeGolpe = TimeSpan.FromMinutes(1);

    /// <summary>Payments on days that are not the route's. Fewer are a client who was not at home on theirs.</summary>
    public const int PagosEnDiaAjeno = 4;

    /// <summary>And more than this part of the loan's payments.</summary>
    public const decimal ParteEnDiaAjeno = 0.5m;

    /// <summary>A weekday with at least this part of the route's payments is one of its days: a small group's own day is still one.</summary>
    public const decimal ParteDeUnDiaDeRuta = 0.10m;

    /// <summary>What a route's days are is seen in these weeks, and the loan is judged in the same ones: a route may change its days.</summary>
    public const int SemanasDeLaRuta = 12;

    /// <summary>Renewals one after the other. One or two help a client through bad weeks.</summary>
    public const int Renovaciones = 3;

    /// <summary>Handed out of the new loan's amount. A client does not take a new loan, with its interest, for so little.</summary>
    public const decimal ParteEntregada = 0.05m;
}
