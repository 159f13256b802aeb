namespace Prosmex.Domain.Persistence;

/// <summary>On whose behalf a unit of work writes. It determines what must be proved before the write.</summary>
public abstract record Author
{
    private Author()
    {
    }

    /// <summary>Null where the author is not a user.</summary>
    public virtual int? UsuarioId => null;

    /// <summary>Null where there is no session.</summary>
    public virtual Guid? SesionId => null;

    /// <summary>A signed-in user. The work commits only if this session is in force inside its own transaction.</summary>
    public sealed record Session(int Usuario, Guid Sesion) : Author
    {
        public override int? UsuarioId => Usuario;

        public override Guid? SesionId => Sesion;
    }

    /// <summary>A request without a session: sign-in, refresh and sign-out. The service checks the credentials.</summary>
    public sealed record Anonymous : Author;

    /// <summary>A timer, a command or a migration: the program itself, which has no session.</summary>
    public sealed record System : Author;
}
