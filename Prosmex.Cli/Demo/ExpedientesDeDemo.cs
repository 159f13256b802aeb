using System.Globalization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli.Demo;

/// <summary>What the office notes of most clients as persons: a telephone, and more of a part. Everything is invented.</summary>
internal sealed class ExpedientesDeDemo(DemoServices services, CurrentUser admin, DemoClock clock)
{
    private const int Semilla = 1911;

    // Born in Jalisco, mostly.
    private static readonly string[] Entidades = ["JC", "JC", "JC", "JC", "JC", "JC", "JC", "MN", "NT", "ZS"];

    private static readonly string[] Calles =
    [
        "Av. Juárez", "Av. Alcalde", "Calle Morelos", "Calle Hidalgo", "Calle Reforma", "Calle Independencia", "Calle Pino Suárez", "Calle Garibaldi",
        "Calle Angulo", "Calle Manuel Acuña", "Calle Contreras Medellín", "Calle Pedro Loza", "Av. Federalismo", "Av. Chapultepec",
    ];

    private static readonly string[] Ocupaciones =
        ["Comercio", "Venta de comida", "Costura", "Estilismo", "Limpieza", "Hogar", "Tianguis", "Panadería", "Cuidado de niños", "Albañilería"];

    private static readonly string[] Notas = ["Toca el timbre de arriba.", "Se le encuentra después de las seis.", "Atiende un puesto en el tianguis."];

    // BBVA, Santander, HSBC, Banorte and Azteca, in Guadalajara.
    private static readonly string[] Bancos = ["012", "014", "021", "072", "127"];

    // Of its own: what is noted of people must not change what they do.
    private readonly Random _random = new(Semilla);
    private readonly HashSet<string> _curps = [];

    /// <summary>Notes what there is to note of a new client; of one in ten nothing.</summary>
    public async Task AnotarAsync(int clienteId, PersonaDeDemo persona, string claveIne, CancellationToken cancellationToken)
    {
        var (conExpediente, conCurp, conRfc, conClabe, conDomicilio, conNota) = (Es(90), Es(60), Es(35), Es(40), Es(70), Es(15));
        var claves = new ClavesDeDemo(persona, claveIne, _random);
        var curp = claves.Curp(Uno(Entidades));
        if (!conExpediente)
        {
            return;
        }

        var request = new ExpedienteRequest { Telefono = Optional<string>.Of(Telefono(clienteId)) };
        if (conCurp && _curps.Add(curp))
        {
            request = request with
            {
                Curp = Optional<string>.Of(curp),
                FechaNacimiento = Optional<string>.Of(claves.Nacimiento.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                Sexo = Optional<string>.Of(EnumNames.NameOf(persona.EsMujer ? Sexo.Mujer : Sexo.Hombre)),
            };
        }

        if (conDomicilio)
        {
            request = request with
            {
                Calle = Optional<string>.Of(Uno(Calles)),
                Numero = Optional<string>.Of(_random.Next(10, 3000).ToString(CultureInfo.InvariantCulture)),
                Municipio = Optional<string>.Of("Guadalajara"),
                Estado = Optional<string>.Of(EnumNames.NameOf(EntidadFederativa.Jalisco)),
                Ocupacion = Optional<string>.Of(Uno(Ocupaciones)),
            };
        }

        request = request with
        {
            Rfc = conRfc ? Optional<string>.Of(claves.Rfc()) : default,
            Clabe = conClabe ? Optional<string>.Of(claves.Clabe(Uno(Bancos))) : default,
            Notas = conNota ? Optional<string>.Of(Uno(Notas)) : default,
        };
        await services.Expedientes.EditarAsync(RequestContext.SystemFor(admin, clock.GetUtcNow()), clienteId, request, cancellationToken);
    }

    // One for each client, and not in use: no number in Guadalajara begins with 0. The factor has no divisor in common with ten.
    private static string Telefono(int clienteId) => string.Create(CultureInfo.InvariantCulture, $"330{clienteId * 7_368_787L % 10_000_000:0000000}");

    private bool Es(int percent) => _random.Next(100) < percent;

    private string Uno(string[] options) => options[_random.Next(options.Length)];
}
