namespace Prosmex.Tests.OpenApi;

/// <content>What one client, loan, group or payment is, and the letterhead of its papers.</content>
internal sealed partial class Guion
{
    private async Task FichasAsync(int aval, int prestamo)
    {
        await LeerAsync("/financiera", $"/clientes/{aval}/ficha", $"/prestamos/{prestamo}/ficha");
    }
}
