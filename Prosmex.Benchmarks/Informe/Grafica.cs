using System.Globalization;
using System.Net;
using System.Text;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks.Informe;

/// <summary>A bar per request and number of connections: how many times the floor's median the product's is, with the line that it is to stay under.</summary>
internal static class Grafica
{
    private const int Ancho = 900;
    private const int Izquierda = 330;
    private const int Derecha = 170;
    private const int AltoDeBarra = 12;
    private const int AltoDeFila = 34;
    private const int Arriba = 64;
    private const double Tope = 1.5;
    private const double MenorEscala = 2;

    public static string Dibujar(ResultadoDeEscala escala)
    {
        var operaciones = escala.Pares.GroupBy(p => p.Operacion.Nombre).ToList();
        var mayor = Math.Max(MenorEscala, escala.Pares.Max(p => p.Razon));
        var alto = Arriba + (operaciones.Count * AltoDeFila) + 30;
        double X(double razon) => Izquierda + (razon / mayor * (Ancho - Izquierda - Derecha));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Ancho} {alto}" font-family="sans-serif" font-size="12">
            <rect width="{Ancho}" height="{alto}" fill="#ffffff"/>
            <text x="16" y="24" font-size="16" fill="#1f2933">Median of the product ÷ median of the floor, {escala.Escala.Pagos:N0} payments</text>
            <rect x="16" y="36" width="12" height="12" fill="#2f6f9f"/><text x="34" y="47" fill="#1f2933">1 connection</text>
            <rect x="130" y="36" width="12" height="12" fill="#9fc3dc"/><text x="148" y="47" fill="#1f2933">16 connections</text>

            """);
        for (var i = 0; i < operaciones.Count; i++)
        {
            var y = Arriba + (i * AltoDeFila);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Izquierda - 10}\" y=\"{y + 17}\" text-anchor=\"end\" fill=\"#1f2933\">{WebUtility.HtmlEncode(operaciones[i].First().Operacion.Ruta)}</text>\n");
            foreach (var (par, n) in operaciones[i].Select((p, n) => (p, n)))
            {
                Barra(svg, par, y + (n * (AltoDeBarra + 2)), X(par.Razon) - Izquierda);
            }
        }

        Linea(svg, X(1), "1", alto, "#52606d");
        Linea(svg, X(Tope), "1.5", alto, "#b44d12");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Barra(StringBuilder svg, Par par, int y, double largo)
    {
        var color = par.Conexiones == 1 ? "#2f6f9f" : "#9fc3dc";
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Izquierda}\" y=\"{y}\" width=\"{largo:0.0}\" height=\"{AltoDeBarra}\" fill=\"{color}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Izquierda + largo + 6:0.0}\" y=\"{y + 10}\" font-size=\"10\" fill=\"#1f2933\">{par.Razon:0.00} ({par.Producto.Mediana:0.00} / {par.Piso.Mediana:0.00} ms)</text>\n");
    }

    private static void Linea(StringBuilder svg, double x, string text, int alto, string color) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{x:0.0}\" y1=\"{Arriba - 6}\" x2=\"{x:0.0}\" y2=\"{alto - 22}\" stroke=\"{color}\" stroke-dasharray=\"4 3\"/><text x=\"{x:0.0}\" y=\"{alto - 8}\" text-anchor=\"middle\" fill=\"{color}\">{text}</text>\n");
}
