using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prosmex.Functions.Http.Exportacion;

/// <summary>CSV as RFC 4180 has it, in UTF-8 with a byte order mark: without one Excel takes it for something else.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> EntreComillas = SearchValues.Create(",\"\r\n\t ;");

    public static async Task EscribirAsync(Stream salida, Hoja hoja, CancellationToken cancellationToken)
    {
        await using var escritor = new StreamWriter(salida, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await LineaAsync(escritor, hoja.Columnas.Select(c => Texto(c.Titulo)), cancellationToken);
        await foreach (var fila in hoja.Filas.WithCancellation(cancellationToken))
        {
            await LineaAsync(escritor, hoja.Columnas.Zip(fila.Celdas, (columna, valor) => Celda(columna.Formato, valor)), cancellationToken);
        }
    }

    private static Task LineaAsync(StreamWriter escritor, IEnumerable<string> celdas, CancellationToken cancellationToken) =>
        escritor.WriteLineAsync(string.Join(',', celdas).AsMemory(), cancellationToken);

    private static string Celda(FormatoDeCelda formato, object? valor) => (formato, valor) switch
    {
        (_, null) => "",
        (_, string texto) => Texto(texto),
        (FormatoDeCelda.Monto, decimal monto) => monto.ToString("0.00", CultureInfo.InvariantCulture),
        (FormatoDeCelda.Porcentaje, decimal fraccion) => (fraccion * 100).ToString("0.00##", CultureInfo.InvariantCulture) + "%",
        (_, DateOnly dia) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (_, IFormattable otro) => otro.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(valor), valor, "No cell is of that type."),
    };

    // A spreadsheet takes what begins so for a formula, some also in full width; behind an apostrophe it is text.
    private static string Texto(string texto)
    {
        var inocuo = texto is ['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\t' or '\r' or '\n', ..] ? "'" + texto : texto;
        return inocuo.AsSpan().ContainsAny(EntreComillas) ? $"\"{inocuo.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : inocuo;
    }
}
