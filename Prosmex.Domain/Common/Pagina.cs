namespace Prosmex.Domain.Common;

/// <summary>Which page of a list is asked for. Pages count from 1; 0 and negatives count as 1.</summary>
public readonly record struct Paginacion
{
    public const int PorPaginaPredeterminado = 10;
    public const int PorPaginaMaximo = 200;

    public Paginacion(int? page, int? perPage)
    {
        Page = Math.Max(1, page ?? 1);
        PerPage = perPage is null or < 1 ? PorPaginaPredeterminado : Math.Min(perPage.Value, PorPaginaMaximo);
    }

    public int Page { get; }

    /// <summary>Rows a page, 1 to <see cref="PorPaginaMaximo"/>.</summary>
    public int PerPage { get; }

    /// <summary>Rows before the page; stays an int32 for any page number, since no list is that long.</summary>
    public int Saltar => (int)Math.Min((long)(Page - 1) * PerPage, int.MaxValue);

    /// <summary>Rows up to the page's end; an int32 as <see cref="Saltar"/> is.</summary>
    public int Hasta => (int)Math.Min((long)Saltar + PerPage, int.MaxValue);

    /// <summary>0 where there are no rows.</summary>
    public int TotalDePaginas(int total) => (total + PerPage - 1) / PerPage;
}

/// <summary>One page of a list with what it is a page of.</summary>
public sealed record Pagina<T>(IReadOnlyList<T> Elementos, Paginacion Paginacion, int Total)
{
    public int TotalDePaginas => Paginacion.TotalDePaginas(Total);

    /// <summary>The same page, each row in another form.</summary>
    public Pagina<TOtra> Con<TOtra>(Func<T, TOtra> forma) => new([.. Elementos.Select(forma)], Paginacion, Total);
}
