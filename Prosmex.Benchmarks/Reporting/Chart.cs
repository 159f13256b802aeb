using System.Globalization;
using System.Net;
using System.Text;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>A bar chart of the ratio to the floor by operation and number of connections, with the limit.</summary>
internal static class Chart
{
    private const int Width = 900;
    private const int Left = 330;
    private const int Right = 170;
    private const int BarHeight = 12;
    private const int RowHeight = 34;
    private const int Top = 64;
    private const double Limit = 1.5;
    private const double MinimumRange = 2;

    public static string Draw(ScaleResult scale)
    {
        var operations = scale.Comparisons.GroupBy(p => p.Operation.Name).ToList();
        var largest = Math.Max(MinimumRange, scale.Comparisons.Max(p => p.Ratio));
        var height = Top + (operations.Count * RowHeight) + 30;
        double X(double ratio) => Left + (ratio / largest * (Width - Left - Right));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{height}" fill="#ffffff"/>
            <text x="16" y="24" font-size="16" fill="#1f2933">Median of the product ÷ median of the floor, {scale.Scale.Pagos:N0} payments</text>
            <rect x="16" y="36" width="12" height="12" fill="#2f6f9f"/><text x="34" y="47" fill="#1f2933">1 connection</text>
            <rect x="130" y="36" width="12" height="12" fill="#9fc3dc"/><text x="148" y="47" fill="#1f2933">16 connections</text>

            """);
        for (var i = 0; i < operations.Count; i++)
        {
            var y = Top + (i * RowHeight);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{y + 17}\" text-anchor=\"end\" fill=\"#1f2933\">{WebUtility.HtmlEncode(operations[i].First().Operation.Route)}</text>\n");
            foreach (var (comparison, n) in operations[i].Select((p, n) => (p, n)))
            {
                AppendBar(svg, comparison, y + (n * (BarHeight + 2)), X(comparison.Ratio) - Left);
            }
        }

        Line(svg, X(1), "1", height, "#52606d");
        Line(svg, X(Limit), "1.5", height, "#b44d12");
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendBar(StringBuilder svg, Comparison comparison, int y, double length)
    {
        var color = comparison.Connections == 1 ? "#2f6f9f" : "#9fc3dc";
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{length:0.0}\" height=\"{BarHeight}\" fill=\"{color}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + length + 6:0.0}\" y=\"{y + 10}\" font-size=\"10\" fill=\"#1f2933\">{comparison.Ratio:0.00} ({comparison.Product.Median:0.00} / {comparison.Floor.Median:0.00} ms)</text>\n");
    }

    private static void Line(StringBuilder svg, double x, string text, int height, string color) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{x:0.0}\" y1=\"{Top - 6}\" x2=\"{x:0.0}\" y2=\"{height - 22}\" stroke=\"{color}\" stroke-dasharray=\"4 3\"/><text x=\"{x:0.0}\" y=\"{height - 8}\" text-anchor=\"middle\" fill=\"{color}\">{text}</text>\n");
}
