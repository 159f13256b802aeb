using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Prosmex.Domain.Common;

/// <summary>Traces and metrics of the program, under the name <see cref="Name"/>: counts and durations, no personal data.</summary>
public static class Telemetry
{
    public const string Name = "Prosmex";

    /// <summary>The activity source and meter of the database driver.</summary>
    public const string DatabaseName = "Npgsql";

    /// <summary>The tag that names the lender, where several share the program.</summary>
    public const string FinancieraTag = "prosmex.financiera";

    private static readonly Meter Meter = new(Name);

    /// <summary>A span per request and per timer.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>Collections registered and committed.</summary>
    internal static Counter<long> PagosAceptados { get; } = Meter.CreateCounter<long>("prosmex.pagos.aceptados", "{pago}", "Collections accepted");

    /// <summary>Requests answered with a stored response: by their Idempotency-Key, or as a double click.</summary>
    internal static Counter<long> Replays { get; } = Meter.CreateCounter<long>("prosmex.solicitudes.repetidas", "{solicitud}", "Requests that were repetitions");

    /// <summary>Faltas written by closes.</summary>
    internal static Counter<long> FaltasWritten { get; } = Meter.CreateCounter<long>("prosmex.faltas.escritas", "{falta}", "Faltas written at the close of weeks");

    internal static Counter<long> SemanasCerradas { get; } = Meter.CreateCounter<long>("prosmex.semanas.cerradas", "{semana}", "Weeks closed");

    /// <summary>Reads that a replica may answer, by the server that did; none where no replica is configured.</summary>
    internal static Counter<long> Reads { get; } = Meter.CreateCounter<long>("prosmex.lecturas", "{lectura}", "Reads that a replica may answer");

    /// <summary>Contacts of phones, by their state.</summary>
    internal static Counter<long> ContactosDeTelefonos { get; } = Meter.CreateCounter<long>("prosmex.telefonos.contactos", "{contacto}", "Contacts of phones");

    /// <summary>Rows of envíos that are new, by whether they came in more than a day after the visit.</summary>
    internal static Counter<long> FilasRecibidas { get; } = Meter.CreateCounter<long>("prosmex.envios.filas", "{fila}", "Rows received from phones for the first time");

    /// <summary>For each lender: hours since the end of the oldest week that is still to be closed; 0 is normal.</summary>
    internal static Gauge<int> HorasDeAtraso { get; } = Meter.CreateGauge<int>("prosmex.semanas.atraso", "h", "Hours that the weekly close is behind");

    /// <summary>For each lender: differences that the last cuadre found; 0 is normal.</summary>
    internal static Gauge<int> Diferencias { get; } = Meter.CreateGauge<int>("prosmex.cuadre.diferencias", "{diferencia}", "Differences between what is stored and the ledger");

    /// <summary>Records a figure that each lender has for itself.</summary>
    /// <param name="schema">The lender's; null for the only lender of a program.</param>
    internal static void RecordFor(this Gauge<int> gauge, string? schema, int value)
    {
        ReadOnlySpan<KeyValuePair<string, object?>> tags = schema is null ? [] : [new(FinancieraTag, schema)];
        gauge.Record(value, tags);
    }
}
