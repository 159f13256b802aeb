using Prosmex.Domain.Common;

namespace Prosmex.Domain.Cobro;

/// <summary>What a phone says of itself when its user has signed in on it.</summary>
public sealed record TelefonoRequest
{
    /// <summary>A random UUID that the phone makes, once for each of its users. It is a secret, and so in no address: <c>POST /cobro/contacto</c> takes it for a credential.</summary>
    public Optional<string> TelefonoId { get; init; }

    /// <summary>What the phone calls itself, for the office to tell it from others: 1 to 80 characters.</summary>
    public Optional<string> Nombre { get; init; }

    /// <summary>Of the page: 1 to 80 characters.</summary>
    public Optional<string> Version { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (Guid TelefonoId, string Nombre, string Version) Validate()
    {
        var v = Validation.ForCreate();
        var (id, nombre, version) = (v.Uuid("telefono_id", TelefonoId), v.Text("nombre", Nombre, max: 80), v.Text("version", Version, max: 80));
        v.ThrowIfInvalid();
        return (id.GetValueOrDefault(default), nombre.GetValueOrDefault(null)!, version.GetValueOrDefault(null)!);
    }
}

/// <summary>What a phone says whenever it has a signal, also without a session.</summary>
public sealed record ContactoRequest
{
    /// <summary>The UUID that the phone was registered with: it is the credential.</summary>
    public Optional<string> TelefonoId { get; init; }

    /// <summary>Of the page: 1 to 80 characters.</summary>
    public Optional<string> Version { get; init; }

    public Optional<PorEnviarRequest> PorEnviar { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal DatosDeContacto Validate()
    {
        var v = Validation.ForCreate();
        var (id, version, porEnviar) = (v.Uuid("telefono_id", TelefonoId), v.Text("version", Version, max: 80), v.Object("por_enviar", PorEnviar, PorEnviarRequest.Read));
        v.ThrowIfInvalid();
        var (filas, total) = porEnviar.GetValueOrDefault(default);
        return new(id.GetValueOrDefault(default), version.GetValueOrDefault(null)!, filas, total);
    }
}

/// <summary>The rows that a phone has not sent yet.</summary>
public sealed record PorEnviarRequest
{
    private const int MaxFilas = 100_000;

    /// <summary>How many, up to 100,000.</summary>
    public Optional<int?> Filas { get; init; }

    /// <summary>Their money, MXN.</summary>
    public Optional<NumberText> Total { get; init; }

    internal static (int Filas, decimal Total) Read(Validation v, PorEnviarRequest request) =>
        (v.Integer("filas", request.Filas, 0, MaxFilas).GetValueOrDefault(0), v.Monto("total", request.Total).GetValueOrDefault(0));
}

/// <summary>A validated contact.</summary>
internal sealed record DatosDeContacto(Guid TelefonoId, string Version, int Filas, decimal Total);

/// <summary>What a phone needs to work.</summary>
/// <param name="Clave">The key for what it keeps: 32 bytes as base64, the same each time. Of all answers only this one has it.</param>
/// <param name="Ahora">The server's clock.</param>
/// <param name="Semana">The Monday of the running week.</param>
/// <param name="SesionExpiraEn">When the session ends that the phone was registered with.</param>
/// <param name="Descartar">The office gave up what the phone had not sent: delete it before anything is sent.</param>
public sealed record TelefonoRegistradoDto(string Clave, DateTimeOffset Ahora, DateOnly Semana, DateTimeOffset SesionExpiraEn, bool Descartar);

/// <summary>What the server tells a phone that makes contact.</summary>
/// <param name="Descartar">The office gave up what the phone has not sent: delete it, and say so by a contact with none left.</param>
/// <param name="Ahora">The server's clock.</param>
/// <param name="Semana">The Monday of the running week.</param>
public sealed record ContactoDto(EstadoDeTelefono Estado, bool Descartar, DateTimeOffset Ahora, DateOnly Semana);

/// <summary>A phone as the office sees it. Amounts in MXN.</summary>
/// <param name="Usuario">Full name.</param>
/// <param name="Nombre">What the phone calls itself.</param>
/// <param name="Version">Of the page.</param>
/// <param name="PorEnviarFilas">Rows that it had not sent at its last contact.</param>
/// <param name="PorEnviarTotal">Their money.</param>
/// <param name="TerminadoEn">When the office last ended its session.</param>
/// <param name="DescartarPedidoEn">When the office gave up what it had not sent.</param>
/// <param name="DescartarNota">Why.</param>
/// <param name="DescartarFilas">How many rows waited then.</param>
/// <param name="DescartarTotal">Their money.</param>
/// <param name="DescartadoEn">When the phone had done so.</param>
public sealed record TelefonoDto(
    int Id,
    NombradoDto Usuario,
    string Nombre,
    string Version,
    DateTimeOffset UltimoContacto,
    int PorEnviarFilas,
    decimal PorEnviarTotal,
    EstadoDeTelefono Estado,
    DateTimeOffset? TerminadoEn,
    DateTimeOffset? DescartarPedidoEn,
    string? DescartarNota,
    int? DescartarFilas,
    decimal? DescartarTotal,
    DateTimeOffset? DescartadoEn);

/// <summary>The filters of the list of phones.</summary>
/// <param name="Q">Part of the user's full name or of the phone's; accents, case and blanks are ignored.</param>
public sealed record TelefonosFilter(int? Id = null, int? UsuarioId = null, string? Q = null);
