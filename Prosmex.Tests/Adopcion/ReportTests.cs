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
