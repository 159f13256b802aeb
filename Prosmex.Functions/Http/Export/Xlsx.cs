using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Prosmex.Functions.Http.Export;

/// <summary>
/// Writes a spreadsheet (ECMA-376) sequentially, so that rows need not be buffered. Text is always an inline string, which no program evaluates as a
/// formula. Sheets are set up for printing: one page wide, with the headings on every page.
/// </summary>
internal static class Xlsx
{
    public const string Workbook = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>The lender, what the table is, and its details stand above the headings; on paper, all four on every page.</summary>
    private const int HeadingRow = 4;

    private const string Header = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006";
    private const string Tipos = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly DateOnly DiaCero = new(1899, 12, 30);

    /// <param name="financiera">The lender's name.</param>
    public static async Task WriteAsync(Stream output, string financiera, IReadOnlyList<Hoja> hojas, CancellationToken cancellationToken)
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
            <workbook xmlns="{Workbook}" xmlns:r="{Relationships}"><sheets>{string.Concat(numeros.Select(n => $"""<sheet name="{Escape(hojas[n - 1].Nombre)}" sheetId="{n}" r:id="rId{n}"/>"""))}</sheets><definedNames>{string.Concat(hojas.Select(PrintTitles))}</definedNames></workbook>
            """, cancellationToken);
        await PartAsync(zip, "xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{PackageRelationships}/relationships">{string.Concat(numeros.Select(n => $"""<Relationship Id="rId{n}" Type="{Relationships}/worksheet" Target="worksheets/sheet{n}.xml"/>"""))}<Relationship Id="rId{hojas.Count + 1}" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>
            """, cancellationToken);
        await PartAsync(zip, "xl/styles.xml", XlsxStyles.Xml(), cancellationToken);
        foreach (var n in numeros)
        {
            await HojaAsync(zip, $"xl/worksheets/sheet{n}.xml", financiera, hojas[n - 1], cancellationToken);
        }
    }

    private static string PrintTitles(Hoja hoja, int n) =>
        $"""<definedName name="_xlnm.Print_Titles" localSheetId="{n}">'{Escape(hoja.Nombre).Replace("'", "''", StringComparison.Ordinal)}'!$1:${HeadingRow}</definedName>""";

    private static async Task HojaAsync(ZipArchive zip, string nombre, string financiera, Hoja hoja, CancellationToken cancellationToken)
    {
        await using var entrada = await zip.CreateEntry(nombre, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var writer = new StreamWriter(entrada, new UTF8Encoding(false), bufferSize: 16 * 1024);
        var layout = new SheetLayout(hoja.Columns);
        var columns = layout.ColumnWidths.Select((width, n) => $"""<col min="{n + 1}" max="{n + 1}" width="{width}" customWidth="1"/>""");
        var text = new StringBuilder(Header).Append(CultureInfo.InvariantCulture, $"""
            <worksheet xmlns="{Workbook}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="{HeadingRow}" topLeftCell="A{HeadingRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{string.Concat(columns)}</cols><sheetData>
            """);
        Write(text, 1, [(financiera, XlsxStyles.Financiera)], layout.LineHeight(financiera, XlsxStyles.FinancieraSize));
        Write(text, 2, [(hoja.Title.Text, XlsxStyles.Title)], layout.LineHeight(hoja.Title.Text, XlsxStyles.TitleSize));
        Write(text, 3, [(hoja.Title.Detail, XlsxStyles.Detail)], layout.LineHeight(hoja.Title.Detail, XlsxStyles.DetailSize));
        Write(text, HeadingRow, hoja.Columns.Select(c => ((object?)c.Title, XlsxStyles.OfHeading(c.Format))), layout.HeadingHeight);
        var (fila, filtered) = (HeadingRow, HeadingRow);
        await foreach (var siguiente in hoja.Filas.WithCancellation(cancellationToken))
        {
            fila++;
            filtered = siguiente.EsTotal ? filtered : fila;
            Write(text, fila, hoja.Columns.Zip(siguiente.Cells, (c, value) => (value, XlsxStyles.Of(c.Format, siguiente.EsTotal))), layout.RowHeight(siguiente.Cells));
            await FlushAsync(writer, text, cancellationToken);
        }

        // Totals are no row to filter or sort. The lines above the headings are as wide as the table.
        var last = Letters(hoja.Columns.Count - 1);
        var merged = hoja.Columns.Count == 1 ? [] : Enumerable.Range(1, HeadingRow - 1).Select(n => $"""<mergeCell ref="A{n}:{last}{n}"/>""").ToList();
        text.Append(CultureInfo.InvariantCulture, $"""
            </sheetData><autoFilter ref="A{HeadingRow}:{last}{filtered}"/>{(merged.Count == 0 ? "" : $"""<mergeCells count="{merged.Count}">{string.Concat(merged)}</mergeCells>""")}<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="1" orientation="{(layout.IsLandscape ? "landscape" : "portrait")}" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;CPágina &amp;P de &amp;N</oddFooter></headerFooter></worksheet>
            """);
        await FlushAsync(writer, text, cancellationToken);
    }

    /// <param name="height">Null for that of one line.</param>
    private static void Write(StringBuilder text, int fila, IEnumerable<(object? Valor, int Estilo)> cells, int? height = null)
    {
        var i = CultureInfo.InvariantCulture;
        text.Append(i, $"<row r=\"{fila}\"{(height is null ? "" : $" ht=\"{height}\" customHeight=\"1\"")}>");
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
                '_' when IsEscape(text.AsSpan(i)) => escaped.Append("_x005F_"),
                (< ' ' and not '\t' and not '\n') or '\uFFFE' or '\uFFFF' => escaped.Append('\uFFFD'),
                var c => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text is ['_', 'x', _, _, _, _, '_', ..] && !text[2..6].ContainsAnyExcept(HexDigits);
}
