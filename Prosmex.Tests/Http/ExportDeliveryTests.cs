using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;
using Prosmex.Functions.Http.Export;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.LocalHost;

namespace Prosmex.Tests.Http;

/// <summary>How exported files reach the client: while their rows are read, and never a part of one that looks whole.</summary>
[Trait("Kind", "Unit")]
public sealed class ExportDeliveryTests
{
    private static readonly SheetTitle Title = new("Reporte", "Semana del 16 al 22");

    private static readonly ColumnHeader[] Columns =
    [
        new("Texto", CellFormat.Text), new("Entero", CellFormat.Integer), new("Monto", CellFormat.Monto), new("Porcentaje", CellFormat.Porcentaje), new("Día", CellFormat.Dia),
        new("Número", CellFormat.Id),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_OneHundredThousand_AreStreamed(bool xlsx)
    {
        const int Total = 100_000;
        using var output = new ForwardOnly();
        var escrito = 0L;
        async IAsyncEnumerable<Fila> Counted([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var n = 1; n <= Total; n++)
            {
                if (n % 1000 == 0)
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    Assert.True(n < 20_000 || output.Bytes > escrito, $"nothing was written while {n} rows came");
                    escrito = n % 20_000 == 0 ? output.Bytes : escrito;
                }

                yield return new([$"Grupo {Guid.NewGuid()}", n, n * 1.01m, null, new DateOnly(2026, 11, 16), n]);
            }
        }

        var hoja = new Hoja("H", Title, Columns, Counted(TestContext.Current.CancellationToken));
        await (xlsx ? Xlsx.WriteAsync(output, "Prosmex", [hoja], CancellationToken.None) : Csv.WriteAsync(output, hoja, CancellationToken.None));
        Assert.True(output.Bytes > Total * 20, $"{output.Bytes}");
    }

    [Fact]
    public async Task Download_ThatFails_IsAProblemBeforeTheFirstByteAndABrokenConnectionAfter()
    {
        await using var local = new LocalHostFixture();
        local.Write("host.json", """{ "extensions": { "http": { "routePrefix": "" } } }""");
        var builder = local.CreateBuilder(typeof(Downloads));
        builder.Services.AddSingleton(TestServer.Options("Host=x")).AddSingleton(ClientAddress.Read(builder.Configuration));
        builder.UseMiddleware<ErrorMiddleware>();
        await local.StartAsync(builder);

        using var entera = await local.SendAsync("GET", "/descargas/5000");
        Assert.Equal("attachment; filename=\"archivo.csv\"", entera.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("text/csv", entera.Content.Headers.ContentType?.MediaType);
        Assert.Equal(5001, (await entera.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n").Length - 1);

        foreach (var filas in new[] { 0, 3 })
        {
            using var temprana = await local.SendAsync("GET", $"/descargas/{filas}?falla=si");
            Assert.Equal(HttpStatusCode.Conflict, temprana.StatusCode);
            Assert.Null(temprana.Content.Headers.ContentDisposition);
            Assert.Equal("application/problem+json", temprana.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("{", await temprana.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => local.SendAsync("GET", "/descargas/5000?falla=si"));
    }

    public sealed class Downloads
    {
        [Function("Descargas")]
        public IResult DownloadCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "descargas/{cuantas:int}")] HttpRequest req, int cuantas) => Download.DeCsv(async write =>
        {
            await Task.Yield();
            await write("archivo", new Hoja("H", Title, [new("Texto", CellFormat.Text)], FilasAsync(cuantas, req.Query.ContainsKey("falla"))));
        });

        private static async IAsyncEnumerable<Fila> FilasAsync(int cuantas, bool fault)
        {
            for (var n = 0; n < cuantas; n++)
            {
                yield return new([$"fila número {n}"]);
            }

            await Task.Yield();
            if (fault)
            {
                throw new DominioException(ErroresComunes.Referenciado);
            }
        }
    }

    /// <summary>Counts what is written, and rejects synchronous writes except those of a ZIP at the end of an entry.</summary>
    private sealed class ForwardOnly : Stream
    {
        public long Bytes { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => Bytes += count;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Bytes += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Bytes += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
