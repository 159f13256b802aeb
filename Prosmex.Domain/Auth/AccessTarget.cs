namespace Prosmex.Domain.Auth;

/// <summary>Whose access a unit of work changes: it ends their sessions, or changes what they may do.</summary>
public abstract record AccessTarget
{
    private AccessTarget()
    {
    }

    /// <summary>A user: the role, the password, <c>activo</c>, or all sessions.</summary>
    public sealed record User(int UsuarioId) : AccessTarget;

    /// <summary>One session: sign-out and refresh.</summary>
    public sealed record Session(Guid SesionId) : AccessTarget;
}
