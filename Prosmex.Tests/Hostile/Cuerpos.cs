using System.Text;

namespace Prosmex.Tests.Hostile;

/// <summary>Bodies made by breaking a valid one in one or more places.</summary>
internal static class Cuerpos
{
    /// <summary>As the program's <c>RequestReading.MaxBodyBytes</c>.</summary>
    private const int Megabyte = 1_048_576;

    private const double ProbabilidadDeGrande = 0.012;

    private static readonly (string Nombre, string Valor)[] DeOtros =
    [
        (Centinelas.Desconocido, $"\"{Centinelas.Desconocido}\""), ("codigo_ine", $"\"{Centinelas.Ine}0000\""), ("contrasena", $"\"{Centinelas.Contrasena}\""),
    ];

    /// <summary>A valid body: one object, or rows where the route takes them.</summary>
    public static Cuerpo Licito(Random r, Operation operacion, Func<List<(string, string)>> ejemplo)
    {
        var uno = Ejemplos.Texto(ejemplo());
        return !operacion.AdmiteVarios || r.Toca(0.3) ? Cuerpo.De(uno)
            : r.Toca(0.7) ? Cuerpo.De($"[{uno}]")
            : Cuerpo.De($"[{string.Join(',', Enumerable.Range(0, r.Next(2, 5)).Select(_ => Ejemplos.Texto(ejemplo())))}]");
    }

    public static Cuerpo Hostil(Random r, Operation operacion, Func<List<(string, string)>> ejemplo)
    {
        if (r.Toca(ProbabilidadDeGrande))
        {
            return Grande(r, ejemplo());
        }

        if (r.Toca(0.25))
        {
            return Entero(r, Ejemplos.Texto(ejemplo()), operacion.AdmiteVarios);
        }

        if (!operacion.AdmiteVarios || r.Toca(0.4))
        {
            return new(Bytes(Ejemplos.Texto(Mutar(r, ejemplo()))));
        }

        // Rows: valid, invalid, and sometimes not a row at all.
        var filas = Enumerable.Range(0, r.De([1, 1, 2, 3, 5])).Select(_ =>
            r.Toca(0.1) ? r.De(Valores.Otros) : Ejemplos.Texto(r.Toca(0.4) ? ejemplo() : Mutar(r, ejemplo())));
        return new(Bytes($"[{string.Join(',', filas)}]"));
    }

    /// <summary>For a route that takes none.</summary>
    public static Cuerpo DeSobra(Random r) => r.Next(5) switch
    {
        4 when r.Toca(0.3) => Grande(r, []),
        0 => Cuerpo.De($"{{\"{Centinelas.Desconocido}\":1}}"),
        1 => Cuerpo.De("{", r.De(Valores.TiposDeContenido)),
        2 => new([0xff, 0x00, 0xfe], "application/octet-stream") { EnTrozos = true },
        _ => Cuerpo.De($"motivo={Centinelas.Desconocido}", "application/x-www-form-urlencoded"),
    };

    /// <summary>UTF-8, with the bytes that the marks stand for.</summary>
    public static byte[] Bytes(string text)
    {
        List<byte> bytes = new(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes.AddRange(rune.Value switch
            {
                Valores.ByteSuelto => [0xff],
                Valores.Sobrelargo => [0xc0, 0x80],
                Valores.MedioParCrudo => [0xed, 0xa0, 0x80],
                _ => Encoding.UTF8.GetBytes(rune.ToString()),
            });
        }

        return [.. bytes];
    }

    private static List<(string Nombre, string Valor)> Mutar(Random r, List<(string Nombre, string Valor)> fields)
    {
        for (var veces = r.De([1, 1, 1, 2, 3]); veces > 0; veces--)
        {
            MutarUnaVez(r, fields);
        }

        // Added to any other defect: text that an error must not echo.
        if (r.Toca(0.5))
        {
            fields.AddRange(DeOtros.Where(d => r.Toca(0.6) && !fields.Exists(c => c.Nombre == d.Nombre)));
        }

        return fields;
    }

    private static void MutarUnaVez(Random r, List<(string Nombre, string Valor)> fields)
    {
        var i = fields.Count == 0 ? -1 : r.Next(fields.Count);
        var suerte = r.Next(100);
        if (i < 0 || suerte < 16)
        {
            // A field that the route does not know, or that it must not take from outside.
            var desconocido = r.Toca(0.5);
            var nombre = desconocido ? $"{Centinelas.Desconocido}{r.De(["", "\\u0041", " ", "'", "\\u0000", "\\ud800", $"{Valores.ByteSuelto}"])}" : r.De(Valores.CamposProhibidos);
            var value = r.Toca(0.3) ? r.De(Valores.Medios) : r.Toca(0.6) ? $"\"{Centinelas.Desconocido}\"" : r.De(Valores.Numeros);
            fields.Insert(r.Next(fields.Count + 1), (nombre, value));
            return;
        }

        var (n, v) = fields[i];
        switch (suerte)
        {
            case < 24:
                fields.RemoveAt(i);
                break;
            case < 30:
                fields[i] = (n, "null");
                break;
            case < 38:
                fields[i] = (n, r.De(Valores.Otros));
                break;
            case < 56:
                fields[i] = (n, r.De(Valores.Numeros));
                break;
            case < 68:
                fields[i] = (n, n.Contains("fecha", StringComparison.Ordinal) || r.Toca(0.15) ? $"\"{r.De(Valores.Fechas)}\"" : r.De(Valores.Cadenas));
                break;
            case < 80:
                fields[i] = (n, r.De(Valores.Medios));
                break;
            case < 86:
                fields[i] = (n, r.De(Valores.Imposibles));
                break;
            case < 90:
                fields.Add((n, r.Toca(0.5) ? v : r.De(Valores.Otros)));
                break;
            case < 94:
                fields[i] = (r.De([n.ToUpperInvariant(), $" {n}", $"{n}\\u0000", $"\\u{(int)n[0]:x4}{n[1..]}", n.Replace("_", "", StringComparison.Ordinal)]), v);
                break;
            case < 97:
                fields[i] = (n, Anidado(r));
                break;
            default:
                (fields[i], fields[0]) = (fields[0], fields[i]);
                break;
        }
    }

    private static string Anidado(Random r)
    {
        var niveles = r.De([30, 31, 32, 33, 1000]);
        return r.Toca(0.5) ? new string('[', niveles) + new string(']', niveles) : string.Concat(Enumerable.Repeat("{\"a\":", niveles)) + "1" + new string('}', niveles);
    }

    /// <summary>The body as a whole is wrong, or dressed as something else.</summary>
    private static Cuerpo Entero(Random r, string uno, bool admiteVarios)
    {
        var bytes = Encoding.UTF8.GetBytes(uno);
        return r.Next(18) switch
        {
            0 => Cuerpo.De(""),
            1 => Cuerpo.De(r.De([" ", "\n\t ", "\0", "\u00a0"])),
            2 => Cuerpo.De(r.De(["null", "1", "\"a\"", "true", "\"\\ud800\"", "-", "1e400"])),
            3 => Cuerpo.De(uno[..r.Next(1, uno.Length)]),
            4 => Cuerpo.De(uno + r.De([" ", "{}", "]", "\0", "x", uno, "//c"])),
            5 => Cuerpo.De(Anidado(r)),
            6 => new([0xef, 0xbb, 0xbf, .. bytes]),
            7 => new([0xff, 0xfe, .. Encoding.Unicode.GetBytes(uno)], "application/json; charset=utf-16"),
            8 => new(Encoding.BigEndianUnicode.GetBytes(uno), "application/json; charset=utf-16be"),
            9 => Cuerpo.De("[]"),
            10 => Cuerpo.De(admiteVarios ? $"[[{uno}]]" : $"[{uno}]"),
            11 => Cuerpo.De(uno, r.De(Valores.TiposDeContenido)),
            12 => Cuerpo.De(uno, r.De(Valores.TiposDeContenido)) with { EnTrozos = true },
            13 => new(bytes) { EnTrozos = true },
            14 => Cuerpo.De($"{{\"data\":{uno}}}"),
            15 => Cuerpo.De("{}"),
            16 when admiteVarios && r.Toca(0.25) => Cuerpo.De($"[{string.Join(',', Enumerable.Repeat(uno, r.De([499, 500, 501, 2000])))}]"),
            _ => new([.. bytes.Select(b => r.Toca(0.01) ? (byte)r.Next(256) : b)]),
        };
    }

    /// <summary>Around the limit, with and without a length told beforehand.</summary>
    private static Cuerpo Grande(Random r, List<(string, string)> fields)
    {
        var relleno = Encoding.UTF8.GetBytes(Ejemplos.Texto([.. fields, (Centinelas.Desconocido, "\"\"")]));
        var largo = r.De([Megabyte - 1, Megabyte, Megabyte + 1, Megabyte + 70_000]);
        var bytes = new byte[largo];
        bytes.AsSpan().Fill((byte)'x');
        relleno[..^2].CopyTo(bytes, 0);
        relleno[^2..].CopyTo(bytes, largo - 2);
        return new(bytes) { EnTrozos = r.Toca(0.5) };
    }
}
