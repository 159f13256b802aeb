namespace Prosmex.Tests.Simulation;

/// <summary>What happened in a run: one that only ever hears no proves nothing.</summary>
internal sealed class Coverage
{
    private readonly Lock _key = new();
    private readonly SortedDictionary<string, int> _times = [];

    public int Pasos { get; private set; }

    public int De(string que) => _times.GetValueOrDefault(que);

    public void Antes(Model model, Operation operation)
    {
        Pasos++;
        switch (operation)
        {
            case Cobrar cobrar:
                Count("filas de cobro", cobrar.Filas.Count);
                Count("filas repetidas", cobrar.Filas.Count(f => model.Pago(f.Pago) is not null));
                Count("filas de semanas cerradas", cobrar.Filas.Count(f => f.Fecha.Instante is { } i && Calendario.Lunes(Calendario.Dia(i)) <= model.Cerrada));
                break;
            case Conceder conceder:
                Count("renovaciones pedidas", conceder.Filas.Count(f => model.Abierto(f.Cliente) is not null));
                break;
        }
    }

    public void Despues(Operation operation, ApiResponse response)
    {
        Count($"{operation.GetType().Name}: {response.Codigo ?? "hecho"}", 1);
        Count("semanas cerradas", response.Cierres.Count);
        Count("cierres de varias semanas", response.Cierres.Count > 1 ? 1 : 0);
        Count("cierres sin semana", operation is Cerrar && response.Cierres.Count == 0 ? 1 : 0);
        Count("vencidos", response.Cierres.Sum(c => c.Vencidos));
        Count("faltas", response.Cierres.Sum(c => c.Faltas ?? 0));
    }

    public void Add(Coverage otra)
    {
        lock (_key)
        {
            Pasos += otra.Pasos;
            foreach (var (que, times) in otra._times)
            {
                Count(que, times);
            }
        }
    }

    public override string ToString() => string.Join('\n', _times.Select(v => $"{v.Value,9}  {v.Key}"));

    private void Count(string que, int times)
    {
        if (times > 0)
        {
            _times[que] = _times.GetValueOrDefault(que) + times;
        }
    }
}
