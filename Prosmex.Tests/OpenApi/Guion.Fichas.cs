namespace Prosmex.Tests.OpenApi;

/// <content>What one client, loan, group or payment is, and the letterhead of its papers.</content>
internal sealed partial class Guion
{
    private async Task FichasAsync(int grupo, int aval, int prestamo)
    {
        var ficha = await g.HacerAsync(_admin, "get", $"/prestamos/{prestamo}/ficha");
        await LeerAsync("/buscar?q=hern lupe", "/financiera", $"/clientes/{aval}/ficha", $"/grupos/{grupo}/ficha?semanas=2", $"/pagos/{ficha.Data["movimientos"]![0]!["id"]}/recibo");
    }
}
