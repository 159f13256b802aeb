using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Recibos;

/// <summary>What a receipt is about.</summary>
/// <param name="Clave">Of the row.</param>
/// <param name="Cents">The amount.</param>
/// <param name="Milliseconds">The instant by the phone's clock, since 1970.</param>
public sealed record DatosDeRecibo(Guid Clave, long Cents, long Milliseconds)
{
    public DatosDeRecibo(Guid clave, decimal monto, DateTimeOffset ocurridoEn)
        : this(clave, (long)(monto * 100), ocurridoEn.ToUnixTimeMilliseconds())
    {
    }

    // With two decimals, as all amounts are answered.
    public decimal Monto => Cents * 0.01m;
}

/// <summary>
/// What the QR code of a receipt carries: all that a phone without a signal can prove of a payment. The receipt's code is not part of it, and no loan.
/// </summary>
/// <param name="Llave">The key that it says it was made with.</param>
/// <param name="Mac">What only that key makes of the rest.</param>
public sealed record ReciboLink(DatosDeRecibo Datos, ReciboKeyId Llave, string Mac)
{
    // Enough that none can be guessed, and half as long as the whole.
    private const int MacBytes = 12;

    private const int Parts = 5;

    // The phone works with a sheet until it has had no contact for eight days: the last may be on the week's Sunday.
    private static readonly TimeSpan Life = TimeSpan.FromDays(15);

    /// <summary>As the phone makes it.</summary>
    public static ReciboLink Make(DatosDeRecibo datos, ReciboKeyId llave, byte[] key)
    {
        ArgumentNullException.ThrowIfNull(datos);
        var mac = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"enlace {datos.Clave} {datos.Cents} {datos.Milliseconds}"));
        return new(datos, llave, Base64Url.EncodeToString(mac.AsSpan(0, MacBytes)));
    }

    /// <summary>By its form alone: see <see cref="Proves"/>.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out ReciboLink? link)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('.');
        link = parts.Length == Parts
            && Guid.TryParseExact(parts[0], "N", out var clave)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var cents)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && ReciboKeyId.TryParse(parts[3], out var llave)
                ? new(new(clave, cents, milliseconds), llave, parts[4])
                : null;
        return link is not null;
    }

    /// <summary>
    /// Whether the link alone proves something at that time: it was made with the key that it names, in that key's time. Otherwise it leads to rows that
    /// have arrived, and nothing else: a stolen key is worth nothing after its time.
    /// </summary>
    public bool Proves(ReciboKeys keys, DateTimeOffset ahora)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var monday = HoraMexico.Inicio(Llave.Semana);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mac), Encoding.UTF8.GetBytes(Make(Datos, Llave, keys.Of(Llave)).Mac))
            && ahora < monday + Life
            && Datos.Milliseconds >= monday.ToUnixTimeMilliseconds() && Datos.Milliseconds < (monday + Life).ToUnixTimeMilliseconds()
            && Datos.Monto is > 0 and <= Dinero.Maximo;
    }

    public override string ToString() => $"{Datos.Clave:N}.{Datos.Cents}.{Datos.Milliseconds}.{Llave}.{Mac}";
}
