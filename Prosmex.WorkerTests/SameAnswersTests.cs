using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>The published program answers as LocalHost does: status, headers and body. Where they differ, LocalHost is wrong.</summary>
[Trait("Kind", "Integration")]
public sealed class SameAnswersTests(ProgramPair programs) : IClassFixture<ProgramPair>
{
    public static TheoryData<string> Names => [.. Exchanges.All.Keys];

    public static TheoryData<string, string, string> Samples => FunctionsTests.Samples;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Worker_EachExchange_AnswersAsLocalHost(string exchange)
    {
        var (local, worker) = await programs.AnswersAsync(Exchanges.All[exchange]);

        Assert.Equal(local, worker);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Function_EachSample_AnswersAsLocalHost(string function, string method, string path)
    {
        var (local, worker) = await programs.AnswersAsync(new(function, new Request(method, path, method == "GET" ? null : "{}"u8.ToArray())) { EndsSession = function == "AuthLogout" });

        Assert.Equal(local, worker);
    }
}
