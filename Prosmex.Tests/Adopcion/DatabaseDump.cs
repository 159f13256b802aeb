namespace Prosmex.Tests.Adopcion;

/// <summary>Compares what pg_dump says of a database.</summary>
internal static class DatabaseDump
{
    /// <summary>Fails with the first line that differs, not with two whole databases.</summary>
    public static void AssertSame(string before, string after, string cuando)
    {
        if (before == after)
        {
            return;
        }

        var (a, b) = (before.Split('\n'), after.Split('\n'));
        var i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
        {
            i++;
        }

        Assert.Fail($"{cuando}: the dump differs in line {i + 1} of {a.Length} and {b.Length}:\n- {a.ElementAtOrDefault(i)}\n+ {b.ElementAtOrDefault(i)}");
    }
}
