using System.Collections.ObjectModel;

namespace Prosmex.LocalHost.Postgres;

/// <summary>The options of a private server.</summary>
internal sealed record PrivatePostgresOptions
{
    /// <summary>
    /// Folder for everything (cluster, obtained binaries, password, locks); created when missing. Programs with the same folder share
    /// one server. The git-ignored <c>.prosmex</c> of the project's root by default.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>Folder with initdb, pg_ctl and postgres. When set nothing else is tried, so that a typo does not go unnoticed.</summary>
    public string? Binaries { get; init; }

    /// <summary>
    /// Settings of the server given as <c>-c</c> options, for example <c>fsync=off</c> for tests. Ignored when the server already runs.
    /// </summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Receives one line of progress, in Spanish, for the person at the terminal.</summary>
    public required Action<string> Report { get; init; }
}
