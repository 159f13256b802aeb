namespace Prosmex.Functions.Http.Export;

/// <summary>The type of a column's cells, for every file format.</summary>
public enum CellFormat
{
    Text,
    Integer,

    /// <summary>MXN, two decimals.</summary>
    Monto,

    /// <summary>A fraction, shown × 100.</summary>
    Porcentaje,

    /// <summary>A day without time.</summary>
    Dia,

    /// <summary>An integer that names something and counts nothing: without separators.</summary>
    Id,
}

/// <summary>The head of a column.</summary>
/// <param name="Width">In characters, on a spreadsheet; null for what the format needs.</param>
public sealed record ColumnHeader(string Title, CellFormat Format, int? Width = null);

/// <summary>A row: per column a string, an int, a decimal, a DateOnly, or null for an empty cell.</summary>
/// <param name="EsTotal">It totals the rows before it.</param>
public sealed record Fila(IReadOnlyList<object?> Cells, bool EsTotal = false);

/// <summary>The lines above a spreadsheet's table, under the lender's name.</summary>
/// <param name="Detail">What the rows are limited to, and of when they are; further lines explain columns.</param>
public sealed record SheetTitle(string Text, string Detail);

/// <summary>An exported table. Its rows are streamed.</summary>
/// <param name="Nombre">For the tab of a spreadsheet: at most 31 characters, without <c>[]:*?/\</c>.</param>
public sealed record Hoja(string Nombre, SheetTitle Title, IReadOnlyList<ColumnHeader> Columns, IAsyncEnumerable<Fila> Filas);

/// <summary>A column of rows of one type.</summary>
/// <inheritdoc cref="ColumnHeader" path="/param"/>
public sealed record Column<T>(string Title, CellFormat Format, Func<T, object?> Value, int? Width = null);

/// <summary>Makes sheets of rows of one type.</summary>
public sealed class Table<T>(params Column<T>[] columns)
{
    public Fila Fila(T fila) => new([.. columns.Select(c => c.Value(fila))]);

    public Hoja Hoja(string nombre, SheetTitle title, IEnumerable<T> filas) => Hoja(nombre, title, filas.ToAsyncEnumerable().Select(Fila));

    public Hoja Hoja(string nombre, SheetTitle title, IAsyncEnumerable<Fila> filas) => new(nombre, title, [.. columns.Select(c => new ColumnHeader(c.Title, c.Format, c.Width))], filas);
}
