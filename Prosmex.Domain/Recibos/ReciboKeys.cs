using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Recibos;

/// <summary>Names a key: that of one collector's sheets of one week.</summary>
/// <param name="Semana">The Monday.</param>
public readonly record struct ReciboKeyId(int UsuarioId, DateOnly Semana)
{
    private const string DayFormat = "yyyyMMdd";

    /// <summary>As <see cref="ToString"/> writes it. Only that way: a key has one name.</summary>
    public static bool TryParse(string text, out ReciboKeyId id)
    {
        ArgumentNullException.ThrowIfNull(text);
        var separator = text.IndexOf('-', StringComparison.Ordinal);
        id = separator > 0
            && int.TryParse(text.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var usuarioId)
            && DateOnly.TryParseExact(text.AsSpan(separator + 1), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var semana)
                ? new(usuarioId, semana)
                : default;
        return id.UsuarioId > 0 && id.Semana.DayOfWeek == DayOfWeek.Monday && id.ToString() == text;
    }

    /// <summary>Such as <c>7-20261123</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{UsuarioId}-{Semana.ToString(DayFormat, CultureInfo.InvariantCulture)}");
}

/// <summary>The keys that receipts are made with: each derives from the lender's secret, and is on the phone that has the sheets of that week.</summary>
public sealed class ReciboKeys
{
    private const int KeyBytes = 32;

    private readonly byte[] _secret;

    /// <exception cref="InvalidConfigurationException">The secret is missing or short: the program must not serve.</exception>
    public ReciboKeys(ProsmexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _secret = Secrets.Require("Prosmex:Recibos:Clave", options.ReciboKey);
    }

    public byte[] Of(ReciboKeyId id) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeyBytes, info: Encoding.ASCII.GetBytes($"recibos {id}"));

    /// <summary>The key for the sheets of a week, as they carry it.</summary>
    public ReciboKeyDto ForHoja(int usuarioId, Semana semana)
    {
        var id = new ReciboKeyId(usuarioId, semana.Lunes);
        return new(id.ToString(), Convert.ToBase64String(Of(id)));
    }
}

/// <summary>The key with which a phone makes receipts; see docs/recibos.md.</summary>
/// <param name="Llave">Names the key; each row says which it was made with.</param>
/// <param name="Clave">32 bytes as base64.</param>
public sealed record ReciboKeyDto(string Llave, string Clave);
