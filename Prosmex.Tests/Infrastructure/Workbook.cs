using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Prosmex.Tests.Infrastructure;

/// <summary>A cell as a spreadsheet program takes it: text, a number, a day by its format, or nothing.</summary>
internal sealed record ReadCelda(object? Value, string Format, bool IsBold, string Alignment, bool Wraps);

/// <summary>How a sheet is shown and printed.</summary>
/// <param name="TitleLines">The lines above the headings.</param>
/// <param name="RepeatedRows">The rows that are printed on every page, as the workbook names them.</param>
/// <param name="PagesWide">0 where the sheet is not fitted to pages.</param>
/// <param name="PagesTall">0 for as many as it takes.</param>
/// <param name="RowHeights">Of the rows under the headings; null for that of one line.</param>
/// <param name="TitleHeights">Of the lines above them.</param>
internal sealed record SheetSetup(
    IReadOnlyList<string> TitleLines, string RepeatedRows, string Orientation, uint PagesWide, uint PagesTall, string Filter, IReadOnlyList<string> Merged, int FrozenRows, string Footer,
    IReadOnlyList<double> Widths, double HeadingHeight, IReadOnlyList<double?> RowHeights, IReadOnlyList<double?> TitleHeights);

/// <summary>A spreadsheet read by the Open XML SDK, which also validates it and checks that it has no formulas.</summary>
internal sealed partial class Workbook
{
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<ReadCelda>>> _hojas = [];
    private readonly Dictionary<string, SheetSetup> _setups = [];

    public IEnumerable<string> Hojas => _hojas.Keys;

    /// <summary>The rows of a sheet, headings first.</summary>
    public IReadOnlyList<IReadOnlyList<ReadCelda>> this[string hoja] => _hojas[hoja];

    /// <summary>The values of a sheet's rows, without the headings.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Values(string hoja) => [.. _hojas[hoja].Skip(1).Select(f => (IReadOnlyList<object?>)[.. f.Select(c => c.Value)])];

    public SheetSetup Setup(string hoja) => _setups[hoja];

    /// <summary>One page wide, with the lender and the headings on every page, a filter and a frozen heading; numbers under headings on the right.</summary>
    public void AssertPrints(string hoja, string lender, string title, bool landscape)
    {
        var setup = _setups[hoja];
        Assert.Equal([lender, title], setup.TitleLines.Take(2));
        Assert.Equal((landscape ? "landscape" : "portrait", 1u, 0u), (setup.Orientation, setup.PagesWide, setup.PagesTall));
        Assert.Equal($"'{hoja}'!$1:$4", setup.RepeatedRows);
        Assert.Equal(4, setup.FrozenRows);
        Assert.Matches($"^A4:{(char)('A' + _hojas[hoja][0].Count - 1)}[0-9]+$", setup.Filter);
        Assert.Equal("&CPágina &P de &N", setup.Footer);
        Assert.All(_hojas[hoja][0].Zip(_hojas[hoja].Skip(1).FirstOrDefault() ?? []), c =>
        {
            Assert.Equal(c.Second.Format == "@" ? "left" : "right", c.First.Alignment);
            Assert.True(c.First.Wraps);
        });
    }

    public static Workbook Read(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var libro = document.WorkbookPart!;
        var read = new Workbook();
        foreach (var (n, hoja) in libro.Workbook.Sheets!.Elements<Sheet>().Index())
        {
            var part = ((WorksheetPart)libro.GetPartById(hoja.Id!)).Worksheet;
            var styles = libro.WorkbookStylesPart!.Stylesheet;
            var filas = part.GetFirstChild<SheetData>()!.Elements<Row>().ToList();
            var repeated = libro.Workbook.DefinedNames!.Elements<DefinedName>().Single(d => d.Name == "_xlnm.Print_Titles" && d.LocalSheetId! == (uint)n).Text;
            var heading = int.Parse(HeadingRow().Match(repeated).Groups[1].Value, CultureInfo.InvariantCulture);
            var leidas = filas.Select((fila, i) => Fila(styles, fila, i + 1)).ToList();
            read._hojas[hoja.Name!] = leidas[(heading - 1)..];
            read._setups[hoja.Name!] = Setup(part, repeated, [.. leidas[..(heading - 1)].Select(f => (string)Assert.Single(f).Value!)], [.. filas.Skip(heading - 1).Select(f => f.Height?.Value)], [.. filas.Take(heading - 1).Select(f => f.Height?.Value)]);
        }

        return read;
    }

    private static SheetSetup Setup(Worksheet sheet, string repeated, IReadOnlyList<string> titleLines, IReadOnlyList<double?> heights, IReadOnlyList<double?> titleHeights)
    {
        var page = sheet.GetFirstChild<PageSetup>()!;
        var fits = sheet.SheetProperties?.PageSetupProperties?.FitToPage?.Value == true;
        var pane = sheet.SheetViews!.GetFirstChild<SheetView>()!.Pane!;
        Assert.Equal((PaneStateValues.Frozen, $"A{pane.VerticalSplit! + 1}"), (pane.State!.Value, pane.TopLeftCell!.Value));
        return new(
            titleLines,
            repeated,
            page.Orientation!.InnerText!,
            fits ? page.FitToWidth!.Value : 0,
            page.FitToHeight!.Value,
            sheet.GetFirstChild<AutoFilter>()!.Reference!.Value!,
            [.. sheet.GetFirstChild<MergeCells>()?.Elements<MergeCell>().Select(m => m.Reference!.Value!) ?? []],
            (int)pane.VerticalSplit!.Value,
            sheet.GetFirstChild<HeaderFooter>()!.OddFooter!.Text,
            [.. sheet.GetFirstChild<Columns>()!.Elements<Column>().Select(c => c.Width!.Value)],
            heights[0]!.Value,
            [.. heights.Skip(1)],
            titleHeights);
    }

    private static List<ReadCelda> Fila(Stylesheet styles, Row fila, int numero)
    {
        Assert.Equal((uint)numero, fila.RowIndex!.Value);
        return [.. fila.Elements<Cell>().Select((cell, n) =>
        {
            Assert.Null(cell.CellFormula);
            Assert.Equal($"{(n < 26 ? "" : "A")}{(char)('A' + (n % 26))}{numero}", cell.CellReference!.Value);
            var format = (CellFormat)styles.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
            var codigo = styles.NumberingFormats!.Elements<NumberingFormat>().SingleOrDefault(f => f.NumberFormatId! == format.NumberFormatId!)?.FormatCode?.Value ?? "";
            return new ReadCelda(Value(cell, codigo), codigo, styles.Fonts!.ElementAt((int)format.FontId!.Value).GetFirstChild<Bold>() is not null, format.Alignment?.Horizontal?.InnerText ?? "", format.Alignment?.WrapText?.Value == true);
        })];
    }

    private static object? Value(Cell cell, string format)
    {
        if (cell.DataType?.Value == CellValues.InlineString)
        {
            return cell.InlineString!.InnerText;
        }

        Assert.Null(cell.DataType);
        return cell.CellValue is null ? null
            : decimal.Parse(cell.CellValue.Text, CultureInfo.InvariantCulture) is var numero && format == "dd\\/mm\\/yyyy" ? DateOnly.FromDateTime(DateTime.FromOADate((double)numero))
            : numero;
    }

    [GeneratedRegex(@"!\$1:\$(\d+)$")]
    private static partial Regex HeadingRow();
}
