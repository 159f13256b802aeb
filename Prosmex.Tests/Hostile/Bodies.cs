using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>Bodies made by breaking a valid one in one or more places.</summary>
internal static class Bodies
{
    /// <summary>As the program's <c>RequestReading.MaxBodyBytes</c>.</summary>
    private const int Megabyte = 1_048_576;

    private const double LargeProbability = 0.012;

    private static readonly (string Name, string Value)[] OfOthers =
    [
        (Sentinels.Unknown, $"\"{Sentinels.Unknown}\""), ("codigo_ine", $"\"{Sentinels.Ine}0000\""), ("contrasena", $"\"{Sentinels.Contrasena}\""),
    ];

    /// <summary>A valid body: one object, or rows where the route takes them.</summary>
    public static Body Lawful(Random r, Operation operation, Func<List<(string, string)>> example)
    {
        var uno = Examples.Text(example());
        return !operation.AllowsMany || r.Happens(0.3) ? Body.Of(uno)
            : r.Happens(0.7) ? Body.Of($"[{uno}]")
            : Body.Of($"[{string.Join(',', Enumerable.Range(0, r.Next(2, 5)).Select(_ => Examples.Text(example())))}]");
    }

    public static Body Hostile(Random r, Operation operation, Func<List<(string, string)>> example)
    {
        if (r.Happens(LargeProbability))
        {
            return Large(r, example());
        }

        if (r.Happens(0.25))
        {
            return Whole(r, Examples.Text(example()), operation.AllowsMany);
        }

        if (!operation.AllowsMany || r.Happens(0.4))
        {
            return new(Bytes(Examples.Text(Mutate(r, example()))));
        }

        // Rows: valid, invalid, and sometimes not a row at all.
        var filas = Enumerable.Range(0, r.Pick([1, 1, 2, 3, 5])).Select(_ =>
            r.Happens(0.1) ? r.Pick(HostileValues.Others) : Examples.Text(r.Happens(0.4) ? example() : Mutate(r, example())));
        return new(Bytes($"[{string.Join(',', filas)}]"));
    }

    /// <summary>For a route that takes none.</summary>
    public static Body Superfluous(Random r) => r.Next(5) switch
    {
        4 when r.Happens(0.3) => Large(r, []),
        0 => Body.Of($"{{\"{Sentinels.Unknown}\":1}}"),
        1 => Body.Of("{", r.Pick(HostileValues.ContentTypeHeaders)),
        2 => new([0xff, 0x00, 0xfe], "application/octet-stream") { Chunked = true },
        _ => Body.Of($"motivo={Sentinels.Unknown}", "application/x-www-form-urlencoded"),
    };

    /// <summary>UTF-8, with the bytes that the marks stand for.</summary>
    public static byte[] Bytes(string text)
    {
        List<byte> bytes = new(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes.AddRange(rune.Value switch
            {
                HostileValues.LoneByte => [0xff],
                HostileValues.Overlong => [0xc0, 0x80],
                HostileValues.LoneSurrogate => [0xed, 0xa0, 0x80],
                _ => Encoding.UTF8.GetBytes(rune.ToString()),
            });
        }

        return [.. bytes];
    }

    private static List<(string Name, string Value)> Mutate(Random r, List<(string Name, string Value)> fields)
    {
        for (var times = r.Pick([1, 1, 1, 2, 3]); times > 0; times--)
        {
            MutateOnce(r, fields);
        }

        // Added to any other defect: text that an error must not echo.
        if (r.Happens(0.5))
        {
            fields.AddRange(OfOthers.Where(d => r.Happens(0.6) && !fields.Exists(c => c.Name == d.Name)));
        }

        return fields;
    }

    private static void MutateOnce(Random r, List<(string Name, string Value)> fields)
    {
        var i = fields.Count == 0 ? -1 : r.Next(fields.Count);
        var draw = r.Next(100);
        if (i < 0 || draw < 16)
        {
            // A field that the route does not know, or that it must not take from outside.
            var desconocido = r.Happens(0.5);
            var name = desconocido ? $"{Sentinels.Unknown}{r.Pick(["", "\\u0041", " ", "'", "\\u0000", "\\ud800", $"{HostileValues.LoneByte}"])}" : r.Pick(HostileValues.ForbiddenFields);
            var value = r.Happens(0.3) ? r.Pick(HostileValues.Durations) : r.Happens(0.6) ? $"\"{Sentinels.Unknown}\"" : r.Pick(HostileValues.Numbers);
            fields.Insert(r.Next(fields.Count + 1), (name, value));
            return;
        }

        var (n, v) = fields[i];
        switch (draw)
        {
            case < 24:
                fields.RemoveAt(i);
                break;
            case < 30:
                fields[i] = (n, "null");
                break;
            case < 38:
                fields[i] = (n, r.Pick(HostileValues.Others));
                break;
            case < 56:
                fields[i] = (n, r.Pick(HostileValues.Numbers));
                break;
            case < 68:
                fields[i] = (n, n.Contains("fecha", StringComparison.Ordinal) || r.Happens(0.15) ? $"\"{r.Pick(HostileValues.Dates)}\"" : r.Pick(HostileValues.Strings));
                break;
            case < 80:
                fields[i] = (n, r.Pick(HostileValues.Durations));
                break;
            case < 86:
                fields[i] = (n, r.Pick(HostileValues.Impossible));
                break;
            case < 90:
                fields.Add((n, r.Happens(0.5) ? v : r.Pick(HostileValues.Others)));
                break;
            case < 94:
                fields[i] = (r.Pick([n.ToUpperInvariant(), $" {n}", $"{n}\\u0000", $"\\u{(int)n[0]:x4}{n[1..]}", n.Replace("_", "", StringComparison.Ordinal)]), v);
                break;
            case < 97:
                fields[i] = (n, Nested(r));
                break;
            default:
                (fields[i], fields[0]) = (fields[0], fields[i]);
                break;
        }
    }

    private static string Nested(Random r)
    {
        var levels = r.Pick([30, 31, 32, 33, 1000]);
        return r.Happens(0.5) ? new string('[', levels) + new string(']', levels) : string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
    }

    /// <summary>The body as a whole is wrong, or dressed as something else.</summary>
    private static Body Whole(Random r, string uno, bool allowsMany)
    {
        var bytes = Encoding.UTF8.GetBytes(uno);
        return r.Next(18) switch
        {
            0 => Body.Of(""),
            1 => Body.Of(r.Pick([" ", "\n\t ", "\0", "\u00a0"])),
            2 => Body.Of(r.Pick(["null", "1", "\"a\"", "true", "\"\\ud800\"", "-", "1e400"])),
            3 => Body.Of(uno[..r.Next(1, uno.Length)]),
            4 => Body.Of(uno + r.Pick([" ", "{}", "]", "\0", "x", uno, "//c"])),
            5 => Body.Of(Nested(r)),
            6 => new([0xef, 0xbb, 0xbf, .. bytes]),
            7 => new([0xff, 0xfe, .. Encoding.Unicode.GetBytes(uno)], "application/json; charset=utf-16"),
            8 => new(Encoding.BigEndianUnicode.GetBytes(uno), "application/json; charset=utf-16be"),
            9 => Body.Of("[]"),
            10 => Body.Of(allowsMany ? $"[[{uno}]]" : $"[{uno}]"),
            11 => Body.Of(uno, r.Pick(HostileValues.ContentTypeHeaders)),
            12 => Body.Of(uno, r.Pick(HostileValues.ContentTypeHeaders)) with { Chunked = true },
            13 => new(bytes) { Chunked = true },
            14 => Body.Of($"{{\"data\":{uno}}}"),
            15 => Body.Of("{}"),
            16 when allowsMany && r.Happens(0.25) => Body.Of($"[{string.Join(',', Enumerable.Repeat(uno, r.Pick([499, 500, 501, 2000])))}]"),
            _ => new([.. bytes.Select(b => r.Happens(0.01) ? (byte)r.Next(256) : b)]),
        };
    }

    /// <summary>Around the limit, with and without a length told beforehand.</summary>
    private static Body Large(Random r, List<(string, string)> fields)
    {
        var padding = Encoding.UTF8.GetBytes(Examples.Text([.. fields, (Sentinels.Unknown, "\"\"")]));
        var largo = r.Pick([Megabyte - 1, Megabyte, Megabyte + 1, Megabyte + 70_000]);
        var bytes = new byte[largo];
        bytes.AsSpan().Fill((byte)'x');
        padding[..^2].CopyTo(bytes, 0);
        padding[^2..].CopyTo(bytes, largo - 2);
        return new(bytes) { Chunked = r.Happens(0.5) };
    }
}
