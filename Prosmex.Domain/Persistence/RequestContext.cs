using Prosmex.Domain.Auth;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// What is known of a request besides its body: who asks, on whose behalf it writes, and where it came from. Immutable; made where the
/// request, timer or command enters, and handed as an argument from there to the service and to the unit of work.
/// </summary>
public sealed record RequestContext
{
    private readonly CurrentUser? _user;

    private RequestContext(Author author, CurrentUser? user, string? route, string? address, RequestDeadline deadline) =>
        (Author, _user, Route, Address, Deadline) = (author, user, route, address, deadline);

    public Author Author { get; }

    /// <exception cref="InvalidOperationException">The request has no signed-in user: the route is public, or a timer or command runs.</exception>
    public CurrentUser User => _user ?? throw new InvalidOperationException("This request has no signed-in user.");

    /// <summary>Method and path, or the name of the timer; null for commands. For the bitácora.</summary>
    public string? Route { get; }

    /// <summary>The network address that the request came from; null where it is not known for sure. For the bitácora.</summary>
    public string? Address { get; }

    /// <summary>How long the request may take.</summary>
    public RequestDeadline Deadline { get; }

    /// <summary>A request before its user is known, or of a public route.</summary>
    public static RequestContext Anonymous(string? route, string? address, RequestDeadline deadline) =>
        new(new Author.Anonymous(), user: null, route, address, deadline);

    /// <summary>The same request, made by a signed-in user: what it writes commits only while the session is in force.</summary>
    public RequestContext For(CurrentUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(new Author.Session(user.UsuarioId, user.SesionId), user, Route, Address, Deadline);
    }

    /// <summary>A timer or command.</summary>
    /// <param name="name">The timer's; null for commands.</param>
    public static RequestContext System(string? name = null) => new(new Author.System(), user: null, name, address: null, RequestDeadline.None);

    /// <summary>A command that does what a user would do, such as filling a demo. There is no session to prove, so no request may use this.</summary>
    public static RequestContext SystemFor(CurrentUser user) => new(new Author.System(), user, route: null, address: null, RequestDeadline.None);
}
