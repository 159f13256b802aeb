namespace Prosmex.Domain.Persistence;

/// <summary>Who asks for the work of a scope, and from where; the bitácora writes it down. Set once, by whoever takes the request in.</summary>
public sealed class Origen
{
    /// <summary>Null for timers and commands.</summary>
    public int? UsuarioId { get; set; }

    /// <summary>Method and path, or the name of the timer; null for commands.</summary>
    public string? Ruta { get; set; }

    /// <summary>The network address that the request came from, as far as it is known.</summary>
    public string? Direccion { get; set; }
}
