namespace Prosmex.Domain.Persistence;

/// <summary>Who asks for the work of a scope, and from where; the bitácora records it. Set once, where the request, timer or command enters.</summary>
public sealed class AuditContext
{
    private Author? _author;

    /// <exception cref="InvalidOperationException">The entry point did not say on whose behalf the scope works.</exception>
    public Author Author
    {
        get => _author ?? throw new InvalidOperationException("The scope has no author: its entry point must set Origen.Author before anything is written.");
        set => _author = value;
    }

    /// <summary>Method and path, or the name of the timer; null for commands.</summary>
    public string? Route { get; set; }

    /// <summary>The network address that the request came from, as far as it is known.</summary>
    public string? Address { get; set; }
}
