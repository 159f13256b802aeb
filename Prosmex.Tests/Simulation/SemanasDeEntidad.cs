using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Simulation;

/// <summary>Declared weeks as the database keeps them, for the entities: the group of each client by day.</summary>
internal sealed class SemanasDeEntidad
{
    private readonly Dictionary<int, (DateOnly Lunes, int[] Grupos)> _declaradas = [];
    private readonly Dictionary<int, SortedDictionary<DateOnly, int>> _grupos = [];

    public void Do(Operation operation, DateOnly today)
    {
        switch (operation)
        {
            case Declarar declarar:
                var lunes = Semana.De(declarar.Dia).Lunes;
                int[] grupos = [.. Enumerable.Range(1, Model.Grupos).Where(g => (declarar.Ruta ?? Model.RutaDe(g)) == Model.RutaDe(g) && (declarar.Grupo ?? g) == g)];
                if (_declaradas.Values.Any(d => d.Lunes == lunes && d.Grupos.Intersect(grupos).Any()))
                {
                    throw new DominioException(SemanaSinCobranzaErrores.YaDeclarada);
                }

                _declaradas.Add(declarar.Declaracion, (lunes, grupos));
                break;
            case QuitarDeclaracion quitar when !_declaradas.Remove(quitar.Declaracion):
                throw new DominioException(SemanaSinCobranzaErrores.NoEncontrada);
            case Mudar mudar:
                if (!_grupos.TryGetValue(mudar.Cliente, out var suyos))
                {
                    _grupos.Add(mudar.Cliente, suyos = []);
                }

                suyos[today] = mudar.Grupo;
                break;
        }
    }

    public bool SinCobranza(int cliente, DateOnly lunes) => _declaradas.Values.Any(d => d.Lunes == lunes && d.Grupos.Contains(GrupoDe(cliente, lunes.AddDays(6))));

    public WriteContext Complete(WriteContext write, IEnumerable<int> clientes) => write.LastClosedWeek is not { } ultima ? write : write with
    {
        ConCobranza = clientes.Where(c => SinCobranza(c, ultima.Lunes)).ToDictionary(c => c, c => UltimaConCobranza(c, ultima)),
    };

    public void FijarVencidos(IEnumerable<CuentaDeEntidad> cuentas, Semana? ultima)
    {
        foreach (var p in cuentas.Select(c => c.Prestamo).Where(p => !p.EstaCerrado && ultima is not null))
        {
            var esVencido = p.SemanaDelPlan(UltimaConCobranza(p.ClienteId, ultima!.Value)) >= p.NumeroSemanas;
            Samples.Poner(p, nameof(Prestamo.Status), esVencido ? StatusPrestamo.Vencido : StatusPrestamo.Activo);
        }
    }

    private Semana UltimaConCobranza(int cliente, Semana ultima)
    {
        while (SinCobranza(cliente, ultima.Lunes))
        {
            ultima = Semana.De(ultima.Lunes.AddDays(-7));
        }

        return ultima;
    }

    private int GrupoDe(int cliente, DateOnly dia) => _grupos.TryGetValue(cliente, out var suyos) && suyos.Keys.Any(d => d <= dia)
        ? suyos.Last(g => g.Key <= dia).Value
        : Model.PrimerGrupo(cliente);
}
