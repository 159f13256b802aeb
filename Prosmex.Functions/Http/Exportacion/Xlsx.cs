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
    private const string Cabecera = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n";
    private const string Principal = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relaciones = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string DelPaquete = "http://schemas.openxmlformats.org/package/2006";
    private const string Tipos = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    // One style per format, then the same in bold for totals, and the style of headings.
    private static readonly string[] CodigosDeFormato = ["@", "#,##0", "#,##0.00", "0.00%", "yyyy\\-mm\\-dd"];
    private static readonly int[] Anchos = [26, 11, 15, 11, 12];
    private static readonly int EstiloDeEncabezado = 1 + (2 * CodigosDeFormato.Length);

    private static readonly SearchValues<char> Hexadecimales = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly DateOnly DiaCero = new(1899, 12, 30);

    public static async Task EscribirAsync(Stream output, IReadOnlyList<Hoja> hojas, CancellationToken cancellationToken)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var numeros = Enumerable.Range(1, hojas.Count).ToList();
        await ParteAsync(zip, "[Content_Types].xml", $"""
            <Types xmlns="{DelPaquete}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Tipos}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Tipos}.styles+xml"/>{string.Concat(numeros.Select(n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Tipos}.worksheet+xml"/>"""))}</Types>
            """, cancellationToken);
        await ParteAsync(zip, "_rels/.rels", $"""
            <Relationships xmlns="{DelPaquete}/relationships"><Relationship Id="rId1" Type="{Relaciones}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """, cancellationToken);
        await ParteAsync(zip, "xl/workbook.xml", $"""
            <workbook xmlns="{Principal}" xmlns:r="{Relaciones}"><sheets>{string.Concat(numeros.Select(n => $"""<sheet name="{Escapar(hojas[n - 1].Nombre)}" sheetId="{n}" r:id="rId{n}"/>"""))}</sheets></workbook>
            """, cancellationToken);
        await ParteAsync(zip, "xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{DelPaquete}/relationships">{string.Concat(numeros.Select(n => $"""<Relationship Id="rId{n}" Type="{Relaciones}/worksheet" Target="worksheets/sheet{n}.xml"/>"""))}<Relationship Id="rId{hojas.Count + 1}" Type="{Relaciones}/styles" Target="styles.xml"/></Relationships>
            """, cancellationToken);
        await ParteAsync(zip, "xl/styles.xml", Estilos(), cancellationToken);
        foreach (var n in numeros)
        {
            await HojaAsync(zip, $"xl/worksheets/sheet{n}.xml", hojas[n - 1], cancellationToken);
        }
    }

    private static async Task HojaAsync(ZipArchive zip, string nombre, Hoja hoja, CancellationToken cancellationToken)
    {
        await using var entrada = await zip.CreateEntry(nombre, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var writer = new StreamWriter(entrada, new UTF8Encoding(false), bufferSize: 16 * 1024);
        var columns = hoja.Columnas.Select((c, i) => $"""<col min="{i + 1}" max="{i + 1}" width="{Anchos[(int)c.Formato]}" customWidth="1"/>""");
        var text = new StringBuilder(Cabecera).Append(CultureInfo.InvariantCulture, $"""
            <worksheet xmlns="{Principal}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{string.Concat(columns)}</cols><sheetData>
            """);
        var fila = 1;
        Escribir(text, fila, hoja.Columnas.Select(c => ((object?)c.Titulo, EstiloDeEncabezado)));
        await foreach (var siguiente in hoja.Filas.WithCancellation(cancellationToken))
        {
            fila++;
            Escribir(text, fila, hoja.Columnas.Zip(siguiente.Celdas, (c, valor) => (valor, Estilo(c.Formato, siguiente.EsTotal))));
            await VaciarAsync(writer, text, cancellationToken);
        }

        text.Append("</sheetData></worksheet>");
        await VaciarAsync(writer, text, cancellationToken);
    }

    private static void Escribir(StringBuilder text, int fila, IEnumerable<(object? Valor, int Estilo)> cells)
    {
        var i = CultureInfo.InvariantCulture;
        text.Append(i, $"""<row r="{fila}">""");
        var column = 0;
        foreach (var (valor, style) in cells)
        {
            var donde = $"""r="{Letras(column++)}{fila}" s="{style}" """.TrimEnd();
            _ = valor switch
            {
                null => text.Append(i, $"<c {donde}/>"),
                string cadena => text.Append(i, $"""<c {donde} t="inlineStr"><is><t xml:space="preserve">{Escapar(cadena)}</t></is></c>"""),
                DateOnly dia => text.Append(i, $"<c {donde}><v>{dia.DayNumber - DiaCero.DayNumber}</v></c>"),
                decimal or int => text.Append(i, $"<c {donde}><v>{valor}</v></c>"),
                _ => throw new ArgumentOutOfRangeException(nameof(cells), valor, "No cell is of that type."),
            };
        }

        text.Append("</row>");
    }

    private static async Task VaciarAsync(StreamWriter writer, StringBuilder text, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(text, cancellationToken);
        text.Clear();
    }

    private static async Task ParteAsync(ZipArchive zip, string nombre, string xml, CancellationToken cancellationToken)
    {
        await using var entrada = await zip.CreateEntry(nombre, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await entrada.WriteAsync(Encoding.UTF8.GetBytes(Cabecera + xml), cancellationToken);
    }

    private static int Estilo(FormatoDeCelda format, bool negrita) => 1 + (int)format + (negrita ? CodigosDeFormato.Length : 0);

    private static string Estilos()
    {
        const int Propios = 164;
        var formats = CodigosDeFormato.Select((codigo, n) => $"""<numFmt numFmtId="{Propios + n}" formatCode="{Escapar(codigo)}"/>""");
        var styles = from source in new[] { 0, 1 }
                     from n in Enumerable.Range(0, CodigosDeFormato.Length)
                     select $"""<xf numFmtId="{Propios + n}" fontId="{source}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>""";
        return $"""
            <styleSheet xmlns="{Principal}"><numFmts count="{CodigosDeFormato.Length}">{string.Concat(formats)}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{EstiloDeEncabezado + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{string.Concat(styles)}<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>
            """;
    }

    private static string Letras(int column) => column < 26 ? $"{(char)('A' + column)}" : Letras((column / 26) - 1) + Letras(column % 26);

    // XML knows no other control characters, and reads a bare CR as a line feed; spreadsheets decode _xHHHH_.
    private static string Escapar(string text)
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
        text is ['_', 'x', _, _, _, _, '_', ..] && !text[2..6].ContainsAnyExcept(Hexadecimales);
}
