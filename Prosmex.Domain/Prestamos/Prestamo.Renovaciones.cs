using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <content>Renewals: the loan that settles this one, moved and undone.</content>
public sealed partial class Prestamo
{
    /// <summary>Grants a loan that settles this one, which is closed by a non-cash entry of exactly its balance.</summary>
    /// <param name="semanasParaRenovar">Weeks that this loan must have completed.</param>
    /// <param name="ultimoIngreso">The business instant of this loan's latest money in force: the renewal cannot start on an earlier day; null where there is none.</param>
    /// <exception cref="DominioException">
    /// prestamo.no_renovable, prestamo.renovacion_anterior_al_ultimo_pago, prestamo.no_cubre_saldo, or as in <see cref="Conceder"/>; this loan is then
    /// untouched.
    /// </exception>
    public (Prestamo Nuevo, Pago Liquidacion) Renovar(Concesion concesion, WriteContext write, int semanasParaRenovar, DateTimeOffset? ultimoIngreso)
    {
        ArgumentNullException.ThrowIfNull(concesion);
        if (EstaCerrado || Avance().SemanaActiva < semanasParaRenovar)
        {
            throw new DominioException(PrestamoErrores.NoRenovable);
        }

        var nuevo = Conceder(concesion, write);
        ExigirRenovacionPosterior(concesion.FechaInicio, ultimoIngreso);
        var saldo = Restante;
        nuevo.FijarTerminos(concesion.Monto, concesion.Tipo, saldo);
        nuevo.Renovacion = true;
        nuevo.RenuevaA = PrestamoId;

        var fecha = FechaDeLiquidacion(concesion.FechaInicio, ultimoIngreso, write);
        Pagado = MontoUtilidad;
        Status = StatusPrestamo.Renovado;
        FechaCierre = fecha;
        return (nuevo, Pago.Liquidacion(this, saldo, fecha, write));
    }

    /// <summary>The renewal that closed this loan starts on another day: its settlement moves along, by a reversal and a new entry.</summary>
    /// <exception cref="DominioException">prestamo.renovacion_anterior_al_ultimo_pago; this loan is then untouched.</exception>
    public (Pago Reversa, Pago Liquidacion) MoverRenovacion(Pago liquidacion, DateOnly inicio, DateTimeOffset? ultimoIngreso, WriteContext write)
    {
        ArgumentNullException.ThrowIfNull(liquidacion);
        ExigirRenovacionPosterior(inicio, ultimoIngreso);
        var fecha = FechaDeLiquidacion(inicio, ultimoIngreso, write);
        FechaCierre = fecha;
        return (Pago.Reversa(liquidacion, "Cambió el inicio de la renovación.", write), Pago.Liquidacion(this, liquidacion.MontoPagado, fecha, write));
    }

    /// <summary>Undoes the renewal that closed this loan: it is open again, with its old balance.</summary>
    /// <returns>The reversal of the settlement.</returns>
    public Pago DeshacerRenovacion(Pago liquidacion, WriteContext write)
    {
        ArgumentNullException.ThrowIfNull(liquidacion);
        Pagado -= liquidacion.MontoPagado;
        Reabrir(write);
        return Pago.Reversa(liquidacion, "Se eliminó la renovación.", write);
    }

    // Otherwise the client would have two open loans in the days between.
    private static void ExigirRenovacionPosterior(DateOnly inicio, DateTimeOffset? ultimoIngreso)
    {
        if (ultimoIngreso is { } ultimo && inicio < HoraMexico.Dia(ultimo))
        {
            throw new DominioException(PrestamoErrores.RenovacionAnteriorAlUltimoPago(HoraMexico.Dia(ultimo)));
        }
    }

    private static DateTimeOffset FechaDeLiquidacion(DateOnly inicio, DateTimeOffset? ultimoIngreso, WriteContext write)
    {
        var fecha = HoraMexico.InstanteDe(inicio, write.Now);
        return ultimoIngreso > fecha ? ultimoIngreso.Value : fecha;
    }
}
