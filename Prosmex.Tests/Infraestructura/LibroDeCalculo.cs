using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Prosmex.Tests.Infraestructura;

/// <summary>A cell as a spreadsheet program takes it: text, a number, a day by its format, or nothing.</summary>
internal sealed record CeldaLeida(object? Valor, string Formato, bool EsNegrita);

/// <summary>A spreadsheet read by somebody else's code, which also finds it lawful and free of formulas.</summary>
internal sealed class LibroDeCalculo
{
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<CeldaLeida>>> _hojas = [];

    public IEnumerable<string> Hojas => _hojas.Keys;

    /// <summary>The rows of a sheet, headings first.</summary>
    public IReadOnlyList<IReadOnlyList<CeldaLeida>> this[string hoja] => _hojas[hoja];

    /// <summary>The values of a sheet's rows, without the headings.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Valores(string hoja) => [.. _hojas[hoja].Skip(1).Select(f => (IReadOnlyList<object?>)[.. f.Select(c => c.Valor)])];

    public static LibroDeCalculo Leer(byte[] archivo)
    {
        using var documento = SpreadsheetDocument.Open(new MemoryStream(archivo), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(documento, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var libro = documento.WorkbookPart!;
        var leido = new LibroDeCalculo();
        foreach (var hoja in libro.Workbook.Sheets!.Elements<Sheet>())
        {
            var filas = ((WorksheetPart)libro.GetPartById(hoja.Id!)).Worksheet.GetFirstChild<SheetData>()!.Elements<Row>();
            leido._hojas[hoja.Name!] = [.. filas.Select((fila, n) => Fila(libro.WorkbookStylesPart!.Stylesheet, fila, n + 1))];
        }

        return leido;
    }

    private static List<CeldaLeida> Fila(Stylesheet estilos, Row fila, int numero)
    {
        Assert.Equal((uint)numero, fila.RowIndex!.Value);
        return [.. fila.Elements<Cell>().Select((celda, n) =>
        {
            Assert.Null(celda.CellFormula);
            Assert.Equal($"{(n < 26 ? "" : "A")}{(char)('A' + (n % 26))}{numero}", celda.CellReference!.Value);
            var formato = (CellFormat)estilos.CellFormats!.ElementAt((int)celda.StyleIndex!.Value);
            var codigo = estilos.NumberingFormats!.Elements<NumberingFormat>().SingleOrDefault(f => f.NumberFormatId! == formato.NumberFormatId!)?.FormatCode?.Value ?? "";
            return new CeldaLeida(Valor(celda, codigo), codigo, estilos.Fonts!.ElementAt((int)formato.FontId!.Value).GetFirstChild<Bold>() is not null);
        })];
    }

    private static object? Valor(Cell celda, string formato)
    {
        if (celda.DataType?.Value == CellValues.InlineString)
        {
            return celda.InlineString!.InnerText;
        }

        Assert.Null(celda.DataType);
        return celda.CellValue is null ? null
            : decimal.Parse(celda.CellValue.Text, CultureInfo.InvariantCulture) is var numero && formato == "yyyy\\-mm\\-dd" ? DateOnly.FromDateTime(DateTime.FromOADate((double)numero))
            : numero;
    }
}
