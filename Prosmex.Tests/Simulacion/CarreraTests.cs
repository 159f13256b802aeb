using Prosmex.Tests.Infraestructura;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Simulacion;

/// <summary>Sixteen threads, all kinds of requests, the same clients.</summary>
[Trait("Kind", "Simulation")]
public sealed class CarreraTests(TestServer servidor)
{
    [Fact]
    public Task TresMilOperaciones_DieciseisHilos_LoAceptadoEsLoQueHay() => CorrerAsync(3_000);

    [Fact(Explicit = true)]
    public Task VeinteMilOperaciones_DieciseisHilos_LoAceptadoEsLoQueHay() => CorrerAsync(20_000);

    private async Task CorrerAsync(int operaciones)
    {
        const int Rondas = 20;

        // Few enough to meet, enough to have something left to pay.
        var clientes = operaciones / 75;
        var oficina = await Oficina.AbrirAsync(servidor, clientes);
        oficina.SemanasParaRenovar = 1;
        var seed = Random.Shared.Next();
        var carrera = new Carrera(oficina, seed, clientes);
        for (var ronda = 1; ronda <= Rondas; ronda++)
        {
            await carrera.RondaAsync(ronda, operaciones / Rondas);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', carrera.Veces.OrderBy(v => v.Key).Select(v => $"{v.Value,9}  {v.Key}")));
        string[] todo = ["prestar: hecho", "prestar en lote: hecho", "cobrar: hecho", "cobrar en lote: hecho", "reversar: hecho", "cerrar: hecho"];
        Assert.All(todo, que => Assert.Contains(que, carrera.Veces.Keys));
        Assert.True(await oficina.ValorAsync<long>("SELECT count(*) FROM prestamos WHERE renovacion") > Rondas);

        // That any falta is left in the end is chance in a short race; every round has recounted them.
        Assert.True(operaciones <= 3000 || await oficina.ValorAsync<long>("SELECT count(*) FROM falta") > 0);
    }
}
