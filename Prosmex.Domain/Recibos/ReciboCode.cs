using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Prosmex.Domain.Recibos;

/// <summary>
/// The code on a receipt, which the client can type: 60 bits as 12 characters of Crockford's base32, and its check character.
/// </summary>
/// <remarks>Formula: https://www.crockford.com/base32.html.</remarks>
public static class ReciboCode
{
    /// <summary>Characters, without the hyphens that are shown between them.</summary>
    public const int Length = 13;

    private const string Symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string CheckSymbols = Symbols + "*~$=U";
    private const int BitsPerSymbol = 5;
    private const int Bits = (Length - 1) * BitsPerSymbol;

    /// <summary>A code for a payment that was not captured on a phone: no receipt of it has been shown yet.</summary>
    public static string NewRandom()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return Write(bytes);
    }

    /// <summary>The code that the phone shows for a row of its sheet.</summary>
    /// <param name="key">That of the sheet.</param>
    public static string Of(byte[] key, DatosDeRecibo datos, int prestamoId)
    {
        ArgumentNullException.ThrowIfNull(datos);
        return Write(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"recibo {datos.Clave} {prestamoId} {datos.Cents} {datos.Milliseconds}")));
    }

    /// <summary>Reads what was typed: in any case, with hyphens or blanks, O for 0, I and L for 1.</summary>
    /// <returns>False where it is no code, or its check character says that it was typed wrong.</returns>
    public static bool TryRead(string typed, [NotNullWhen(true)] out string? code)
    {
        ArgumentNullException.ThrowIfNull(typed);
        code = null;
        var text = new StringBuilder(Length);
        foreach (var c in typed.ToUpperInvariant().Where(c => c is not ('-' or ' ')))
        {
            text.Append(c switch { 'O' => '0', 'I' or 'L' => '1', _ => c });
        }

        if (text.Length != Length)
        {
            return false;
        }

        var value = 0UL;
        for (var i = 0; i < Length - 1; i++)
        {
            var digit = Symbols.IndexOf(text[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << BitsPerSymbol) | (uint)digit;
        }

        if (CheckSymbols[(int)(value % (uint)CheckSymbols.Length)] != text[^1])
        {
            return false;
        }

        code = text.ToString();
        return true;
    }

    // The first 60 bits.
    private static string Write(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt64BigEndian(bytes) >> (64 - Bits);
        return string.Create(Length, value, static (text, value) =>
        {
            text[^1] = CheckSymbols[(int)(value % (uint)CheckSymbols.Length)];
            for (var i = Length - 2; i >= 0; i--, value >>= BitsPerSymbol)
            {
                text[i] = Symbols[(int)(value & (uint)(Symbols.Length - 1))];
            }
        });
    }
}
