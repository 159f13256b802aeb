using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Hojas;

/// <summary>The rows received before under the keys of an envío, on a sheet or by POST /pagos.</summary>
internal sealed class FilasConocidas
{
    private readonly HashSet<Guid> _nuevas;
    private readonly Dictionary<Guid, EnvioFila> _deHojas;
    private readonly Dictionary<Guid, Pago> _dePagos;

    private FilasConocidas(HashSet<Guid> nuevas, Dictionary<Guid, EnvioFila> deHojas, Dictionary<Guid, Pago> dePagos) =>
        (_nuevas, _deHojas, _dePagos) = (nuevas, deHojas, dePagos);

    /// <summary>Claims the keys for the current transaction, and reads those already used.</summary>
    public static async Task<FilasConocidas> ClaimAsync(ProsmexDbContext db, IReadOnlyList<DatosDeFila> filas, CancellationToken cancellationToken)
    {
        var claves = filas.Select(f => f.Clave).Distinct().ToArray();
        var nuevas = await db.ClaimClavesAsync(claves, cancellationToken);
        Guid[] usadas = [.. claves.Where(c => !nuevas.Contains(c))];
        return usadas.Length == 0 ? new(nuevas, [], []) : new(
            nuevas,
            await db.EnvioFilas.Where(f => usadas.Contains(f.Clave)).ToDictionaryAsync(f => f.Clave, cancellationToken),
            await db.Pagos.Where(p => usadas.Contains(p.Clave!.Value)).ToDictionaryAsync(p => p.Clave!.Value, cancellationToken));
    }

    public bool EsNueva(DatosDeFila fila) => _nuevas.Contains(fila.Clave);

    /// <summary>Why the key cannot be used again; null where it is new, or the row is the same.</summary>
    public ErrorDeDominio? Reparo(DatosDeFila fila) =>
        EsNueva(fila) ? null
        : _deHojas.TryGetValue(fila.Clave, out var previous) ? fila.EsLaDe(previous) ? null : EnvioErrores.ClaveConOtrosDatos
        : _dePagos.TryGetValue(fila.Clave, out var pago) && fila.Visita == Visita.Pago && pago.PrestamoId == fila.PrestamoId && pago.MontoPagado == fila.Monto ? null
        : PagoErrores.ClaveUsada;

    /// <summary>The answer for a row received before.</summary>
    public FilaRecibidaDto Duplicada(DatosDeFila fila) => _deHojas.TryGetValue(fila.Clave, out var previous)
        ? new(fila.Clave, FilaResult.Duplicado, previous.Estado, previous.Codigo, previous.Motivo, previous.PagoId, previous.Desfase)
        : new(fila.Clave, FilaResult.Duplicado, EstadoDeFila.Aplicado, null, null, _dePagos[fila.Clave].PagoId, Desfase: false);
}
