namespace Prosmex.Tests.Infrastructure;

/// <summary>A database for one small test, which the next one gets, emptied. Dispose it when nothing uses it any more.</summary>
internal sealed class BorrowedDatabase(TestServer server, string connection) : IAsyncDisposable
{
    public string Connection => connection;

    public async ValueTask DisposeAsync() => await server.TakeBackAsync(connection);
}
