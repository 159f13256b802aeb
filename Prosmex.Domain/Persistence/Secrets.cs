namespace Prosmex.Domain.Persistence;

/// <summary>Settings that are keys of HMAC.</summary>
internal static class Secrets
{
    private const int MinBytes = 32;

    /// <param name="ajuste">The setting, for the message.</param>
    /// <exception cref="InvalidConfigurationException">The key is missing or short: the program must not serve.</exception>
    public static byte[] Require(string ajuste, byte[] clave) =>
        clave.Length < MinBytes ? throw new InvalidConfigurationException(
            $"{ajuste} falta o es corta: una clave debe tener al menos {MinBytes} bytes.")

        // The unresolved reference that the platform leaves when it cannot read the secret: long enough, but publicly known.
        : clave.AsSpan().StartsWith("@Microsoft.KeyVault("u8) ? throw new InvalidConfigurationException(
            $"{ajuste} es una referencia a Key Vault que no se pudo leer: revise el secreto y el permiso de la identidad.")
        : clave;
}
