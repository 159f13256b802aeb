using System.Globalization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Cli.Demo;

/// <summary>Who of a group borrows, borrows again or renews, and how much: 1,000 to 12,000 MXN in steps of 500.</summary>
internal sealed class CreditosDeDemo(DemoServices services, CurrentUser admin, ProsmexOptions options, IReadOnlyList<TipoPrestamo> tipos, Random random)
{
    private const decimal Minimo = 1_000;
    private const decimal Maximo = 12_000;
    private const decimal Step = 500;

    /// <summary>Grants the loans that the group requests this week: the titular up to the limit, the administrator above it.</summary>
    /// <param name="pagaron">The clients met at this week's collection: only they may renew.</param>
    public async Task ConcederAsync(GrupoDeDemo grupo, int semana, HashSet<ClienteDeDemo> pagaron, CancellationToken cancellationToken)
    {
        List<Pedido> pedidos = [];
        foreach (var cliente in grupo.Clientes.Where(c => c.ClienteId > 0))
        {
            if (Pedir(grupo, cliente, semana, pagaron.Contains(cliente)) is { } pedido)
            {
                pedidos.Add(pedido);
            }
        }

        foreach (var lote in pedidos.GroupBy(p => p.Monto > options.LimiteDePrestamo).OrderBy(g => g.Key))
        {
            List<Pedido> filas = [.. lote];
            var creados = await services.Prestamos.CrearLoteAsync(
                RequestContext.SystemFor(lote.Key ? admin : grupo.Titular), filas.ConvertAll(p => new Fila<PrestamoRequest>(p.Solicitud(), null, null)), cancellationToken);
            foreach (var creado in creados)
            {
                var (cliente, avalId, tipo, monto) = filas[creado.Index];
                cliente.Abierto = new(creado.PrestamoId, PlanDePagos.De(monto, tipo), avalId, aguante: random.Next(2, 9));
                cliente.UltimoMonto = monto;
            }
        }
    }

    private Pedido? Pedir(GrupoDeDemo grupo, ClienteDeDemo cliente, int semana, bool pago)
    {
        var tipo = tipos[random.Next(5) < 3 ? 0 : random.Next(tipos.Count)];
        var monto = cliente.UltimoMonto == 0 ? PrimerMonto() : Math.Min(Maximo, cliente.UltimoMonto + (Step * random.Next(4)));
        if (cliente.Abierto is not { } abierto)
        {
            return cliente.QuiereDesde <= semana ? new(cliente, AvalPara(cliente, grupo), tipo, monto) : null;
        }

        var renueva = pago && cliente.Discipline != Discipline.Desertor && abierto.SemanaActiva >= options.SemanasParaRenovar && random.Next(100) < 25;

        // The renewal must leave something to hand out.
        monto = Math.Max(monto, Math.Ceiling((abierto.Restante + Step) / Step) * Step);
        return renueva && monto <= Maximo ? new(cliente, abierto.AvalId, tipo, monto) : null;
    }

    private decimal PrimerMonto() => random.Next(8) == 0 ? 6_000 + (Step * random.Next(9)) : Minimo + (Step * random.Next(9));

    private int AvalPara(ClienteDeDemo cliente, GrupoDeDemo grupo)
    {
        List<ClienteDeDemo> avales = [.. grupo.Clientes.Where(c => c.ClienteId > 0 && c.EsAval && c != cliente)];
        return avales[random.Next(avales.Count)].ClienteId;
    }

    private sealed record Pedido(ClienteDeDemo Cliente, int AvalId, TipoPrestamo Tipo, decimal Monto)
    {
        public PrestamoRequest Solicitud() => new()
        {
            ClienteId = Optional<int?>.Of(Cliente.ClienteId),
            AvalId = Optional<int?>.Of(AvalId),
            TipoPrestamoId = Optional<int?>.Of(Tipo.TipoPrestamoId),
            MontoPrestamo = Optional<NumberText>.Of(new(Monto.ToString(CultureInfo.InvariantCulture))),
        };
    }
}
