using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>The fields of a product in a request. Rates are fractions.</summary>
public sealed record TipoPrestamoRequest
{
    private const int MaximoDeSemanas = 520;
    private const int MaximoDeIncumplimientos = 9999;

    public Optional<string> Nombre { get; init; }

    public Optional<int?> NumeroSemanas { get; init; }

    public Optional<NumberText> PorcentajeSemanal { get; init; }

    public Optional<int?> IncumplimientosTolerados { get; init; }

    public Optional<NumberText> PenaIncumplimiento { get; init; }

    public Optional<int?> LimitePenalizaciones { get; init; }

    public Optional<NumberText> Interes { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeTipo Validate(Validation v)
    {
        var datos = new DatosDeTipo(
            v.Text("nombre", Nombre, max: 50),
            v.Integer("numero_semanas", NumeroSemanas, 1, MaximoDeSemanas),
            v.Tasa("porcentaje_semanal", PorcentajeSemanal),
            v.Integer("incumplimientos_tolerados", IncumplimientosTolerados, 0, MaximoDeIncumplimientos),
            v.Monto("pena_incumplimiento", PenaIncumplimiento),
            v.Integer("limite_penalizaciones", LimitePenalizaciones, 0, MaximoDeIncumplimientos),
            v.Tasa("interes", Interes));
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The validated fields of a product.</summary>
public sealed record DatosDeTipo(
    Optional<string> Nombre,
    Optional<int> NumeroSemanas,
    Optional<decimal> PorcentajeSemanal,
    Optional<int> IncumplimientosTolerados,
    Optional<decimal> PenaIncumplimiento,
    Optional<int> LimitePenalizaciones,
    Optional<decimal> Interes);

/// <summary>What a product would mean for a loan of <c>monto_prestamo</c>. Amounts in MXN.</summary>
/// <param name="CobranzaIdeal">Weekly amount.</param>
/// <param name="MontoUtilidad">Total to pay.</param>
/// <param name="Plan">The weeks, from the first on.</param>
public sealed record VistaPreviaDeTipoDto(decimal MontoPrestamo, decimal CobranzaIdeal, decimal MontoUtilidad, IReadOnlyList<SemanaDeVistaPreviaDto> Plan);

/// <summary>What is due in a week of the plan, MXN.</summary>
/// <param name="Semana">From 1.</param>
public sealed record SemanaDeVistaPreviaDto(int Semana, decimal Monto);

/// <summary>Creates and edits products; granted loans keep their terms.</summary>
public sealed class TipoPrestamoService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    private const decimal ExampleMonto = 1000m;

    /// <summary>The plan that a product would give a loan of 1,000.00 MXN; nothing is stored.</summary>
    /// <exception cref="DominioException">As for <see cref="CrearAsync"/>.</exception>
    public static VistaPreviaDeTipoDto VerPlan(TipoPrestamoRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = PlanDePagos.De(ExampleMonto, TipoPrestamo.De(request.Validate(Validation.ForCreate())));
        return new(ExampleMonto, plan.Semanal, plan.Total, [.. Enumerable.Range(1, plan.Semanas).Select(k => new SemanaDeVistaPreviaDto(k, plan.Debe(k)))]);
    }

    /// <exception cref="DominioException">solicitud.invalida, also where the weeks do not pay capital and interest.</exception>
    public Task<TipoPrestamoDto> CrearAsync(RequestContext context, TipoPrestamoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForCreate());
        return unitOfWork.ExecuteAsync(context, _ => Task.FromResult(db.TiposPrestamo.Add(TipoPrestamo.De(datos)).Entity), TipoPrestamoDto.De, cancellationToken);
    }

    /// <exception cref="DominioException">As for <see cref="CrearAsync"/>; solicitud.vacia, tipo_prestamo.no_encontrado.</exception>
    public Task<TipoPrestamoDto> EditarAsync(RequestContext context, int id, TipoPrestamoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.ExecuteAsync(
            context,
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
