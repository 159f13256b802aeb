using System.Text.Json.Serialization;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Hojas;

/// <summary>What a phone sends of a group's sheet. The controls are counted by whoever made the rows: what is cut off on the way is refused.</summary>
public sealed record EnvioRequest
{
    /// <summary>A UUID that the phone made: sent again, it is the same envío.</summary>
    public Optional<string> EnvioId { get; init; }

    /// <summary>The instant of sending by the phone's clock.</summary>
    [OptionalOnCreate]
    public Optional<string> EnviadoEn { get; init; }

    public Optional<int?> ControlFilas { get; init; }

    public Optional<NumberText> ControlTotal { get; init; }

    /// <summary>For the API's description: they are read one by one, so that each can be told what is wrong with it.</summary>
    public IReadOnlyList<FilaDeEnvioRequest> Filas { get; init; } = [];
}

/// <summary>What a phone says of one loan.</summary>
public sealed record FilaDeEnvioRequest
{
    /// <summary>A UUID that the phone made when the row was captured: whatever it comes in, it counts once.</summary>
    public Optional<string> Clave { get; init; }

    public Optional<int?> PrestamoId { get; init; }

    /// <summary>MXN; 0 unless the visit is a pago.</summary>
    public Optional<NumberText> Monto { get; init; }

    /// <summary>An instant, by the phone's clock.</summary>
    public Optional<string> OcurridoEn { get; init; }

    [OptionalOnCreate]
    public Optional<string> Nota { get; init; }

    /// <summary>pago, no_estaba, no_quiso or prometio.</summary>
    public Optional<string> Visita { get; init; }
}

/// <summary>The checked head of an envío.</summary>
internal sealed record DatosDeEnvio(Guid EnvioId, DateTimeOffset? EnviadoEn, int ControlFilas, decimal ControlTotal);

/// <summary>A checked row.</summary>
/// <param name="Indice">Where it stood, from 0.</param>
internal sealed record DatosDeFila(int Indice, Guid Clave, int PrestamoId, decimal Monto, DateTimeOffset OcurridoEn, Visita Visita, string? Nota)
{
    /// <summary>It is the row that came in before under its key; what was noted besides may differ.</summary>
    public bool EsLaDe(EnvioFila fila) =>
        fila.PrestamoId == PrestamoId && fila.Monto == Monto && fila.OcurridoEn == OcurridoEn && fila.Visita == Visita;
}

/// <summary>What became of a row now.</summary>
public enum ResultadoDeFila
{
    Aplicado,

    /// <summary>It had come in before, and did not count again.</summary>
    Duplicado,

    PorAclarar,
}

/// <summary>What became of a row.</summary>
/// <param name="RegistradaComo">Of a duplicado: what became of it when it first came in.</param>
/// <param name="Codigo">Why its money could not be applied, or its visit was only noted.</param>
/// <param name="Motivo">The same for people.</param>
/// <param name="Desfase">The phone's clock was more than ten minutes off.</param>
public sealed record FilaRecibidaDto(
    Guid Clave,
    ResultadoDeFila Estado,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EstadoDeFila? RegistradaComo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Codigo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Motivo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PagoId,
    bool Desfase);

/// <summary>What became of an envío. The three amounts (MXN) add up to its <c>control_total</c>, the three counts to its <c>control_filas</c>.</summary>
/// <param name="Filas">In the order in which they came.</param>
public sealed record EnvioRecibidoDto(
    Guid EnvioId,
    IReadOnlyList<FilaRecibidaDto> Filas,
    int Aplicadas,
    int Duplicadas,
    int PorAclarar,
    decimal TotalAplicado,
    decimal TotalDuplicado,
    decimal TotalPorAclarar);
