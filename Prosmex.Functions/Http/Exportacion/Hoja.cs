namespace Prosmex.Functions.Http.Exportacion;

/// <summary>What the cells of a column are, whatever file they go to.</summary>
public enum FormatoDeCelda
{
    Texto,
    Entero,

    /// <summary>MXN, two decimals.</summary>
    Monto,

    /// <summary>A fraction, shown × 100.</summary>
    Porcentaje,

    /// <summary>A day without time.</summary>
    Dia,
}

/// <summary>The head of a column.</summary>
public sealed record Encabezado(string Titulo, FormatoDeCelda Formato);

/// <summary>A row: per column a string, an int, a decimal, a DateOnly, or null for an empty cell.</summary>
/// <param name="EsTotal">It sums up the rows before it.</param>
public sealed record Fila(IReadOnlyList<object?> Celdas, bool EsTotal = false);

/// <summary>A table that people take away. Its rows come one after the other and are not kept.</summary>
/// <param name="Nombre">Of a spreadsheet's sheet: at most 31 characters, none of <c>[]:*?/\</c>.</param>
public sealed record Hoja(string Nombre, IReadOnlyList<Encabezado> Columnas, IAsyncEnumerable<Fila> Filas);

/// <summary>A column of rows of one type.</summary>
public sealed record Columna<T>(string Titulo, FormatoDeCelda Formato, Func<T, object?> Valor);

/// <summary>Makes sheets of rows of one type.</summary>
public sealed class Tabla<T>(params Columna<T>[] columns)
{
    public Fila Fila(T fila) => new([.. columns.Select(c => c.Valor(fila))]);

    public Hoja Hoja(string nombre, IEnumerable<T> filas) => Hoja(nombre, filas.ToAsyncEnumerable().Select(Fila));

    public Hoja Hoja(string nombre, IAsyncEnumerable<Fila> filas) => new(nombre, [.. columns.Select(c => new Encabezado(c.Titulo, c.Formato))], filas);
}
