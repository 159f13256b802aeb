using System.Reflection;
using CsCheck;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

/// <summary>Loans without a database, and the amounts and products that property tests try.</summary>
internal static class Samples
{
    /// <summary>Noon in Mexico City, a Wednesday.</summary>
    public static readonly DateTimeOffset Ahora = new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly Today = new(2026, 11, 18);

    public static readonly WriteContext Write = At(Ahora);

    /// <summary>Any amount from outside; small ones often, since there a cent is much.</summary>
    public static readonly Gen<decimal> Monto = Gen.OneOf(Gen.Int[1, 999_999_999], Gen.Int[1, 300], Gen.Int[999_999_900, 999_999_999], Gen.Int[1, 10_000].Select(p => p * 100))
        .Select(centavos => centavos / 100m);

    /// <summary>Any product that the table takes, the seeded ones often: weeks × percentage = 1 + interest, both with 6 decimals, or the rounded percentage of any interest.</summary>
    public static readonly Gen<TestTipo> TipoLegal = Gen.OneOf(
        Gen.Int[0, TestTipo.All.Count - 1].Select(i => TestTipo.All[i]),
        from semanas in Gen.Int[1, 104]
        from sobre in Gen.Int[0, 60_000]
        let porcentaje = (((1_000_000 + semanas - 1) / semanas) + sobre) / 1_000_000m
        select new TestTipo(99, semanas, porcentaje, (semanas * porcentaje) - 1, 1, 1),
        from semanas in Gen.Int[1, 104]
        from interes in Gen.Int[0, 1_000_000]
        let porcentaje = Math.Round((1 + (interes / 1_000_000m)) / semanas, 6, MidpointRounding.AwayFromZero)
        select new TestTipo(99, semanas, porcentaje, interes / 1_000_000m, 1, 1));

    public static TipoPrestamo Tipo(TestTipo tipo)
    {
        var entidad = new TipoPrestamo();
        Poner(entidad, nameof(TipoPrestamo.TipoPrestamoId), tipo.Id);
        Poner(entidad, nameof(TipoPrestamo.NumeroSemanas), tipo.Semanas);
        Poner(entidad, nameof(TipoPrestamo.PorcentajeSemanal), tipo.PorcentajeSemanal);
        Poner(entidad, nameof(TipoPrestamo.Interes), tipo.Interes);
        return entidad;
    }

    public static Concesion Concesion(decimal monto, TestTipo tipo, DateOnly? inicio = null) => new(1, 2, Tipo(tipo), monto, inicio ?? Today);

    /// <summary>A loan with id 7 granted to client 1, aval 2.</summary>
    public static Prestamo Conceder(decimal monto, TestTipo tipo, DateOnly? inicio = null, DateTimeOffset? registrado = null)
    {
        var prestamo = Prestamo.Conceder(Concesion(monto, tipo, inicio), At(registrado ?? Ahora));
        Poner(prestamo, nameof(Prestamo.PrestamoId), 7);
        return prestamo;
    }

    /// <summary>What a unit of work hands out, for entities without one.</summary>
#pragma warning disable RS0030 // There is no database, and no week to lock.
    public static WriteContext At(DateTimeOffset now, Semana? lastClosed = null, int usuarioId = 1) => new(usuarioId, now, lastClosed);
#pragma warning restore RS0030

    /// <summary>Pays now, on a loan whose other money came earlier.</summary>
    public static Pago Cobrar(this Prestamo prestamo, decimal monto) => prestamo.Cobrar(monto, Ahora, ultimoIngreso: null, Write);

    /// <summary>What the database does and the entity does not: an id, a weekly verification.</summary>
    public static void Poner(object entidad, string property, object value) =>
        entidad.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.SetValue(entidad, value);

    /// <summary>Everything that a loan says of itself.</summary>
    public static string Snapshot(Prestamo p) =>
        $"{p.ClienteId} {p.AvalId} {p.TipoPrestamoId} {p.FechaInicio:O} {p.MontoPrestamo} {p.MontoPrestamoReal} {p.MontoUtilidad} {p.CobranzaIdeal} {p.NumeroSemanas} "
        + $"{p.Pagado:0.00} {p.NumeroPagos} {p.Status} {p.Renovacion} {p.RenuevaA} {p.FechaCierre:O} {p.Avance()}";

    /// <summary>The code of a refusal, which must have left the loan as it was; "hecho" where there was none.</summary>
    public static string Attempt(this Prestamo prestamo, Action<Prestamo> accion)
    {
        var before = Snapshot(prestamo);
        try
        {
            accion(prestamo);
            return "hecho";
        }
        catch (DominioException ex)
        {
            Assert.Equal(before, Snapshot(prestamo));
            return ex.Error.Codigo;
        }
    }
}
