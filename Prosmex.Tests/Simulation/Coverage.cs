namespace Prosmex.Tests.Simulation;

/// <summary>What happened in a run: one that only ever hears no proves nothing.</summary>
internal sealed class Coverage
{
    private readonly Lock _key = new();
    private readonly SortedDictionary<string, int> _veces = [];

    public int Pasos { get; private set; }

    public int De(string que) => _veces.GetValueOrDefault(que);

    public void Antes(Modelo modelo, Operation operacion)
    {
        Pasos++;
        switch (operacion)
        {
            case Cobrar cobrar:
                Contar("filas de cobro", cobrar.Filas.Count);
                Contar("filas repetidas", cobrar.Filas.Count(f => modelo.Pago(f.Pago) is not null));
                Contar("filas de semanas cerradas", cobrar.Filas.Count(f => f.Fecha.Instante is { } i && Calendario.Lunes(Calendario.Dia(i)) <= modelo.Cerrada));
                break;
            case Conceder conceder:
                Contar("renovaciones pedidas", conceder.Filas.Count(f => modelo.Abierto(f.Cliente) is not null));
                break;
        }
    }

    public void Despues(Operation operacion, ApiResponse response)
    {
        Contar($"{operacion.GetType().Name}: {response.Codigo ?? "hecho"}", 1);
        Contar("semanas cerradas", response.Cierres.Count);
        Contar("cierres de varias semanas", response.Cierres.Count > 1 ? 1 : 0);
        Contar("cierres sin semana", operacion is Cerrar && response.Cierres.Count == 0 ? 1 : 0);
        Contar("vencidos", response.Cierres.Sum(c => c.Vencidos));
        Contar("faltas", response.Cierres.Sum(c => c.Faltas ?? 0));
    }

    public void Sumar(Coverage otra)
    {
        lock (_key)
        {
            Pasos += otra.Pasos;
            foreach (var (que, veces) in otra._veces)
            {
                Contar(que, veces);
            }
        }
    }

    public override string ToString() => string.Join('\n', _veces.Select(v => $"{v.Value,9}  {v.Key}"));

    private void Contar(string que, int veces)
    {
        if (veces > 0)
        {
            _veces[que] = _veces.GetValueOrDefault(que) + veces;
        }
    }
}
