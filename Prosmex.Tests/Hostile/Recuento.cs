using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>How the answers fell, so that one sees whether the requests reach beyond the door.</summary>
internal sealed class Recuento
{
    private readonly ConcurrentDictionary<(int Rol, int Status), int> _answers = [];
    private readonly ConcurrentDictionary<string, int> _successes = [];

    public int Total => _answers.Values.Sum();

    public double SuccessRate => (double)_answers.Where(r => r.Key.Status / 100 == 2).Sum(r => r.Value) / Math.Max(1, Total);

    public void Anotar(HostileRequest request, int status)
    {
        _answers.AddOrUpdate((request.Credential.Rol, status), 1, (_, n) => n + 1);
        if (status / 100 == 2 && request.Operation is { } operation)
        {
            _successes.AddOrUpdate(operation.Name, 1, (_, n) => n + 1);
        }
    }

    /// <summary>Operations that never did what they are for.</summary>
    public IEnumerable<Operation> WithoutSuccess() => Operations.All.Where(o => !_successes.ContainsKey(o.Name));

    public double SuccessRateOf(int rol) =>
        (double)_answers.Where(r => r.Key.Rol == rol && r.Key.Status / 100 == 2).Sum(r => r.Value) / Math.Max(1, _answers.Where(r => r.Key.Rol == rol).Sum(r => r.Value));

    public string Table()
    {
        var estados = _answers.Keys.Select(k => k.Status).Distinct().Order().ToList();
        var table = new StringBuilder("role  ");
        table.AppendJoin("", estados.Select(e => $"{e,7}")).AppendLine();
        foreach (var rol in _answers.Keys.Select(k => k.Rol).Distinct().Order())
        {
            table.Append(CultureInfo.InvariantCulture, $"{(rol == 0 ? "none" : $"{rol}"),-6}")
                .AppendJoin("", estados.Select(e => $"{_answers.GetValueOrDefault((rol, e)),7}")).AppendLine();
        }

        var menos = _successes.OrderBy(e => e.Value).Take(12).Select(e => $"{e.Key} {e.Value}");
        return table.AppendLine(CultureInfo.InvariantCulture, $"{SuccessRate:P1} of {Total} are successes; fewest: {string.Join(", ", menos)}").ToString();
    }
}
