using System.Globalization;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;

namespace Prosmex.Cli.Demo;

/// <summary>An invented person, with a name typical of Jalisco.</summary>
internal sealed record PersonaDeDemo(string Nombre, string ApellidoPaterno, string ApellidoMaterno, bool EsMujer)
{
    private static readonly string[] Mujeres =
    [
        "María Guadalupe", "Juana", "Margarita", "Verónica", "Leticia", "Rosa María", "Alejandra", "Patricia", "Elizabeth", "Gabriela",
        "Yolanda", "Silvia", "Martha Elena", "Adriana", "Teresa", "Norma", "Claudia", "Araceli", "Sandra", "Beatriz",
        "Guadalupe", "Irma", "Blanca Estela", "Esperanza", "Lucía", "Carmen", "Rocío", "Graciela", "Maricela", "Ofelia",
    ];

    private static readonly string[] Hombres =
    [
        "José Luis", "Juan Carlos", "Miguel Ángel", "Francisco Javier", "Jesús", "Antonio", "Pedro", "Alejandro", "Manuel", "Ricardo",
        "Roberto", "Sergio", "Fernando", "Raúl", "Salvador",
    ];

    private static readonly string[] Apellidos =
    [
        "Hernández", "García", "Martínez", "López", "González", "Rodríguez", "Pérez", "Sánchez", "Ramírez", "Cruz",
        "Flores", "Gómez", "Morales", "Vázquez", "Jiménez", "Reyes", "Torres", "Díaz", "Gutiérrez", "Mendoza",
        "Ruiz", "Aguilar", "Ortiz", "Castillo", "Moreno", "Romero", "Álvarez", "Chávez", "Rivera", "Ramos",
        "Herrera", "Medina", "Vargas", "Castro", "Guzmán", "Muñoz", "Orozco", "Navarro", "Plascencia", "Barajas",
    ];

    private static readonly (string Nombre, string Cp)[] Colonias =
    [
        ("Santa Teresita", "44600"), ("Americana", "44160"), ("Analco", "44450"), ("Oblatos", "44380"), ("Jardines del Bosque", "44520"),
        ("Providencia", "44630"), ("Miravalle", "44990"), ("Lomas de Polanco", "44960"), ("El Retiro", "44280"), ("Huentitán el Bajo", "44250"),
        ("Echeverría", "44970"), ("San Juan de Dios", "44360"), ("Mezquitán Country", "44260"), ("Morelos", "44910"), ("Del Fresno", "44900"),
        ("Independencia", "44290"), ("Santa Cecilia", "44700"), ("Moderna", "44190"), ("La Perla", "44360"), ("Talpita", "44719"),
    ];

    /// <summary>Mostly women: groups of neighbours are.</summary>
    public static PersonaDeDemo Nueva(Random random)
    {
        var mujer = random.Next(100) < 78;
        return new(Uno(random, mujer ? Mujeres : Hombres), Uno(random, Apellidos), Uno(random, Apellidos), mujer);
    }

    /// <summary>All fields but the group and the aval flag.</summary>
    public ClienteRequest Solicitud(Random random)
    {
        var (colonia, cp) = Uno(random, Colonias);
        return new()
        {
            Nombre = Optional<string>.Of(Nombre),
            ApellidoPaterno = Optional<string>.Of(ApellidoPaterno),
            ApellidoMaterno = Optional<string>.Of(ApellidoMaterno),
            Colonia = Optional<string>.Of(colonia),
            Cp = Optional<string>.Of(cp),
            CodigoIne = Optional<string>.Of(ClaveDeElector(random)),
            EstadoCivil = Optional<string>.Of(EnumNames.NameOf(Uno(random, Enum.GetValues<EstadoCivil>()))),
            NumHijos = Optional<int?>.Of(random.Next(6)),
            Propiedad = Optional<string>.Of(EnumNames.NameOf(Uno(random, Enum.GetValues<Propiedad>()))),
        };
    }

    // As on the card: letters of the names, day of birth, state (14 is Jalisco), sex, three digits.
    private string ClaveDeElector(Random random)
    {
        var nacimiento = new DateOnly(1962, 1, 1).AddDays(random.Next(40 * 365));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Letters(ApellidoPaterno)}{Letters(ApellidoMaterno)}{Letters(Nombre)}{nacimiento:yyMMdd}14{(EsMujer ? 'M' : 'H')}{random.Next(1000):000}");
    }

    private static string Letters(string nombre) =>
        string.Concat(nombre.ToUpperInvariant().Where(char.IsAsciiLetter).Where((letra, i) => i == 0 || !"AEIOU".Contains(letra, StringComparison.Ordinal)).Take(2)).PadRight(2, 'X');

    private static T Uno<T>(Random random, T[] options) => options[random.Next(options.Length)];
}
