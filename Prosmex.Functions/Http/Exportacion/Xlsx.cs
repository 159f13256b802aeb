using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Prosmex.Functions.Http.Exportacion;

/// <summary>
/// Writes a spreadsheet (ECMA-376) sequentially, so that rows need not be buffered. Text is always an inline string, which no program evaluates as a
/// formula.
/// </summary>
internal static class Xlsx
{
    private const string Header = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n";
    private const string Workbook = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006";
    private const string Tipos = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    // One style per format, then the same in bold for totals, and the style of headings.
    private static readonly string[] FormatCodes = ["@", "#,##0", "#,##0.00", "0.00%", "yyyy\\-mm\\-dd"];
    private static readonly int[] Widths = [26, 11, 15, 11, 12];
    private static readonly int HeaderStyle = 1 + (2 * FormatCodes.Length);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly DateOnly DiaCero = new(1899, 12, 30);

    public static async Task WriteAsync(Stream output, IReadOnlyList<Hoja> hojas, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var numeros = Enumerable.Range(1, hojas.Count).ToList();
        await PartAsync(zip, "[Content_Types].xml", $"""
            <Types xmlns="{PackageRelationships}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Tipos}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Tipos}.styles+xml"/>{string.Concat(numeros.Select(n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Tipos}.worksheet+xml"/>"""))}</Types>
            """, cancellationToken);
        await PartAsync(zip, "_rels/.rels", $"""
            <Relationships xmlns="{PackageRelationships}/relationships"><Relationship Id="rId1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """, cancellationToken);
        await PartAsync(zip, "xl/workbook.xml", $"""
            <workbook xmlns="{Workbook}" xmlns:r="{Relationships}"><sheets>{string.Concat(numeros.Select(n => $"""<sheet name="{Escape(hojas[n - 1].Nombre)}" sheetId="{n}" r:id="rId{n}"/>"""))}</sheets></workbook>
            """, cancellationToken);
        await PartAsync(zip, "xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{PackageRelationships}/relationships">{string.Concat(numeros.Select(n => $"""<Relationship Id="rId{n}" Type="{Relationships}/worksheet" Target="worksheets/sheet{n}.xml"/>"""))}<Relationship Id="rId{hojas.Count + 1}" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>
            """, cancellationToken);
        await PartAsync(zip, "xl/styles.xml", Styles(), cancellationToken);
        foreach (var n in numeros)
        {
            await HojaAsync(zip, $"xl/worksheets/sheet{n}.xml", hojas[n - 1], cancellationToken);
        }
    }

    private static async Task HojaAsync(ZipArchive zip, string nombre, Hoja hoja, CancellationToken cancellationToken)
    {
        await using var entrada = await zip.CreateEntry(nombre, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var writer = new StreamWriter(entrada, new UTF8Encoding(false), bufferSize: 16 * 1024);
        var columns = hoja.Columns.Select((c, i) => $"""<col min="{i + 1}" max="{i + 1}" width="{Widths[(int)c.Format]}" customWidth="1"/>""");
        var text = new StringBuilder(Header).Append(CultureInfo.InvariantCulture, $"""
            <worksheet xmlns="{Workbook}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{string.Concat(columns)}</cols><sheetData>
            """);
        var fila = 1;
        Write(text, fila, hoja.Columns.Select(c => ((object?)c.Title, HeaderStyle)));
        await foreach (var siguiente in hoja.Filas.WithCancellation(cancellationToken))
        {
            fila++;
            Write(text, fila, hoja.Columns.Zip(siguiente.Celdas, (c, value) => (value, Style(c.Format, siguiente.EsTotal))));
            await FlushAsync(writer, text, cancellationToken);
        }

        text.Append("</sheetData></worksheet>");
        await FlushAsync(writer, text, cancellationToken);
    }

    private static void Write(StringBuilder text, int fila, IEnumerable<(object? Valor, int Estilo)> cells)
    {
        var i = CultureInfo.InvariantCulture;
        text.Append(i, $"""<row r="{fila}">""");
        var column = 0;
        foreach (var (value, style) in cells)
        {
            var donde = $"""r="{Letters(column++)}{fila}" s="{style}" """.TrimEnd();
            _ = value switch
            {
                null => text.Append(i, $"<c {donde}/>"),
                string cadena => text.Append(i, $"""<c {donde} t="inlineStr"><is><t xml:space="preserve">{Escape(cadena)}</t></is></c>"""),
                DateOnly dia => text.Append(i, $"<c {donde}><v>{dia.DayNumber - DiaCero.DayNumber}</v></c>"),
                decimal or int => text.Append(i, $"<c {donde}><v>{value}</v></c>"),
                _ => throw new ArgumentOutOfRangeException(nameof(cells), value, "No cell is of that type."),
            };
        }

        text.Append("</row>");
    }

    private static async Task FlushAsync(StreamWriter writer, StringBuilder text, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(text, cancellationToken);
        text.Clear();
    }

    private static async Task PartAsync(ZipArchive zip, string nombre, string xml, CancellationToken cancellationToken)
    {
        await using var entrada = await zip.CreateEntry(nombre, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await entrada.WriteAsync(Encoding.UTF8.GetBytes(Header + xml), cancellationToken);
    }

    private static int Style(CellFormat format, bool bold) => 1 + (int)format + (bold ? FormatCodes.Length : 0);

    private static string Styles()
    {
        const int Propios = 164;
        var formats = FormatCodes.Select((codigo, n) => $"""<numFmt numFmtId="{Propios + n}" formatCode="{Escape(codigo)}"/>""");
        var styles = from source in new[] { 0, 1 }
                     from n in Enumerable.Range(0, FormatCodes.Length)
                     select $"""<xf numFmtId="{Propios + n}" fontId="{source}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>""";
        return $"""
            <styleSheet xmlns="{Workbook}"><numFmts count="{FormatCodes.Length}">{string.Concat(formats)}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{HeaderStyle + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{string.Concat(styles)}<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>
            """;
    }

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : Letters((column / 26) - 1) + Letters(column % 26);

    // XML knows no other control characters, and reads a bare CR as a line feed; spreadsheets decode _xHHHH_.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\r' => escaped.Append("&#13;"),
                '_' when EsEscape(text.AsSpan(i)) => escaped.Append("_x005F_"),
                (< ' ' and not '\t' and not '\n') or '\uFFFE' or '\uFFFF' => escaped.Append('\uFFFD'),
                var c => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static bool EsEscape(ReadOnlySpan<char> text) =>
        text is ['_', 'x', _, _, _, _, '_', ..] && !text[2..6].ContainsAnyExcept(HexDigits);
}
