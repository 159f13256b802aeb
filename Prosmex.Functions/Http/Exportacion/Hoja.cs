namespace Prosmex.Functions.Http.Exportacion;

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
}

/// <summary>The head of a column.</summary>
public sealed record ColumnHeader(string Title, CellFormat Format);

/// <summary>A row: per column a string, an int, a decimal, a DateOnly, or null for an empty cell.</summary>
/// <param name="EsTotal">It totals the rows before it.</param>
public sealed record Fila(IReadOnlyList<object?> Celdas, bool EsTotal = false);

/// <summary>An exported table. Its rows are streamed.</summary>
/// <param name="Nombre">For the tab of a spreadsheet: at most 31 characters, without <c>[]:*?/\</c>.</param>
public sealed record Hoja(string Nombre, IReadOnlyList<ColumnHeader> Columns, IAsyncEnumerable<Fila> Filas);

/// <summary>A column of rows of one type.</summary>
public sealed record Column<T>(string Title, CellFormat Format, Func<T, object?> Value);

/// <summary>Makes sheets of rows of one type.</summary>
public sealed class Table<T>(params Column<T>[] columns)
{
    public Fila Fila(T fila) => new([.. columns.Select(c => c.Value(fila))]);

    public Hoja Hoja(string nombre, IEnumerable<T> filas) => Hoja(nombre, filas.ToAsyncEnumerable().Select(Fila));

    public Hoja Hoja(string nombre, IAsyncEnumerable<Fila> filas) => new(nombre, [.. columns.Select(c => new ColumnHeader(c.Title, c.Format))], filas);
}
