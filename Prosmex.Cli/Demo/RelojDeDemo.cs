namespace Prosmex.Cli.Demo;

/// <summary>A clock that stands still until it is moved, so that a year of work can be done in a minute.</summary>
internal sealed class RelojDeDemo(DateTimeOffset inicio) : TimeProvider
{
    private DateTimeOffset _ahora = inicio;

    public void Ir(DateTimeOffset instante) => _ahora = instante;

    public override DateTimeOffset GetUtcNow() => _ahora;
}
