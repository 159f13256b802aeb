using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

/// <summary>A body must arrive within 30 seconds, at any rate.</summary>
[Trait("Kind", "Integration")]
public sealed class SlowBodyTests(TestServer server)
{
    [Fact]
    public async Task Server_OfTheProgram_HasNoLeastRateOfItsOwn()
    {
        await using var program = await ProgramWithClock.StartAsync(server);

        Assert.Null(program.Service<IOptions<KestrelServerOptions>>().Value.Limits.MinRequestBodyDataRate);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public async Task Body_ThatTricklesIn_IsRefusedAfterThirtySecondsAndNotByTheDeadline(int seconds, bool refused)
    {
        var clock = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        await using var body = new TricklingStream();
        var http = new DefaultHttpContext { RequestServices = services };
        using var deadline = new RequestDeadline(TimeSpan.FromSeconds(2), clock);
        http.Items[typeof(RequestContext)] = RequestContext.Anonymous(DateTimeOffset.UnixEpoch, "POST /auth/login", address: null, deadline, idempotencyKeyHeader: null);
        http.Request.Body = body;
        http.Request.ContentType = "application/json";
        var reading = http.Request.ReadBodyAsync<LoginRequest>();
        for (var second = 0; second < seconds; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await body.ByteAsync((byte)' ');
        }

        await body.EndAsync("{}"u8.ToArray());

        if (refused)
        {
            Assert.Equal(ErroresHttp.SlowBody, (await Assert.ThrowsAsync<DominioException>(() => reading)).Error);
        }
        else
        {
            Assert.NotNull(await reading);
        }
    }

    /// <summary>Gives what the test writes, as it writes it.</summary>
    private sealed class TricklingStream : MemoryStream
    {
        private readonly System.Threading.Channels.Channel<byte[]> _pieces = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();

        public ValueTask ByteAsync(byte value) => _pieces.Writer.WriteAsync([value]);

        public async Task EndAsync(byte[] rest)
        {
            await _pieces.Writer.WriteAsync(rest);
            _pieces.Writer.Complete();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!await _pieces.Reader.WaitToReadAsync(cancellationToken) || !_pieces.Reader.TryRead(out var piece))
            {
                return 0;
            }

            piece.CopyTo(buffer);
            return piece.Length;
        }
    }
}
