using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>What a loan would cost. Amounts in MXN.</summary>
/// <param name="Tipo">The product's name.</param>
/// <param name="Interes">What is paid beyond what was lent.</param>
/// <param name="MontoUtilidad">Total to pay.</param>
/// <param name="CobranzaIdeal">Weekly amount.</param>
/// <param name="Cat">Costo Anual Total in percent, without IVA, one decimal, of the nominal amount; null where it is above 999,999,999.9.</param>
/// <param name="CatMetodo">By what the CAT is computed.</param>
/// <param name="Plan">The weeks, from the first on.</param>
public sealed record CotizacionDto(
    int TipoPrestamoId,
    string Tipo,
    DateOnly FechaInicio,
    decimal MontoPrestamo,
    decimal Interes,
    decimal MontoUtilidad,
    decimal CobranzaIdeal,
    int NumeroSemanas,
    decimal? Cat,
    string CatMetodo,
    IReadOnlyList<SemanaDeCotizacionDto> Plan)
{
    internal static CotizacionDto De(TipoPrestamo tipo, DateOnly inicio, decimal monto, PlanDePagos plan) => new(
        tipo.TipoPrestamoId,
        tipo.Nombre,
        inicio,
        monto,
        plan.Total - monto,
        plan.Total,
        plan.Semanal,
        plan.Semanas,
        Prestamos.Cat.De(monto, plan),
        Prestamos.Cat.Metodo,
        [.. Enumerable.Range(1, plan.Semanas).Select(k => new SemanaDeCotizacionDto(k, PlanDePagos.Vence(inicio, k), plan.Debe(k)))]);
}

/// <summary>A week of the plan.</summary>
/// <param name="Semana">From 1.</param>
/// <param name="Vence">The Sunday of the calendar week in which it is due.</param>
/// <param name="Monto">MXN.</param>
public sealed record SemanaDeCotizacionDto(int Semana, DateOnly Vence, decimal Monto);

/// <summary>What the first page of a loan's contract says.</summary>
/// <param name="Cliente">The borrower, by full name.</param>
/// <param name="Aval">By full name; empty where there is none.</param>
/// <param name="MontoPrestamoReal">What was handed out, MXN: of a renewal less than was lent.</param>
public sealed record CaratulaDto(int PrestamoId, NombradoDto Cliente, string Aval, string Grupo, decimal MontoPrestamoReal, bool Renovacion, CotizacionDto Costo);

/// <summary>Says what a loan would cost before anyone asks for it; nothing is stored.</summary>
public sealed class CotizacionService(ProsmexDbContext db)
{
    private const int MaximoDeDias = 366;

    /// <param name="inicio">The day of the loan; today where null.</param>
    /// <exception cref="DominioException">solicitud.invalida, tipo_prestamo.no_encontrado.</exception>
    public async Task<CotizacionDto> CotizarAsync(RequestContext context, int? tipoPrestamoId, decimal? monto, DateOnly? inicio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var hoy = HoraMexico.Dia(context.Now);
        var (id, lent, desde) = (Required("tipo_prestamo_id", tipoPrestamoId), Required("monto", monto), inicio ?? hoy);
        if (lent <= 0)
        {
            throw new DominioException(ErroresComunes.Invalido("monto", "escriba una cantidad mayor que cero."));
        }

        if (desde < Prestamo.PrimerInicio || desde > hoy.AddDays(MaximoDeDias))
        {
            throw new DominioException(ErroresComunes.Invalido("fecha_inicio", $"elija un día entre el {Fecha.Text(Prestamo.PrimerInicio)} y el {Fecha.Text(hoy.AddDays(MaximoDeDias))}."));
        }

        var tipo = await db.TiposPrestamo.FirstOrDefaultAsync(t => t.TipoPrestamoId == id, cancellationToken)
            ?? throw new DominioException(PrestamoErrores.TipoNoEncontrado);
        return CotizacionDto.De(tipo, desde, lent, PlanDePagos.De(lent, tipo));
    }

    /// <summary>What a loan that was granted costs, by the terms that it was granted with.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<CaratulaDto> CaratulaAsync(RequestContext context, int prestamoId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var visto = await db.PrestamosEnAlcance(context.User).Where(p => p.PrestamoId == prestamoId)
            .Select(p => new
            {
                Prestamo = p,
                Tipo = db.TiposPrestamo.First(t => t.TipoPrestamoId == p.TipoPrestamoId),
                Cliente = p.Cliente!.NombreCompleto,
                Aval = db.Clientes.Where(a => a.ClienteId == p.AvalId).Select(a => a.NombreCompleto).FirstOrDefault(),
                Grupo = p.Cliente.Grupo!.NombreGrupo,
            })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new DominioException(PrestamoErrores.NoEncontrado);
        var prestamo = visto.Prestamo;
        return new(
            prestamo.PrestamoId,
            new(prestamo.ClienteId, visto.Cliente),
            visto.Aval ?? "",
            visto.Grupo,
            prestamo.MontoPrestamoReal,
            prestamo.Renovacion,
            CotizacionDto.De(visto.Tipo, prestamo.FechaInicio, prestamo.MontoPrestamo, prestamo.Plan));
    }

    private static T Required<T>(string fieldName, T? value)
        where T : struct => value ?? throw new DominioException(ErroresComunes.Invalido(fieldName, FieldLabels.Missing));
}
