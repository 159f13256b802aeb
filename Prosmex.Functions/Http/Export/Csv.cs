using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prosmex.Functions.Http.Export;

/// <summary>CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel needs to detect the encoding.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Quote = SearchValues.Create(",\"\r\n\t ;");

    public static async Task WriteAsync(Stream output, Hoja hoja, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await WriteLineAsync(writer, hoja.Columns.Select(c => Text(c.Title)), cancellationToken);
        await foreach (var fila in hoja.Filas.WithCancellation(cancellationToken))
        {
            await WriteLineAsync(writer, hoja.Columns.Zip(fila.Cells, (column, value) => Cell(column.Format, value)), cancellationToken);
        }
    }

    private static Task WriteLineAsync(StreamWriter writer, IEnumerable<string> cells, CancellationToken cancellationToken) =>
        writer.WriteLineAsync(string.Join(',', cells).AsMemory(), cancellationToken);

    private static string Cell(CellFormat format, object? value) => (format, value) switch
    {
        (_, null) => "",
        (_, string text) => Text(text),
        (CellFormat.Monto, decimal monto) => monto.ToString("0.00", CultureInfo.InvariantCulture),
        (CellFormat.Porcentaje, decimal fraccion) => (fraccion * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%",
        (_, DateOnly dia) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (_, IFormattable otro) => otro.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "No cell is of that type."),
    };

    // Spreadsheets treat text that starts with these characters, some also in full width, as a formula; an apostrophe prevents it.
    private static string Text(string text)
    {
        var inocuo = text is ['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\t' or '\r' or '\n', ..] ? "'" + text : text;
        return inocuo.AsSpan().ContainsAny(Quote) ? $"\"{inocuo.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : inocuo;
    }
}
