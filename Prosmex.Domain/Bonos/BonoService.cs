using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Bonos;

/// <summary>The fields of a bracket in a request.</summary>
public sealed record BonoRequest
{
    private const int MaximoDeFallas = 9999;

    public Optional<NumberText> Monto { get; init; }

    public Optional<NumberText> EntregaMin { get; init; }

    public Optional<NumberText> EntregaMax { get; init; }

    public Optional<int?> Fallas { get; init; }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    internal DatosDeBono Validate(Validation v)
    {
        var datos = new DatosDeBono(
            v.Monto("monto", Monto), v.Monto("entrega_min", EntregaMin), v.Monto("entrega_max", EntregaMax), v.Integer("fallas", Fallas, 0, MaximoDeFallas));
        v.ThrowIfInvalid();
        return datos;
    }
}

/// <summary>The validated fields of a bracket, MXN.</summary>
public sealed record DatosDeBono(Optional<decimal> Monto, Optional<decimal> EntregaMin, Optional<decimal> EntregaMax, Optional<int> Fallas);

/// <summary>A bracket in responses.</summary>
public sealed record BonoDto(int Id, decimal Monto, decimal EntregaMin, decimal EntregaMax, int Fallas)
{
    internal static BonoDto De(Bono bono) => new(bono.Id, bono.Monto, bono.EntregaMin, bono.EntregaMax, bono.Fallas);
}

public static class BonoErrores
{
    public static readonly ErrorDeDominio NoEncontrado =
        new(TipoDeError.NoEncontrado, "bono.no_encontrado", "No existe ese bono. Actualice la lista y elija otro.");

    public static readonly ErrorDeDominio Traslape =
        new(TipoDeError.Conflicto, "bono.traslape", "El rango de cobranza se traslapa con el de otro bono. Cambie «Cobranza desde» o «Cobranza hasta».");
}

/// <summary>The brackets of the weekly bono.</summary>
public sealed class BonoService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <summary>By the lower limit of cash.</summary>
    public async Task<Page<BonoDto>> ListarAsync(PageRequest paging, CancellationToken cancellationToken)
    {
        var bonos = await db.Bonos.OrderBy(b => b.EntregaMin).ThenBy(b => b.Id).ToPageAsync(() => db.Bonos.Count(), paging, cancellationToken);
        return bonos.Map(BonoDto.De);
    }

    /// <exception cref="DominioException">bono.no_encontrado.</exception>
    public async Task<BonoDto> ObtenerAsync(int id, CancellationToken cancellationToken) => BonoDto.De(await LoadAsync(id, cancellationToken));

    /// <exception cref="DominioException">solicitud.invalida, bono.traslape.</exception>
    public Task<BonoDto> CrearAsync(RequestContext context, BonoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForCreate());
        return unitOfWork.ExecuteAsync(context, _ => Task.FromResult(db.Bonos.Add(Bono.De(datos)).Entity), BonoDto.De, cancellationToken);
    }

    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia, bono.no_encontrado, bono.traslape.</exception>
    public Task<BonoDto> EditarAsync(RequestContext context, int id, BonoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var bono = await LoadAsync(id, token);
                bono.Editar(datos);
                return bono;
            },
            BonoDto.De,
            cancellationToken);
    }

    /// <exception cref="DominioException">bono.no_encontrado.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync(context, async token => db.Bonos.Remove(await LoadAsync(id, token)).Entity, cancellationToken);

    private async Task<Bono> LoadAsync(int id, CancellationToken cancellationToken) =>
        await db.Bonos.AsTracking().FirstOrDefaultAsync(b => b.Id == id, cancellationToken) ?? throw new DominioException(BonoErrores.NoEncontrado);
}
