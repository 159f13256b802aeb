using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Exports hand their rows on while the statement runs.</summary>
[Collection(GeneratedLender.Nombre)]
[Trait("Kind", "Integration")]
public sealed class ExportStreamingTests(GeneratedLender lender)
{
    private Oficina Oficina => lender.Oficina;

    [Fact]
    public async Task General_ManyRows_StreamsWithoutBuffering()
    {
        var answers = new AnswerCounter();
        using var slots = new ExportSlots();
        await using var db = TestDatabase.Context(Oficina.Connection, answers);
        List<FilaDeReporteDto> filas = [];
        TotalesDto? totales = null;

        await new ExportService(new(db), slots, new(new ReadDatabase(db))).GeneralAsync(
            Oficina.Request(Oficina.Admin),
            new(null),
            async (_, rows, suma) =>
            {
                filas = await DrainAsync(rows, answers);
                totales = suma();
            },
            CancellationToken.None);

        Assert.Equal(await Oficina.FilasAsync(Oficina.Admin), filas);
        Assert.Equal(await Oficina.TotalesAsync(Oficina.Admin), totales);
    }

    [Fact]
    public async Task PorCobrar_ManyRows_StreamsWithoutBuffering()
    {
        var answers = new AnswerCounter();
        using var slots = new ExportSlots();
        await using var db = TestDatabase.Context(Oficina.Connection, answers);
        List<PrestamoSinCobrarDto> prestamos = [];

        await new ExportService(new(db), slots, new(new ReadDatabase(db))).PorCobrarAsync(
            Oficina.Request(Oficina.Admin), new(null), new(), async (_, rows) => prestamos = await DrainAsync(rows, answers), CancellationToken.None);

        Assert.NotEmpty(prestamos);
        Assert.Equal(await Oficina.PorCobrarAsync(Oficina.Admin, new(null)), prestamos);
    }

    // The answer is still open at every row, and ends with the last one: it was not read before.
    private static async Task<List<T>> DrainAsync<T>(IAsyncEnumerable<T> rows, AnswerCounter answers)
    {
        var before = answers.Ended;
        List<T> all = [];
        await foreach (var row in rows)
        {
            Assert.Equal(before, answers.Ended);
            all.Add(row);
        }

        Assert.Equal(before + 1, answers.Ended);
        return all;
    }

    /// <summary>Counts the answers that were read to their end.</summary>
    private sealed class AnswerCounter : DbCommandInterceptor
    {
        public int Ended { get; private set; }

        public override ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        {
            Ended++;
            return new(result);
        }
    }
}
