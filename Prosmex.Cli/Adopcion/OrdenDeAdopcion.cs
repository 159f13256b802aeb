namespace Prosmex.Cli.Adopcion;

internal enum ModoDeAdopcion
{
    /// <summary>Does everything and takes it back: the report is that of a real run.</summary>
    Ensayar,
    Aplicar,
    Deshacer,
}

/// <summary>What <c>adopt</c> was asked to do.</summary>
internal sealed record OrdenDeAdopcion
{
    public ModoDeAdopcion Modo { get; init; }

    /// <summary>Undo although something was written since, after exporting that.</summary>
    public bool Forzar { get; init; }

    /// <summary>Where the report goes as JSON; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>CSV of groups and their gestores; null for none.</summary>
    public string? Gestores { get; init; }

    /// <summary>The time zone in which the old system wrote its timestamps.</summary>
    public string ZonaOrigen { get; init; } = "UTC";

    /// <summary>Where a forced undo writes what is lost; null for a file named after the moment.</summary>
    public string? Exportar { get; init; }
}
