using Microsoft.Extensions.Caching.Memory;

namespace Prosmex.Domain.Auth;

/// <summary>
/// Who was behind each session when it last asked: a guess, never an answer. <see cref="LlamanteService"/> has the database confirm it in every
/// request; a wrong one costs a round trip.
/// </summary>
public sealed class LlamantesRecientes : IDisposable
{
    private const int Sesiones = 10_000;
    private static readonly TimeSpan SinUso = TimeSpan.FromHours(1);

    private readonly MemoryCache _porSesion = new(new MemoryCacheOptions { SizeLimit = Sesiones });

    internal Llamante? Buscar(int usuarioId, Guid sesionId) =>
        _porSesion.TryGetValue(sesionId, out Llamante? llamante) && llamante!.UsuarioId == usuarioId ? llamante : null;

    internal void Recordar(Llamante llamante) => _porSesion.Set(llamante.SesionId, llamante, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = SinUso });

    internal void Olvidar(Guid sesionId) => _porSesion.Remove(sesionId);

    public void Dispose() => _porSesion.Dispose();
}
