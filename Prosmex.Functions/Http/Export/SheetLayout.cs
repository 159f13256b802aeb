namespace Prosmex.Functions.Http.Export;

/// <summary>The measures of a spreadsheet's table, on the screen and on paper. Widths are in characters, heights in points.</summary>
internal sealed class SheetLayout
{
    /// <summary>Letter paper in portrait shows so many characters in full size; a wider table is printed in landscape.</summary>
    private const int PortraitWidth = 100;

    // By format. An amount has room for 99,999,999.99 in bold.
    private static readonly int[] Widths = [22, 9, 13, 10, 12, 9];

    private const int PointsPerLine = 15;

    private readonly IReadOnlyList<ColumnHeader> _columns;

    public SheetLayout(IReadOnlyList<ColumnHeader> columns)
    {
        _columns = columns;
        ColumnWidths = [.. columns.Select(c => Math.Max(c.Width ?? Widths[(int)c.Format], LongestWord(c.Title) + 2))];
        Width = ColumnWidths.Sum();
    }

    public IReadOnlyList<int> ColumnWidths { get; }

    public bool IsLandscape => Width > PortraitWidth;

    /// <summary>Of the row of headings: all their lines, and one for the button of the filter, which covers the end of a cell's last line.</summary>
    public int HeadingHeight => PointsPerLine * (1 + _columns.Select((c, n) => Lines(c.Title, TextWidth(n))).Max());

    private int Width { get; }

    /// <summary>Of a line above the table, which is as wide as the table and wraps.</summary>
    /// <param name="size">The size of its font.</param>
    public int LineHeight(string text, int size) => text.Split('\n').Sum(line => Lines(line, Width * XlsxStyles.BodySize / size)) * (size + 5);

    /// <summary>Of a row whose text is wider than its column; null for that of one line. Not every program computes it when it opens the file.</summary>
    public int? RowHeight(IReadOnlyList<object?> cells)
    {
        var lines = 1;
        for (var n = 0; n < _columns.Count; n++)
        {
            if (_columns[n].Format == CellFormat.Text && cells[n] is string text)
            {
                lines = Math.Max(lines, Lines(text, TextWidth(n)));
            }
        }

        return lines == 1 ? null : lines * PointsPerLine;
    }

    // Widths are in digits, and letters are narrower: what is left covers the edges and the indent.
    private int TextWidth(int column) => ColumnWidths[column] - 1;

    /// <summary>How many lines a text takes, words kept whole where they fit.</summary>
    private static int Lines(string text, int width)
    {
        var (lines, used) = (1, 0);
        if (text.Length <= width)
        {
            return lines;
        }

        foreach (var length in text.Split(' ').Select(word => word.Length))
        {
            if (used > 0 && used + 1 + length > width)
            {
                (lines, used) = (lines + 1, 0);
            }

            used += used > 0 ? 1 + length : length;
            while (used > width)
            {
                (lines, used) = (lines + 1, used - width);
            }
        }

        return lines;
    }

    private static int LongestWord(string text) => text.Split(' ').Max(word => word.Length);
}
