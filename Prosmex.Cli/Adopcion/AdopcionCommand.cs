namespace Prosmex.Cli.Adopcion;

internal enum AdopcionMode
{
    /// <summary>A dry run: does everything and rolls back, so that its report is that of a real run.</summary>
    Rehearse,
    Aplicar,
    Deshacer,
}

/// <summary>The options of <c>adopt</c>.</summary>
internal sealed record AdopcionCommand
{
    public AdopcionMode Mode { get; init; }

    /// <summary>Undo even if something was written since, after exporting it.</summary>
    public bool Force { get; init; }

    /// <summary>The file for the report as JSON; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>CSV of groups and their gestores; null for none.</summary>
    public string? Gestores { get; init; }

    /// <summary>The time zone in which the old system wrote its timestamps.</summary>
    public string SourceZone { get; init; } = "UTC";

    /// <summary>The file for the data that a forced undo deletes; null for a file named after the time.</summary>
    public string? Exportar { get; init; }
}
