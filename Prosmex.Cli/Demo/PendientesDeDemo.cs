using System.Globalization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli.Demo;

/// <summary>What the office has to look at when the year ends: money por aclarar, and the cash of a gestor who left without a corte.</summary>
internal sealed class PendientesDeDemo(DemoServices services, EquipoDeDemo equipo)
{
    // Far beyond the demo's loans: a mistyped number.
    private const int OtroNumero = 90_000;

    /// <param name="ahora">When the sheets arrive.</param>
    public async Task WorkAsync(DateTimeOffset ahora, CancellationToken cancellationToken)
    {
        var grupo = equipo.Grupos.First(g => g.Cobrador != g.Titular && Abierto(g) is not null);
        var porTerminar = Abierto(grupo)!;
        await EnviarAsync(1, grupo.Cobrador, grupo.GrupoId, [(porTerminar.PrestamoId + OtroNumero, 350), (porTerminar.PrestamoId, porTerminar.Restante + 50)], ahora, cancellationToken);

        var suplido = equipo.Grupos.First(g => g.Cobrador == g.Titular && Liquidado(g) is not null);
        await AsignarAsync(suplido, equipo.Suplente.UsuarioId, cancellationToken);
        await EnviarAsync(2, equipo.Suplente, suplido.GrupoId, [(Liquidado(suplido)!.Value, 200)], ahora, cancellationToken);
        await AsignarAsync(suplido, null, cancellationToken);
        await services.Usuarios.EliminarAsync(RequestContext.SystemFor(equipo.Admin), equipo.Suplente.UsuarioId, cancellationToken);
    }

    private static PrestamoDeDemo? Abierto(GrupoDeDemo grupo) => grupo.Clientes.Select(c => c.Abierto).OfType<PrestamoDeDemo>().MinBy(p => p.Restante);

    private static int? Liquidado(GrupoDeDemo grupo) => grupo.Clientes.FirstOrDefault(c => c.LiquidadoId is not null)?.LiquidadoId;

    private Task AsignarAsync(GrupoDeDemo grupo, int? gestorId, CancellationToken cancellationToken) => services.Grupos.EditarAsync(
        RequestContext.SystemFor(equipo.Admin), grupo.GrupoId, new GrupoRequest { UsuarioIdGestor = Optional<int?>.Of(gestorId) }, cancellationToken);

    private async Task EnviarAsync(
        short numero, CurrentUser cobrador, int grupoId, IReadOnlyList<(int PrestamoId, decimal Monto)> cobros, DateTimeOffset ahora, CancellationToken cancellationToken)
    {
        var envio = new EnvioRequest
        {
            EnvioId = Uuid(numero, 0),
            ControlFilas = Optional<int?>.Of(cobros.Count),
            ControlTotal = AnioDeDemo.Importe(cobros.Sum(c => c.Monto)),
        };
        var filas = cobros.Select((cobro, i) => new Fila<FilaDeEnvioRequest>(
            new()
            {
                Clave = Uuid(numero, (short)(i + 1)),
                PrestamoId = Optional<int?>.Of(cobro.PrestamoId),
                Monto = AnioDeDemo.Importe(cobro.Monto),
                OcurridoEn = Optional<string>.Of(ahora.AddHours(-1).ToString("O", CultureInfo.InvariantCulture)),
                Visita = Optional<string>.Of(EnumNames.NameOf(Visita.Pago)),
            },
            null,
            null));
        await services.Envios.RecibirAsync(RequestContext.SystemFor(cobrador), grupoId, envio, [.. filas], cancellationToken);
    }

    // The same ones every time.
    private static Optional<string> Uuid(short envio, short fila) => Optional<string>.Of(new Guid(1910, envio, fila, new byte[8]).ToString());
}
