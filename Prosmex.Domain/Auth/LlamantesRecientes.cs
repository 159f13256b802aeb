using Microsoft.Extensions.Caching.Memory;

namespace Prosmex.Domain.Auth;

/// <summary>
/// Which tokens were found to be ours, and who was behind each when it last came. The first stays so until the token's time is over; the second
/// is a guess, never an answer: <see cref="LlamanteService"/> has the database confirm it in every request, and a wrong one costs a round trip.
/// </summary>
public sealed class LlamantesRecientes : IDisposable
{
    private const int Tokens = 10_000;
    private static readonly TimeSpan SinUso = TimeSpan.FromHours(1);

    private readonly MemoryCache _porToken = new(new MemoryCacheOptions { SizeLimit = Tokens });

    public void Dispose() => _porToken.Dispose();

    internal (TokenLeido Token, Llamante Llamante)? Buscar(string token) => _porToken.Get<(TokenLeido, Llamante)?>(token);

    internal void Recordar(string texto, TokenLeido token, Llamante llamante) =>
        _porToken.Set<(TokenLeido, Llamante)?>(texto, (token, llamante), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = SinUso });

    internal void Olvidar(string token) => _porToken.Remove(token);
}
