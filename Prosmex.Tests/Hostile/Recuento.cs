using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>How the answers fell, so that one sees whether the requests reach beyond the door.</summary>
internal sealed class Recuento
{
    private readonly ConcurrentDictionary<(int Rol, int Estado), int> _respuestas = [];
    private readonly ConcurrentDictionary<string, int> _exitos = [];

    public int Total => _respuestas.Values.Sum();

    public double ParteDeExitos => (double)_respuestas.Where(r => r.Key.Estado / 100 == 2).Sum(r => r.Value) / Math.Max(1, Total);

    public void Anotar(Solicitud solicitud, int estado)
    {
        _respuestas.AddOrUpdate((solicitud.Credencial.Rol, estado), 1, (_, n) => n + 1);
        if (estado / 100 == 2 && solicitud.Operacion is { } operacion)
        {
            _exitos.AddOrUpdate(operacion.Nombre, 1, (_, n) => n + 1);
        }
    }

    /// <summary>Operations that never did what they are for.</summary>
    public IEnumerable<Operation> SinExito() => Operaciones.Todas.Where(o => !_exitos.ContainsKey(o.Nombre));

    public double ParteDeExitosDe(int rol) =>
        (double)_respuestas.Where(r => r.Key.Rol == rol && r.Key.Estado / 100 == 2).Sum(r => r.Value) / Math.Max(1, _respuestas.Where(r => r.Key.Rol == rol).Sum(r => r.Value));

    public string Tabla()
    {
        var estados = _respuestas.Keys.Select(k => k.Estado).Distinct().Order().ToList();
        var table = new StringBuilder("role  ");
        table.AppendJoin("", estados.Select(e => $"{e,7}")).AppendLine();
        foreach (var rol in _respuestas.Keys.Select(k => k.Rol).Distinct().Order())
        {
            table.Append(CultureInfo.InvariantCulture, $"{(rol == 0 ? "none" : $"{rol}"),-6}")
                .AppendJoin("", estados.Select(e => $"{_respuestas.GetValueOrDefault((rol, e)),7}")).AppendLine();
        }

        var menos = _exitos.OrderBy(e => e.Value).Take(12).Select(e => $"{e.Key} {e.Value}");
        return table.AppendLine(CultureInfo.InvariantCulture, $"{ParteDeExitos:P1} of {Total} are successes; fewest: {string.Join(", ", menos)}").ToString();
    }
}
