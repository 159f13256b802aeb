using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// What is known of a request besides its body: who asks, on whose behalf it writes, and where it came from. Immutable; made where the
/// request, timer or command enters, and handed as an argument from there to the service and to the unit of work.
/// </summary>
public sealed record RequestContext
{
    private RequestContext(Author author) => Author = author;

    public Author Author { get; private init; }

    /// <exception cref="InvalidOperationException">The request has no signed-in user: the route is public, or a timer or command runs.</exception>
    public CurrentUser User => SignedIn ?? throw new InvalidOperationException("This request has no signed-in user.");

    /// <summary>When the request came in: reports are as of this instant. A write to loans or money takes its time from <see cref="WriteContext"/>, once the locks are held.</summary>
    /// <exception cref="InvalidOperationException">A timer or command runs, which has a clock of its own.</exception>
    public DateTimeOffset Now => Instant ?? throw new InvalidOperationException("This work has no instant of a request.");

    /// <summary>Method and path, or the name of the timer; null for commands. For the bitácora.</summary>
    public string? Route { get; private init; }

    /// <summary>The network address that the request came from; null where it is not known for sure. For the bitácora.</summary>
    public string? Address { get; private init; }

    /// <summary>How long the request may take.</summary>
    public RequestDeadline Deadline { get; private init; } = RequestDeadline.None;

    /// <summary>The Idempotency-Key header as it was sent, not checked yet; null without one, empty if there were several.</summary>
    public string? IdempotencyKeyHeader { get; private init; }

    /// <summary>The kind of work that other users approved, or that is only tried out; null for all other requests.</summary>
    public TipoDeSolicitud? Approved { get; private init; }

    /// <summary>The last write of the session; null where it wrote nothing lately, or where no replica could miss it.</summary>
    public SessionWrite? LastWrite { get; private init; }

    private CurrentUser? SignedIn { get; init; }

    private DateTimeOffset? Instant { get; init; }

    /// <summary>A request before its user is known, or of a public route.</summary>
    public static RequestContext Anonymous(DateTimeOffset now, string route, string? address, RequestDeadline deadline, string? idempotencyKeyHeader) =>
        new(new Author.Anonymous()) { Instant = now, Route = route, Address = address, Deadline = deadline, IdempotencyKeyHeader = idempotencyKeyHeader };

    /// <summary>The same request, made by a signed-in user: what it writes commits only while the session is in force.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="lastWrite">The last write of the session.</param>
    public RequestContext For(CurrentUser user, SessionWrite? lastWrite = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        return this with { Author = new Author.Session(user.UsuarioId, user.SesionId), SignedIn = user, LastWrite = lastWrite };
    }

    /// <summary>The same request, doing what was approved on behalf of the user who asked for it. What is proved stays the session of the one who sent it.</summary>
    public RequestContext ApprovedAs(TipoDeSolicitud tipo, CurrentUser solicitante) => this with { Approved = tipo, SignedIn = solicitante };

    /// <summary>A timer or command.</summary>
    /// <param name="name">The timer's; null for commands.</param>
    public static RequestContext System(string? name = null) => new(new Author.System()) { Route = name };

    /// <summary>A command that does what a user would do, such as filling a demo. There is no session to prove, so no request may use this.</summary>
    /// <param name="user">On whose behalf.</param>
    /// <param name="now">Null for work that does not ask.</param>
    public static RequestContext SystemFor(CurrentUser user, DateTimeOffset? now = null) => new(new Author.System()) { SignedIn = user, Instant = now };
}
