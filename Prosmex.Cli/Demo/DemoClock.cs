namespace Prosmex.Cli.Demo;

/// <summary>A clock that is moved by hand, so that a year of work takes a minute.</summary>
internal sealed class DemoClock(DateTimeOffset inicio) : TimeProvider
{
    private DateTimeOffset _ahora = inicio;

    public void Ir(DateTimeOffset instante) => _ahora = instante;

    public override DateTimeOffset GetUtcNow() => _ahora;
}
