namespace Prosmex.Domain.Common;

/// <summary>The reason for a decision that cannot be taken back.</summary>
public sealed record NotaRequest
{
    public const int MaxLength = 500;

    /// <summary>1 to 500 characters.</summary>
    public Optional<string> Nota { get; init; }

    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal string Validate()
    {
        var v = Validation.ForCreate();
        var nota = v.Text("nota", Nota, max: MaxLength);
        v.ThrowIfInvalid();
        return nota.GetValueOrDefault(null)!;
    }
}
