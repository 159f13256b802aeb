using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>A loan with the terms frozen at its grant. Amounts in MXN.</summary>
public sealed partial class Prestamo
{
    internal static readonly DateOnly PrimerInicio = new(2000, 1, 1);

    private Prestamo()
    {
    }

    public int PrestamoId { get; private set; }

    public int ClienteId { get; private set; }

    public Cliente? Cliente { get; private set; }

    /// <summary>Null only on an adopted exception.</summary>
    public int? AvalId { get; private set; }

    public int TipoPrestamoId { get; private set; }

    /// <summary>Day in Mexico City.</summary>
    public DateOnly FechaInicio { get; private set; }

    /// <summary>Nominal amount ("papel").</summary>
    public decimal MontoPrestamo { get; private set; }

    /// <summary>Amount handed out: the nominal less the settlement of a renewed loan.</summary>
    public decimal MontoPrestamoReal { get; private set; }

    /// <summary>Total to pay.</summary>
    public decimal MontoUtilidad { get; private set; }

    /// <summary>Weekly amount.</summary>
    public decimal CobranzaIdeal { get; private set; }

    public int NumeroSemanas { get; private set; }

    /// <summary>Sum of the payments in force; set under the row's lock.</summary>
    public decimal Pagado { get; private set; }

    /// <summary>Number of collections in force, the renewal's settlement not counted; set under the row's lock.</summary>
    public int NumeroPagos { get; private set; }

    public StatusPrestamo Status { get; private set; }

    public bool Renovacion { get; private set; }

    /// <summary>The loan that this one renews.</summary>
    public int? RenuevaA { get; private set; }

    public DateTimeOffset FechaCreacion { get; private set; }

    /// <summary>When it was paid in full or renewed: the business instant of the closing entry.</summary>
    public DateTimeOffset? FechaCierre { get; private set; }

    /// <summary>Null on an adopted row.</summary>
    public int? RegistradoPor { get; private set; }

    /// <summary>Adopted from the replaced system although it breaks a rule of this one.</summary>
    public bool ExcepcionAdopcion { get; private set; }

    public PlanDePagos Plan => new(MontoUtilidad, CobranzaIdeal, NumeroSemanas);

    /// <summary>Remaining balance, MXN.</summary>
    public decimal Restante => MontoUtilidad - Pagado;

    public bool EstaCerrado => Status.EsCerrado();

    /// <summary>Which week of the plan a calendar week is: 0 is the week of the start, when nothing is due yet.</summary>
    public int SemanaDelPlan(Semana semana) => (semana.Lunes.DayNumber - Semana.De(FechaInicio).Lunes.DayNumber) / 7;

    /// <param name="faltas">Recorded faltas of closed weeks.</param>
    public AvanceDePrestamo Avance(int faltas = 0) => AvanceDePrestamo.De(Plan, Pagado, NumeroPagos, Status, faltas);

    /// <summary>Grants a loan to a client without an open one.</summary>
    /// <exception cref="DominioException">solicitud.invalida for a start out of range.</exception>
    public static Prestamo Conceder(Concesion concesion, WriteContext write)
    {
        ArgumentNullException.ThrowIfNull(concesion);
        ArgumentNullException.ThrowIfNull(write);
        ExigirInicio(concesion.FechaInicio, write.Now);
        var prestamo = new Prestamo
        {
            ClienteId = concesion.ClienteId,
            AvalId = concesion.AvalId,
            FechaInicio = concesion.FechaInicio,
            Status = StatusPrestamo.Activo,
            FechaCreacion = write.Now,
            RegistradoPor = write.UsuarioId,
        };
        prestamo.FijarTerminos(concesion.Monto, concesion.Tipo, liquidado: 0);
        prestamo.FijarVencimiento(write);
        return prestamo;
    }

    /// <summary>Registers a collection; 0 records a visit.</summary>
    /// <param name="fecha">The business instant.</param>
    /// <param name="ultimoIngreso">The business instant of the latest money in force so far, which may come after this payment's; null where there is none.</param>
    /// <exception cref="DominioException">prestamo.cerrado, pago.fecha_futura, pago.fecha_anterior, pago.excede_restante; nothing is changed then.</exception>
    public Pago Cobrar(decimal monto, DateTimeOffset fecha, DateTimeOffset? ultimoIngreso, WriteContext write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (EstaCerrado)
        {
            throw new DominioException(PrestamoErrores.Cerrado);
        }

        if (DateProblem(fecha, write.Now) is { } problem)
        {
            throw new DominioException(problem);
        }

        if (monto > Restante)
        {
            throw new DominioException(PagoErrores.ExcedeRestante(Restante));
        }

        Pagado += monto;
        NumeroPagos++;
        if (Pagado == MontoUtilidad)
        {
            // Independent of the order of arrival: the closing date is that of the last money by date.
            Status = StatusPrestamo.Liquidado;
            FechaCierre = ultimoIngreso > fecha ? ultimoIngreso : fecha;
        }

        return Pago.Cobro(this, monto, fecha, write);
    }

    /// <summary>Why a payment of this loan cannot have this instant, or null.</summary>
    internal ErrorDeDominio? DateProblem(DateTimeOffset fecha, DateTimeOffset ahora)
    {
        if (fecha > ahora + Pago.ClockTolerance)
        {
            return PagoErrores.FechaFutura;
        }

        var registrado = HoraMexico.Dia(FechaCreacion);
        return HoraMexico.Dia(fecha) < (registrado < FechaInicio ? registrado : FechaInicio) ? PagoErrores.FechaAnterior : null;
    }

    /// <summary>Reverses a collection. A loan that is no longer paid in full is open again.</summary>
    /// <param name="renovacionId">The loan that renewed this one, if any.</param>
    /// <exception cref="DominioException">pago.prestamo_renovado.</exception>
    public Pago Reversar(Pago pago, string? motivo, int? renovacionId, WriteContext write)
    {
        ArgumentNullException.ThrowIfNull(pago);
        if (Status == StatusPrestamo.Renovado)
        {
            throw new DominioException(PagoErrores.PrestamoRenovado(PrestamoId, renovacionId));
        }

        Pagado -= pago.MontoPagado;
        NumeroPagos--;
        if (EstaCerrado && Pagado < MontoUtilidad)
        {
            Reabrir(write);
        }

        return Pago.Reversa(pago, motivo, write);
    }

    /// <summary>Changes the terms that may still change.</summary>
    /// <param name="tienePagos">Collections were registered, in force or not: amount, product and client are then fixed.</param>
    /// <param name="primerPago">The business day of the first collection in force.</param>
    /// <exception cref="DominioException">prestamo.cerrado, prestamo.con_pagos, prestamo.es_renovacion, prestamo.pago_anterior_al_inicio, prestamo.no_cubre_saldo.</exception>
    public void Editar(CambiosDePrestamo cambios, bool tienePagos, DateOnly? primerPago, WriteContext write)
    {
        ArgumentNullException.ThrowIfNull(cambios);
        ArgumentNullException.ThrowIfNull(write);
        if (EstaCerrado)
        {
            throw new DominioException(PrestamoErrores.Cerrado);
        }

        if (tienePagos && (cambios.Monto != MontoPrestamo || cambios.Tipo.TipoPrestamoId != TipoPrestamoId || cambios.ClienteId != ClienteId))
        {
            throw new DominioException(PrestamoErrores.ConPagos);
        }

        if (Renovacion && cambios.ClienteId != ClienteId)
        {
            throw new DominioException(PrestamoErrores.EsRenovacion);
        }

        if (cambios.FechaInicio != FechaInicio)
        {
            ExigirInicio(cambios.FechaInicio, write.Now);
            if (primerPago < cambios.FechaInicio)
            {
                throw new DominioException(PrestamoErrores.PagoAnteriorAlInicio);
            }
        }

        // A later change of the product alone changes nothing; another amount or product takes the product's terms as they are today.
        if (cambios.Monto != MontoPrestamo || cambios.Tipo.TipoPrestamoId != TipoPrestamoId)
        {
            FijarTerminos(cambios.Monto, cambios.Tipo, MontoPrestamo - MontoPrestamoReal);
        }

        ClienteId = cambios.ClienteId;
        AvalId = cambios.AvalId;
        FechaInicio = cambios.FechaInicio;
        FijarVencimiento(write);
    }

    private static void ExigirInicio(DateOnly inicio, DateTimeOffset ahora)
    {
        var ultimo = HoraMexico.Dia(ahora).AddDays(1);
        if (inicio < PrimerInicio || inicio > ultimo)
        {
            throw new DominioException(ErroresComunes.Invalido("fecha_inicio", $"elija un día entre el {Fecha.Text(PrimerInicio)} y el {Fecha.Text(ultimo)} (mañana)."));
        }
    }

    private void FijarTerminos(decimal monto, TipoPrestamo tipo, decimal liquidado)
    {
        if (monto < liquidado)
        {
            throw new DominioException(PrestamoErrores.NoCubreSaldo(liquidado));
        }

        var plan = PlanDePagos.De(monto, tipo);
        TipoPrestamoId = tipo.TipoPrestamoId;
        MontoPrestamo = monto;
        MontoPrestamoReal = monto - liquidado;
        MontoUtilidad = plan.Total;
        CobranzaIdeal = plan.Semanal;
        NumeroSemanas = plan.Semanas;
    }

    private void Reabrir(WriteContext write)
    {
        FechaCierre = null;
        FijarVencimiento(write);
    }

    // An open loan is vencido once its last week, or a later one, is closed with collection.
    private void FijarVencimiento(WriteContext write) =>
        Status = write.LastWeekWithCollection(ClienteId) is { } ultima && SemanaDelPlan(ultima) >= NumeroSemanas ? StatusPrestamo.Vencido : StatusPrestamo.Activo;
}
