using Prosmex.Domain.Common;

namespace Prosmex.Domain.Clientes;

/// <summary>What the aval's rules need to know of the client and the aval.</summary>
/// <param name="PrestamosAbiertosComoAval">Open loans that the aval backs already.</param>
/// <param name="EsAvalDelPrestamoAbierto">The aval backs the client's open loan, which the new one would renew.</param>
public sealed record AvalCandidate(
    int ClienteId, int GrupoDelCliente, int AvalId, int GrupoDelAval, bool EsAval, int PrestamosAbiertosComoAval, bool EsAvalDelPrestamoAbierto)
{
    /// <summary>What makes the aval and the client one person, as users name it; null where nothing does.</summary>
    public string? ClaveEnComun { get; init; }
}

/// <summary>The outcome of the aval's rules.</summary>
public sealed record AvalValidationDto(bool IsValid, IReadOnlyList<string> Warnings, IReadOnlyList<string> Errors);

/// <summary>The aval's rules, shared by the check that clients call and by the grant of a loan.</summary>
public static class ReglasDelAval
{
    /// <summary>A warning is given from this many open loans on.</summary>
    public const int PrestamosQueAvisan = 3;

    /// <summary>A renewal that keeps its aval is not checked.</summary>
    public static AvalValidationDto Evaluate(AvalCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        List<string> errores = [];
        if (!candidate.EsAvalDelPrestamoAbierto)
        {
            if (candidate.AvalId == candidate.ClienteId)
            {
                errores.Add("El cliente no puede ser su propio aval.");
            }
            else if (candidate.ClaveEnComun is { } clave)
            {
                errores.Add($"El aval tiene la misma {clave} que el cliente, que no puede ser su propio aval.");
            }

            if (!candidate.EsAval)
            {
                errores.Add("La persona elegida no está registrada como aval.");
            }

            if (candidate.GrupoDelAval != candidate.GrupoDelCliente)
            {
                errores.Add("El aval debe pertenecer al mismo grupo que el cliente.");
            }
        }

        List<string> avisos = candidate.PrestamosAbiertosComoAval >= PrestamosQueAvisan
            ? [$"El aval ya respalda {candidate.PrestamosAbiertosComoAval} préstamos abiertos."]
            : [];
        return new(errores.Count == 0, avisos, errores);
    }
}

/// <summary>A client and a proposed aval.</summary>
public sealed record ValidateAvalRequest
{
    public Optional<int?> ClienteId { get; init; }

    public Optional<int?> AvalId { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (int ClienteId, int AvalId) Validate()
    {
        var v = Validation.ForCreate();
        var ids = (v.Id("cliente_id", ClienteId).GetValueOrDefault(0), v.Id("aval_id", AvalId).GetValueOrDefault(0));
        v.ThrowIfInvalid();
        return ids;
    }
}

/// <summary>A member of the client's group who could guarantee them.</summary>
/// <param name="ActivePrestamosAsAval">Open loans that this aval backs.</param>
/// <param name="Recommended">The aval backs fewer loans than the number that gives a warning.</param>
public sealed record AvalSuggestionDto(int Id, string Nombre, int GrupoId, int ActivePrestamosAsAval, bool Recommended);
