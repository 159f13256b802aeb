namespace Prosmex.Domain.Common;

/// <summary>The reason for a decision that cannot be taken back.</summary>
public sealed record NotaRequest
{
    /// <summary>1 to 500 characters.</summary>
    public Optional<string> Nota { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal string Validate()
    {
        var v = Validation.ForCreate();
        var nota = v.Text("nota", Nota, max: 500);
        v.ThrowIfInvalid();
        return nota.GetValueOrDefault(null)!;
    }
}
