using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks.Informe;

/// <summary>All that was found out about one size.</summary>
internal sealed record ResultadoDeEscala(
    Escala Escala,
    IReadOnlyList<Par> Pares,
    IReadOnlyDictionary<string, Pedido> DelProducto,
    IReadOnlyDictionary<string, Pedido> DelPiso,
    Cierre? Cierre,
    IReadOnlyList<SqlDirecto> Sql,
    long PagosContestados,
    decimal MontoContestado)
{
    public Par? Par(string operacion, int conexiones) => Pares.FirstOrDefault(p => p.Operacion.Nombre == operacion && p.Conexiones == conexiones);
}

/// <summary>A whole run.</summary>
internal sealed record Resultado(Maquina Maquina, IReadOnlyList<ResultadoDeEscala> Escalas, Startups? Arranque)
{
    public ResultadoDeEscala? De(Escala escala) => Escalas.FirstOrDefault(e => e.Escala == escala);
}
