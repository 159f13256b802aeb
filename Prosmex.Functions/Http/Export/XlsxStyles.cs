using System.Globalization;
using System.Security;

namespace Prosmex.Functions.Http.Export;

/// <summary>The cell styles of a spreadsheet. A style is its place in the list.</summary>
internal static class XlsxStyles
{
    public const int BodySize = 11;
    public const int FinancieraSize = 14;
    public const int TitleSize = 12;
    public const int DetailSize = 9;

    public const int Financiera = HeadingOfNumbers + 1;
    public const int Title = Financiera + 1;
    public const int Detail = Title + 1;

    private const int Formats = 6;
    private const int HeadingOfText = 1 + (2 * Formats);
    private const int HeadingOfNumbers = HeadingOfText + 1;

    // Numbers below are the program's own.
    private const int FirstFormat = 164;

    // Text that is wider than its column wraps, so that nothing is cut on paper; the indent keeps it away from a number on its left.
    private const string TextAlignment = """<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>""";
    private const string NumberAlignment = """<alignment horizontal="right" vertical="top" wrapText="1"/>""";

    private const string Fonts = """
        <fonts count="5"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font><font><b/><sz val="12"/><name val="Calibri"/></font><font><sz val="9"/><color rgb="FF4C5A6C"/><name val="Calibri"/></font></fonts>
        """;

    // The first two are fixed; then the background of headings.
    private const string Fills = """
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE4EAF1"/></patternFill></fill></fills>
        """;

    // None, under a row, under headings, over totals.
    private const string Borders = """
        <borders count="4"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="hair"><color rgb="FF8794A5"/></bottom><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FF15202F"/></bottom><diagonal/></border><border><left/><right/><top style="thin"><color rgb="FF15202F"/></top><bottom/><diagonal/></border></borders>
        """;

    // One style per format.
    private static readonly string[] FormatCodes = ["@", "#,##0", "#,##0.00", "0.00%", "dd\\/mm\\/yyyy", "0"];

    public static int Of(CellFormat format, bool isTotal) => 1 + (int)format + (isTotal ? Formats : 0);

    /// <summary>Headings stand over their cells: numbers and days are aligned to the right.</summary>
    public static int OfHeading(CellFormat format) => format == CellFormat.Text ? HeadingOfText : HeadingOfNumbers;

    /// <summary>The content of the part.</summary>
    public static string Xml()
    {
        var formats = FormatCodes.Select((code, n) => $"""<numFmt numFmtId="{FirstFormat + n}" formatCode="{SecurityElement.Escape(code)}"/>""");
        string[] styles =
        [
            """<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>""",
            .. Enumerable.Range(0, Formats).Select(n => Cell(n, font: 0, border: 1)),
            .. Enumerable.Range(0, Formats).Select(n => Cell(n, font: 1, border: 3)),
            Heading(TextAlignment),
            Heading(NumberAlignment),
            Line(font: 2),
            Line(font: 3),
            Line(font: 4),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"""
            <styleSheet xmlns="{Xlsx.Workbook}"><numFmts count="{Formats}">{string.Concat(formats)}</numFmts>{Fonts}{Fills}{Borders}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{styles.Length}">{string.Concat(styles)}</cellXfs></styleSheet>
            """);
    }

    private static string Cell(int format, int font, int border) =>
        $"""<xf numFmtId="{FirstFormat + format}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">{(format == (int)CellFormat.Text ? TextAlignment : NumberAlignment)}</xf>""";

    private static string Heading(string alignment) =>
        $"""<xf numFmtId="0" fontId="1" fillId="2" borderId="2" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>""";

    private static string Line(int font) =>
        $"""<xf numFmtId="0" fontId="{font}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>""";
}
