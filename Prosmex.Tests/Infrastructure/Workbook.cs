using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Prosmex.Tests.Infrastructure;

/// <summary>A cell as a spreadsheet program takes it: text, a number, a day by its format, or nothing.</summary>
internal sealed record CeldaLeida(object? Valor, string Formato, bool EsNegrita);

/// <summary>A spreadsheet read by the Open XML SDK, which also validates it and checks that it has no formulas.</summary>
internal sealed class Workbook
{
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<CeldaLeida>>> _hojas = [];

    public IEnumerable<string> Hojas => _hojas.Keys;

    /// <summary>The rows of a sheet, headings first.</summary>
    public IReadOnlyList<IReadOnlyList<CeldaLeida>> this[string hoja] => _hojas[hoja];

    /// <summary>The values of a sheet's rows, without the headings.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Valores(string hoja) => [.. _hojas[hoja].Skip(1).Select(f => (IReadOnlyList<object?>)[.. f.Select(c => c.Valor)])];

    public static Workbook Leer(byte[] file)
    {
        using var documento = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(documento, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var libro = documento.WorkbookPart!;
        var leido = new Workbook();
        foreach (var hoja in libro.Workbook.Sheets!.Elements<Sheet>())
        {
            var filas = ((WorksheetPart)libro.GetPartById(hoja.Id!)).Worksheet.GetFirstChild<SheetData>()!.Elements<Row>();
            leido._hojas[hoja.Name!] = [.. filas.Select((fila, n) => Fila(libro.WorkbookStylesPart!.Stylesheet, fila, n + 1))];
        }

        return leido;
    }

    private static List<CeldaLeida> Fila(Stylesheet styles, Row fila, int numero)
    {
        Assert.Equal((uint)numero, fila.RowIndex!.Value);
        return [.. fila.Elements<Cell>().Select((cell, n) =>
        {
            Assert.Null(cell.CellFormula);
            Assert.Equal($"{(n < 26 ? "" : "A")}{(char)('A' + (n % 26))}{numero}", cell.CellReference!.Value);
            var format = (CellFormat)styles.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
            var codigo = styles.NumberingFormats!.Elements<NumberingFormat>().SingleOrDefault(f => f.NumberFormatId! == format.NumberFormatId!)?.FormatCode?.Value ?? "";
            return new CeldaLeida(Valor(cell, codigo), codigo, styles.Fonts!.ElementAt((int)format.FontId!.Value).GetFirstChild<Bold>() is not null);
        })];
    }

    private static object? Valor(Cell cell, string format)
    {
        if (cell.DataType?.Value == CellValues.InlineString)
        {
            return cell.InlineString!.InnerText;
        }

        Assert.Null(cell.DataType);
        return cell.CellValue is null ? null
            : decimal.Parse(cell.CellValue.Text, CultureInfo.InvariantCulture) is var numero && format == "yyyy\\-mm\\-dd" ? DateOnly.FromDateTime(DateTime.FromOADate((double)numero))
            : numero;
    }
}
