namespace Prosmex.Tests.Simulation;

/// <summary>A declared week, with its groups at that moment.</summary>
internal sealed record SemanaDeclarada(int Clave, DateOnly Lunes, int? Ruta, int? Grupo, IReadOnlyList<int> Grupos);

/// <content>Groups, moves between them, and weeks without collection.</content>
internal sealed partial class Model
{
    /// <summary>1 and 2 are of route 1, 3 is of route 2.</summary>
    public const int Grupos = 3;

    private readonly Dictionary<int, List<(DateOnly Desde, int Grupo)>> _mudanzas = [];

    /// <summary>In force.</summary>
    public List<SemanaDeclarada> Declaradas { get; } = [];

    /// <summary>All moves in their order.</summary>
    public List<(DateTimeOffset Instante, int Cliente, int Grupo)> Mudanzas { get; } = [];

    /// <summary>A client's first group is theirs since ever.</summary>
    public static int PrimerGrupo(int cliente) => 1 + (cliente % Grupos);

    public static int RutaDe(int grupo) => grupo < Grupos ? 1 : 2;

    /// <summary>Of the group that the client belonged to when the week ended.</summary>
    public bool SinCobranza(int cliente, DateOnly lunes) =>
        Declaradas.Exists(d => d.Lunes == lunes && d.Grupos.Contains(GrupoDe(cliente, lunes.AddDays(6))));

    private int GrupoDe(int cliente, DateOnly dia)
    {
        var grupo = PrimerGrupo(cliente);
        foreach (var (desde, otro) in _mudanzas.GetValueOrDefault(cliente) ?? [])
        {
            grupo = desde <= dia ? otro : grupo;
        }

        return grupo;
    }

    private Verdict Judge(Declarar declarar)
    {
        var lunes = Calendario.Lunes(declarar.Dia);
        int[] grupos = [.. Enumerable.Range(1, Grupos).Where(g => (declarar.Ruta ?? RutaDe(g)) == RutaDe(g) && (declarar.Grupo ?? g) == g)];
        List<string> codigos = [];
        Exigir(codigos, !Declaradas.Exists(d => d.Lunes == lunes && d.Grupos.Intersect(grupos).Any()), "semana_sin_cobranza.ya_declarada");
        if (codigos.Count == 0)
        {
            Declaradas.Add(new(declarar.Declaracion, lunes, declarar.Ruta, declarar.Grupo, grupos));
        }

        return Decide(codigos, [.. Prestamos.Select(p => p.Clave)]);
    }

    private Verdict Judge(QuitarDeclaracion quitar)
    {
        List<string> codigos = [];
        Exigir(codigos, Declaradas.RemoveAll(d => d.Clave == quitar.Declaracion) == 1, "semana_sin_cobranza.no_encontrada");
        return Decide(codigos, [.. Prestamos.Select(p => p.Clave)]);
    }

    private Verdict Judge(Mudar mudar)
    {
        if (!_mudanzas.TryGetValue(mudar.Cliente, out var suyas))
        {
            _mudanzas.Add(mudar.Cliente, suyas = []);
        }

        suyas.Add((Today, mudar.Grupo));
        Mudanzas.Add((Ahora, mudar.Cliente, mudar.Grupo));
        return Decide([], [.. Prestamos.Where(p => p.Cliente == mudar.Cliente).Select(p => p.Clave)]);
    }
}
