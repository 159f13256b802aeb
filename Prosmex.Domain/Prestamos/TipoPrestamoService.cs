using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>What a request says about a product. Rates are fractions.</summary>
public sealed record TipoPrestamoRequest
{
    private const int MaximoDeSemanas = 520;
    private const int MaximoDeIncumplimientos = 9999;

    public Opcional<string> Nombre { get; init; }

    public Opcional<int?> NumeroSemanas { get; init; }

    public Opcional<Numero> PorcentajeSemanal { get; init; }

    public Opcional<int?> IncumplimientosTolerados { get; init; }

    public Opcional<Numero> PenaIncumplimiento { get; init; }

    public Opcional<int?> LimitePenalizaciones { get; init; }

    public Opcional<Numero> Interes { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeTipo Validar(Validacion v)
    {
        var datos = new DatosDeTipo(
            v.Texto("nombre", Nombre, maximo: 50),
            v.Entero("numero_semanas", NumeroSemanas, 1, MaximoDeSemanas),
            v.Tasa("porcentaje_semanal", PorcentajeSemanal),
            v.Entero("incumplimientos_tolerados", IncumplimientosTolerados, 0, MaximoDeIncumplimientos),
            v.Monto("pena_incumplimiento", PenaIncumplimiento),
            v.Entero("limite_penalizaciones", LimitePenalizaciones, 0, MaximoDeIncumplimientos),
            v.Tasa("interes", Interes));
        v.Exigir();
        return datos;
    }
}

/// <summary>The checked fields of a product that a request sets.</summary>
public sealed record DatosDeTipo(
    Opcional<string> Nombre,
    Opcional<int> NumeroSemanas,
    Opcional<decimal> PorcentajeSemanal,
    Opcional<int> IncumplimientosTolerados,
    Opcional<decimal> PenaIncumplimiento,
    Opcional<int> LimitePenalizaciones,
    Opcional<decimal> Interes);

/// <summary>Makes and edits products; granted loans keep their terms.</summary>
public sealed class TipoPrestamoService(ProsmexDbContext db, UnidadDeTrabajo unidad)
{
    /// <exception cref="DominioException">solicitud.invalida, also where the weeks do not pay exactly capital and interest.</exception>
    public Task<TipoPrestamoDto> CrearAsync(TipoPrestamoRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlCrear());
        return unidad.EjecutarAsync(_ => Task.FromResult(db.TiposPrestamo.Add(TipoPrestamo.De(datos)).Entity), TipoPrestamoDto.De, cancellationToken);
    }

    /// <exception cref="DominioException">As for <see cref="CrearAsync"/>; solicitud.vacia, tipo_prestamo.no_encontrado.</exception>
    public Task<TipoPrestamoDto> EditarAsync(int id, TipoPrestamoRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlEditar());
        return unidad.EjecutarAsync(
            async token =>
            {
                var tipo = await db.TiposPrestamo.AsTracking().FirstOrDefaultAsync(t => t.TipoPrestamoId == id, token)
                    ?? throw new DominioException(PrestamoErrores.TipoNoEncontrado);
                tipo.Editar(datos);
                return tipo;
            },
            TipoPrestamoDto.De,
            cancellationToken);
    }
}
