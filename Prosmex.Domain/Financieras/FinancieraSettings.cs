using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Financieras;

/// <summary>
/// The settings of one of several lenders: the program's, with the lender's schema, keys and letterhead, then those stored with it, then those of the
/// section <c>Prosmex:Financieras:ESQUEMA</c>, where its secrets are if it has any of its own.
/// </summary>
public static class FinancieraSettings
{
    // Its value says whether there are several; its sections have their schemas' names.
    private const string Section = "Prosmex:Financieras";

    private const string Prefix = "Prosmex:";

    // A key that is derived from another tells nothing of it, and cannot be confused with another lender's or another purpose's.
    private static readonly string[] Keys = ["Prosmex:Jwt:Clave", "Prosmex:Jwt:ClaveAnterior", "Prosmex:Recibos:Clave"];

    private static readonly string[] Connections = ["ConnectionStrings:Prosmex", "ConnectionStrings:ProsmexDuenio", "ConnectionStrings:ProsmexLectura"];

    /// <summary>Whether several lenders share the program.</summary>
    /// <exception cref="InvalidConfigurationException">The setting is invalid.</exception>
    public static bool AreShared(IConfiguration program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return ProsmexOptions.ReadBoolean(program, Section);
    }

    /// <summary>The settings to run a lender with.</summary>
    public static IConfiguration Of(IConfiguration program, Financiera financiera)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(financiera);
        Dictionary<string, string?> own = new(StringComparer.OrdinalIgnoreCase)
        {
            [$"{Prefix}Financiera:Nombre"] = financiera.Nombre,

            // Who administers one lender must not get into the next one with the same password: only the command that makes a lender passes these on.
            ["PROSMEX_ADMIN_USUARIO"] = null,
            ["PROSMEX_ADMIN_CONTRASENA"] = null,
        };
        foreach (var connection in Connections.Where(name => !string.IsNullOrWhiteSpace(program[name])))
        {
            own[connection] = new NpgsqlConnectionStringBuilder(program[connection]) { SearchPath = financiera.Schema }.ConnectionString;
        }

        foreach (var key in Keys.Where(name => !string.IsNullOrEmpty(program[name])))
        {
            own[key] = DeriveKey(program[key]!, key, financiera.Schema);
        }

        return new ConfigurationBuilder()
            .AddConfiguration(program)
            .AddInMemoryCollection(own)
            .AddInMemoryCollection(StoredSettings(financiera).Select(s => new KeyValuePair<string, string?>(Prefix + s.Key, s.Value)))
            .AddInMemoryCollection(program.GetSection($"{Section}:{financiera.Schema}").AsEnumerable(makePathsRelative: true)
                .Where(s => s.Value is not null).Select(s => new KeyValuePair<string, string?>(Prefix + s.Key, s.Value)))
            .Build();
    }

    /// <summary>What is stored with the lender.</summary>
    public static IReadOnlyDictionary<string, string> StoredSettings(Financiera financiera)
    {
        ArgumentNullException.ThrowIfNull(financiera);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(financiera.Settings)!;
    }

    /// <summary>Adds to what is stored with the lender; an empty value takes a setting away.</summary>
    /// <exception cref="InvalidConfigurationException">A secret, which the database does not keep, or a setting that is the program's.</exception>
    public static Financiera With(this Financiera financiera, IEnumerable<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(financiera);
        ArgumentNullException.ThrowIfNull(settings);
        SortedDictionary<string, string> stored = new(StoredSettings(financiera).ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in settings)
        {
            Require(name);
            stored.Remove(name);
            if (value.Length > 0)
            {
                stored[name] = value;
            }
        }

        return financiera with { Settings = JsonSerializer.Serialize(stored) };
    }

    private static void Require(string name)
    {
        string[] lenders = ["Financiera", "Sesion", "Jwt:Minutos", "Prestamos", "Recibos:PorSegundo", "Atrasos", "GestorSinAsignarVeTodo", "Lectura", "Retencion"];
        if (!lenders.Any(lender => name == lender || name.StartsWith($"{lender}:", StringComparison.Ordinal)))
        {
            throw new InvalidConfigurationException(
                $"«{name}» no se guarda con la financiera. Se guardan {string.Join(", ", lenders)}; las claves van en la configuración: Prosmex:Financieras:ESQUEMA:….");
        }
    }

    private static string DeriveKey(string key, string purpose, string schema)
    {
        // The key before this one is derived as it was when it was the key.
        var info = Encoding.UTF8.GetBytes($"{purpose.Replace("ClaveAnterior", "Clave", StringComparison.Ordinal)}/{schema}");
        return Convert.ToBase64String(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), outputLength: 48, info: info));
    }
}
