using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Prosmex.Tests.Panel.Long;

/// <summary>LibreOffice, which opens the file as a recipient would, and exports the cell types that it detected.</summary>
internal static class Oficina
{
    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Value = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>The cells of a workbook's first sheet: numbers, days, texts, or null.</summary>
    public static async Task<List<List<object?>>> ReadAsync(byte[] libro)
    {
        var folder = Directory.CreateTempSubdirectory("prosmex-oficina-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "reporte.xlsx"), libro);
            using var process = Process.Start(
                "soffice",
                [$"-env:UserInstallation=file://{folder}/perfil", "--headless", "--convert-to", "fods", "--outdir", folder, Path.Combine(folder, "reporte.xlsx")]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
            var hoja = XDocument.Load(Path.Combine(folder, "reporte.fods")).Descendants(Table + "table").First();

            // Rows that are repeated on every page are in a group of their own.
            return [.. hoja.Descendants(Table + "table-row").Select(Fila).Where(f => f.Count > 0)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The row's cells; the empty ones behind the last go on to the sheet's edge.</summary>
    private static List<object?> Fila(XElement fila)
    {
        List<object?> cells = [];
        foreach (var cell in fila.Elements(Table + "table-cell"))
        {
            Assert.Null(cell.Attribute(Table + "formula"));
            cells.AddRange(Enumerable.Repeat(Read(cell), (int?)cell.Attribute(Table + "number-columns-repeated") ?? 1));
        }

        return [.. cells.Take(cells.FindLastIndex(c => c is not null) + 1)];
    }

    private static object? Read(XElement cell) => (string?)cell.Attribute(Value + "value-type") switch
    {
        null => null,
        "float" or "percentage" or "currency" => decimal.Parse((string)cell.Attribute(Value + "value")!, NumberStyles.Float, CultureInfo.InvariantCulture),
        "date" => DateOnly.Parse((string)cell.Attribute(Value + "date-value")!, CultureInfo.InvariantCulture),
        "string" => string.Join('\n', cell.Elements(Text + "p").Select(p => p.Value)),
        var otro => throw new InvalidOperationException($"A cell is a {otro}."),
    };
}
