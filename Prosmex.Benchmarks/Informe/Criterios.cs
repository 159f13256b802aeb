using System.Globalization;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Informe;

/// <summary>A line that the product wants to keep, and how far it is from it.</summary>
/// <param name="Valor">Null where it was not measured.</param>
internal sealed record Criterio(string Texto, double? Valor, double Tope)
{
    public bool? Cumple => Valor is { } v ? v <= Tope : null;

    public string Veredicto => Cumple switch { true => "PASS", false => "MISS", null => "–" };

    public override string ToString() => Valor is double.NaN
        ? $"{Veredicto}  {Texto}: refused for taking too long"
        : Valor is { } v
        ? string.Create(CultureInfo.InvariantCulture, $"{Veredicto}  {Texto}: {v:0.00} (at most {Tope:0.0#})")
        : $"{Veredicto}     {Texto}: not measured";
}

/// <summary>What "fast" means here.</summary>
internal static class Criterios
{
    private const double AlPiso = 1.5;
    private const double AlSql = 3;
    private const double AlCrecer = 2;

    public static IReadOnlyList<Criterio> De(Resultado result)
    {
        List<Criterio> criterios = [];
        if (result.De(Escala.Grande) is { } grande)
        {
            criterios.AddRange(grande.Pares.Where(p => p.Conexiones == 1 && !p.Operacion.EsAcceso).Select(p => new Criterio($"large, {p.Operacion.Ruta}: median ÷ floor", p.Razon, AlPiso)));
            criterios.Add(new("large, weekly close ÷ floor", grande.Cierre?.Razon, AlPiso));
        }

        if (result.De(Escala.Enorme) is { } enorme)
        {
            criterios.AddRange(enorme.Sql.Select(s => new Criterio($"huge, {s.Operacion}: HTTP ÷ its own SQL", s.Razon, AlSql)));
        }

        if (result.Escalas is [var menor, _, ..] && result.Escalas[^1] is var mayor)
        {
            criterios.Add(new($"statements per request, {mayor.Escala.Nombre} − {menor.Escala.Nombre} (largest difference of any operation)", Crecimiento(menor, mayor), 0));
            criterios.AddRange(menor.Pares.Where(p => p.Conexiones == 1 && p.Operacion.EsListaPaginada).Select(p => new Criterio(
                $"{mayor.Escala.Nombre} ÷ {menor.Escala.Nombre}, {p.Operacion.Ruta}", mayor.Par(p.Operacion.Nombre, 1)?.Producto.Mediana / p.Producto.Mediana, AlCrecer)));
        }

        criterios.Add(new("cold start ÷ an empty program with one EF query", result.Arranque?.Razon, AlPiso));
        return criterios;
    }

    /// <summary>By how many statements some request of the larger lender needs more.</summary>
    public static double? Crecimiento(ResultadoDeEscala menor, ResultadoDeEscala mayor) => menor.DelProducto.Count == 0 || mayor.DelProducto.Count == 0
        ? null
        : menor.DelProducto.Max(m => mayor.DelProducto.TryGetValue(m.Key, out var otro) ? otro.Sentencias - m.Value.Sentencias : 0);
}
