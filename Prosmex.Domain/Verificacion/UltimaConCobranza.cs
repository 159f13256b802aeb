namespace Prosmex.Domain.Verificacion;

/// <summary>The SQL function <c>ultima_con_cobranza</c>.</summary>
internal static class UltimaConCobranza
{
    /// <summary>The Monday of a client's last closed week with collection; null before the first close. Only inside queries.</summary>
    public static DateOnly? De(int clienteId) => throw new NotSupportedException($"{clienteId}");
}
