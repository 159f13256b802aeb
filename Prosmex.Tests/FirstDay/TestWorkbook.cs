namespace Prosmex.Tests.FirstDay;

/// <summary>A product as the rules list it; written down here again, so that the seed is checked too.</summary>
internal sealed record TestTipo(int Id, int Semanas, decimal PorcentajeSemanal, decimal Interes, decimal Pena, int Limite)
{
    public static readonly TestTipo De14 = new(1, 14, 0.10m, 0.40m, 1m, 1);
    public static readonly TestTipo De20 = new(34, 20, 0.07m, 0.40m, 1m, 4);
    public static readonly TestTipo De30 = new(35, 30, 0.05m, 0.50m, 2m, 4);
    public static readonly TestTipo De11 = new(36, 11, 0.10m, 0.10m, 1m, 4);
    public static readonly TestTipo De13 = new(37, 13, 0.10m, 0.30m, 1m, 4);

    /// <summary>By id.</summary>
    public static readonly IReadOnlyList<TestTipo> All = [De14, De20, De30, De11, De13];

    public string Nombre => $"Préstamo Tipo {Semanas} semanas";
}

internal sealed record TestGrupo(int Id, string Nombre, bool Propio);

internal sealed class TestCliente(int id, string apodo, TestGrupo grupo)
{
    public int Id { get; } = id;

    public string Apodo { get; } = apodo;

    public string NombreCompleto => $"{Apodo} López Díaz";

    /// <summary>Loans and their history follow the client.</summary>
    public TestGrupo Grupo { get; set; } = grupo;
}

/// <summary>A collection in force or reversed; reversing rows are not written down.</summary>
internal sealed class TestPago(int id, TestPrestamo prestamo, decimal monto, DateTimeOffset fecha)
{
    public int Id { get; } = id;

    public TestPrestamo Prestamo { get; } = prestamo;

    public decimal Monto { get; } = monto;

    public DateTimeOffset Fecha { get; } = fecha;

    public bool Reversado { get; set; }
}

/// <summary>A loan whose figures are all recomputed from its terms and its collections on each read.</summary>
internal sealed class TestPrestamo
{
    public required int Id { get; init; }

    public required TestCliente Cliente { get; init; }

    public required TestCliente Aval { get; set; }

    public required TestTipo Tipo { get; set; }

    public required decimal Monto { get; set; }

    public required DateOnly FechaInicio { get; set; }

    public required DateTimeOffset Creado { get; init; }

    /// <summary>The loan that this one renews.</summary>
    public TestPrestamo? Renueva { get; init; }

    /// <summary>What the renewal settled of this one; null while it is not renewed.</summary>
    public decimal? Liquidacion { get; set; }

    public List<TestPago> Pagos { get; } = [];

    public IEnumerable<TestPago> PagosEnVigor => Pagos.Where(p => !p.Reversado);

    public decimal Utilidad => Centavos(Monto * (1 + Tipo.Interes));

    public decimal CobranzaIdeal => Centavos(Monto * Tipo.PorcentajeSemanal);

    public decimal MontoReal => Monto - (Renueva?.Liquidacion ?? 0);

    public decimal Pagado => PagosEnVigor.Sum(p => p.Monto) + (Liquidacion ?? 0);

    public decimal Restante => Utilidad - Pagado;

    public bool Completado => Restante == 0;

    public string Status => Liquidacion is not null ? "renovado" : Completado ? "liquidado" : "activo";

    /// <summary>Weeks completed: no more than the money covers, and one for each collection at most.</summary>
    public int SemanaActiva
    {
        get
        {
            var semanas = 0;
            var cobros = PagosEnVigor.Count();
            while (semanas < Tipo.Semanas && semanas < cobros && PlanHasta(semanas + 1) <= Pagado)
            {
                semanas++;
            }

            return semanas;
        }
    }

    public decimal Adelanto => Completado ? 0 : Math.Max(0, Pagado - PlanHasta(SemanaActiva));

    /// <summary>Without faltas: no week is closed during the quarter.</summary>
    public int SemanasQueDebe => Completado ? 0 : Tipo.Semanas - SemanaActiva;

    /// <summary>What each week owes, the first one first.</summary>
    public IReadOnlyList<decimal> Plan()
    {
        List<decimal> plan = [];
        var resta = Utilidad;
        for (var semana = 1; semana <= Tipo.Semanas; semana++)
        {
            var debe = semana == Tipo.Semanas ? resta : Math.Min(CobranzaIdeal, resta);
            plan.Add(debe);
            resta -= debe;
        }

        return plan;
    }

    public decimal PlanHasta(int semana) => Plan().Take(semana).Sum();

    private static decimal Centavos(decimal monto) => decimal.Round(monto, 2, MidpointRounding.AwayFromZero);
}

/// <summary>What the lender would write down on paper: loans and collections, nothing that can be computed.</summary>
internal sealed class TestWorkbook
{
    public List<TestGrupo> Grupos { get; } = [];

    public List<TestCliente> Clientes { get; } = [];

    /// <summary>By id.</summary>
    public List<TestPrestamo> Prestamos { get; } = [];

    public IEnumerable<TestPago> PagosEnVigor => Prestamos.SelectMany(p => p.PagosEnVigor).OrderBy(p => p.Id);

    public TestCliente Cliente(string apodo) => Clientes.Single(c => c.Apodo == apodo);

    /// <summary>The latest loan of a client.</summary>
    public TestPrestamo De(string apodo) => De(Cliente(apodo)).Last();

    public IEnumerable<TestPrestamo> De(TestCliente cliente) => Prestamos.Where(p => p.Cliente == cliente);

    public IEnumerable<TestPrestamo> De(TestGrupo grupo) => Prestamos.Where(p => p.Cliente.Grupo == grupo);

    /// <summary>The latest loan of each client of a group whose start is not to come.</summary>
    public IEnumerable<TestPrestamo> Ultimos(TestGrupo grupo, DateOnly today) =>
        De(grupo).Where(p => p.FechaInicio <= today).GroupBy(p => p.Cliente).Select(g => g.MaxBy(p => p.Id)!);
}
