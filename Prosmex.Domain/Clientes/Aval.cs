using Prosmex.Domain.Common;

namespace Prosmex.Domain.Clientes;

/// <summary>What is known of the two when somebody is to guarantee a loan.</summary>
/// <param name="PrestamosAbiertosComoAval">Open loans that the aval backs already.</param>
/// <param name="EsAvalDelPrestamoAbierto">He backs the client's open loan, which the new one would renew.</param>
public sealed record CandidatoAval(
    int ClienteId, int GrupoDelCliente, int AvalId, int GrupoDelAval, bool EsAval, int PrestamosAbiertosComoAval, bool EsAvalDelPrestamoAbierto);

/// <summary>The outcome of the aval's rules.</summary>
public sealed record ValidacionDeAvalDto(bool IsValid, IReadOnlyList<string> Warnings, IReadOnlyList<string> Errors);

/// <summary>The aval's rules: one place for the check that clients ask for and for the grant of a loan.</summary>
public static class ReglasDelAval
{
    /// <summary>Backing this many open loans is worth a warning.</summary>
    public const int PrestamosQueAvisan = 3;

    /// <summary>A renewal that keeps its aval passes unchecked.</summary>
    public static ValidacionDeAvalDto Evaluar(CandidatoAval candidato)
    {
        ArgumentNullException.ThrowIfNull(candidato);
        List<string> errores = [];
        if (!candidato.EsAvalDelPrestamoAbierto)
        {
            if (candidato.AvalId == candidato.ClienteId)
            {
                errores.Add("El cliente no puede ser su propio aval.");
            }

            if (!candidato.EsAval)
            {
                errores.Add("La persona elegida no está registrada como aval.");
            }

            if (candidato.GrupoDelAval != candidato.GrupoDelCliente)
            {
                errores.Add("El aval debe pertenecer al mismo grupo que el cliente.");
            }
        }

        List<string> avisos = candidato.PrestamosAbiertosComoAval >= PrestamosQueAvisan
            ? [$"El aval ya respalda {candidato.PrestamosAbiertosComoAval} préstamos abiertos."]
            : [];
        return new(errores.Count == 0, avisos, errores);
    }
}

/// <summary>Who is to guarantee whom.</summary>
public sealed record ValidarAvalRequest
{
    public Optional<int?> ClienteId { get; init; }

    public Optional<int?> AvalId { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal (int ClienteId, int AvalId) Validar()
    {
        var v = Validation.ForCreate();
        var ids = (v.Id("cliente_id", ClienteId).GetValueOrDefault(0), v.Id("aval_id", AvalId).GetValueOrDefault(0));
        v.ThrowIfInvalid();
        return ids;
    }
}

/// <summary>Somebody of the client's group who could guarantee him.</summary>
/// <param name="ActivePrestamosAsAval">Open loans that he backs.</param>
/// <param name="Recommended">He backs fewer than what is worth a warning.</param>
public sealed record SugerenciaDeAvalDto(int Id, string Nombre, int GrupoId, int ActivePrestamosAsAval, bool Recommended);
