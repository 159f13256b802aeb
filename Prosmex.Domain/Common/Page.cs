namespace Prosmex.Domain.Common;

/// <summary>The requested page of a list. Pages count from 1; 0 and negatives count as 1.</summary>
public readonly record struct PageRequest
{
    public const int DefaultPerPage = 10;
    public const int MaxPerPage = 200;

    public PageRequest(int? page, int? perPage)
    {
        Page = Math.Max(1, page ?? 1);
        PerPage = perPage is null or < 1 ? DefaultPerPage : Math.Min(perPage.Value, MaxPerPage);
    }

    public int Page { get; }

    /// <summary>Rows a page, 1 to <see cref="MaxPerPage"/>.</summary>
    public int PerPage { get; }

    /// <summary>Rows before the page; stays an int32 for any page number, since no list is that long.</summary>
    public int Skip => (int)Math.Min((long)(Page - 1) * PerPage, int.MaxValue);

    /// <summary>Rows up to the page's end; an int32 as <see cref="Skip"/> is.</summary>
    public int End => (int)Math.Min((long)Skip + PerPage, int.MaxValue);

    /// <summary>0 where there are no rows.</summary>
    public int TotalPages(int total) => (total + PerPage - 1) / PerPage;
}

/// <summary>One page of a list with its paging data.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, PageRequest Request, int Total)
{
    public int TotalPages => Request.TotalPages(Total);

    /// <summary>Converts each row of the page.</summary>
    public Page<TOut> Map<TOut>(Func<T, TOut> map) => new([.. Items.Select(map)], Request, Total);
}
