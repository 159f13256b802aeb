using System.Globalization;

namespace Prosmex.Cli.Demo;

/// <summary>A demo client's keys, made of the name as the authorities make them, and of the birth day that the INE key states.</summary>
internal sealed class ClavesDeDemo(PersonaDeDemo persona, string claveIne, Random random)
{
    private const string Vowels = "AEIOU";
    private const string Consonants = "BCDFGHJKLMNPQRSTVWXYZ";
    private const string Alphanumeric = "ABCDEFGHIJKLMNPQRSTUVWXYZ123456789";

    // No one is older than the demo's eldest.
    private const int FirstYear = 1962;

    // Initials that RENAPO does not give out, of those that the demo's surnames can have.
    private static readonly HashSet<string> Malsonantes =
        ["CACA", "CACO", "CAGA", "CAGO", "CULO", "LOCA", "LOCO", "MAME", "MAMO", "MEAR", "MEAS", "MOCO", "PEDA", "PEDO", "PENE", "RATA"];

    public DateOnly Nacimiento { get; } = NacimientoDe(claveIne);

    public string Curp(string entidad)
    {
        var consonants = $"{InnerOf(Paterno, Consonants)}{InnerOf(Materno, Consonants)}{InnerOf(Nombre, Consonants)}";
        var homoclave = Nacimiento.Year < 2000 ? (char)('0' + random.Next(10)) : (char)('A' + random.Next(5));
        return Complete(
            $"{Initials}{Day}{(persona.EsMujer ? 'M' : 'H')}{entidad}{consonants}{homoclave}",
            curp => Domain.Clientes.Curp.Read(curp) is not null);
    }

    public string Rfc() => Complete(
        $"{Initials}{Day}{Alphanumeric[random.Next(Alphanumeric.Length)]}{Alphanumeric[random.Next(Alphanumeric.Length)]}", Domain.Clientes.Rfc.HasCorrectDigit);

    /// <param name="banco">The bank's three digits.</param>
    public string Clabe(string banco) => Complete(
        string.Create(CultureInfo.InvariantCulture, $"{banco}320{random.NextInt64(100_000_000_000):00000000000}"), Domain.Clientes.Clabe.IsValid);

    private string Paterno => Plain(persona.ApellidoPaterno);

    private string Materno => Plain(persona.ApellidoMaterno);

    // Of José Luis and María Guadalupe, the second name.
    private string Nombre => Plain(persona.Nombre) switch
    {
        var name when name.StartsWith("JOSE ", StringComparison.Ordinal) || name.StartsWith("MARIA ", StringComparison.Ordinal) => name.Split(' ')[1],
        var name => name,
    };

    private string Initials
    {
        get
        {
            var initials = $"{Paterno[0]}{InnerOf(Paterno, Vowels)}{Materno[0]}{Nombre[0]}";
            return Malsonantes.Contains(initials) ? $"{initials[0]}X{initials[2..]}" : initials;
        }
    }

    private string Day => Nacimiento.ToString("yyMMdd", CultureInfo.InvariantCulture);

    // After six letters.
    private static DateOnly NacimientoDe(string claveIne)
    {
        var day = DateOnly.ParseExact("20" + claveIne[6..12], "yyyyMMdd", CultureInfo.InvariantCulture);
        return day.Year % 100 >= FirstYear % 100 ? day.AddYears(-100) : day;
    }

    private static char InnerOf(string word, string letters) => word.Skip(1).Where(letters.Contains).DefaultIfEmpty('X').First();

    private static string Plain(string name) =>
        string.Concat(name.ToUpperInvariant().Select(c => c switch { 'Á' => 'A', 'É' => 'E', 'Í' => 'I', 'Ó' => 'O', 'Ú' => 'U', 'Ñ' => 'X', _ => c }));

    // The check digit is the one with which it is valid.
    private static string Complete(string text, Func<string, bool> isValid) => "0123456789A".Select(digit => text + digit).First(isValid);
}
