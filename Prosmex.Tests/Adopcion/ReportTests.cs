using System.Text.Json;
using Prosmex.Cli.Adopcion;
using Prosmex.Tests.Cli;

namespace Prosmex.Tests.Adopcion;

[Trait("Kind", "Unit")]
public sealed class ReportTests
{
    private static readonly string LongLine = new('x', 300);

    [Fact]
    public void List_NoTerminal_IsPlainLinesOfAnyLength()
    {
        using var output = new ConsoleFixture(terminal: false);

        Write(output);

        Assert.Equal(["Tabla  filas", "pagos  12", LongLine, "Fin"], output.Lines);
    }

    [Fact]
    public void List_Terminal_OfColumnsIsATable()
    {
        using var output = new ConsoleFixture(terminal: true);

        Write(output);

        Assert.Contains(output.Lines, line => line.StartsWith('│') && line.Contains("filas", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.StartsWith('│') && line.Contains("pagos", StringComparison.Ordinal) && line.Contains("1234567890123456789.01", StringComparison.Ordinal));
        Assert.DoesNotContain("pagos  12", output.Lines);
        Assert.Contains(LongLine, output.Lines);
    }

    [Fact]
    public async Task List_EqualRows_ArePrintedAsACountAndThreeExamplesAndAllAreInTheJson()
    {
        using var output = new ConsoleFixture(terminal: false);
        var file = Path.GetTempFileName();

        using (var report = AdopcionReport.Abrir(output.Console, file))
        {
            report.Empezar(puedeContinuar: true);
            report.Lista("Hallazgos:", "hallazgos");
            for (var id = 1L; id <= 1_005; id++)
            {
                report.GroupedRow(id == 2 ? "bono.rango" : "pago.negativo", $"{id} · texto", ("id", id));
            }

            report.EndOfList("  ninguno", empty: false);
            report.Terminar("Fin");
        }

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
        Assert.Equal(
            [
                "Hallazgos:",
                "  pago.negativo (1,004)", "      1 · texto", "      3 · texto", "      4 · texto", "      … y 1,001 más; con --json quedan todas en el archivo",
                "  bono.rango (1)", "      2 · texto",
                "Fin",
            ],
            output.Lines);
        Assert.Equal(Enumerable.Range(1, 1_005), json.RootElement.GetProperty("hallazgos").EnumerateArray().Select(h => h.GetProperty("id").GetInt32()));
    }

    private static void Write(ConsoleFixture output)
    {
        using var report = AdopcionReport.Abrir(output.Console, ruta: null);
        report.Empezar(puedeContinuar: true);
        report.Lista("Tabla  filas", "tablas", "Tabla", "filas", "suma");
        report.Fila("pagos  12", ("tabla", "pagos"), ("filas", 12L), ("suma", new Cifra("1234567890123456789.01")));
        report.EndOfList("", empty: false);
        report.Lista("", "hallazgos");
        report.Fila(LongLine, ("codigo", "x"));
        report.EndOfList("", empty: false);
        report.Terminar("Fin");
    }
}
