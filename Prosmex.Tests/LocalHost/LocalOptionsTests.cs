using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.LocalHost;

[Trait("Kind", "Unit")]
public sealed class LocalOptionsTests
{
    [Fact]
    public void Parse_KnownOptions_AreTaken()
    {
        var options = LocalOptions.Parse(["--port", "0", "--demo", "--reloj", "2026-11-18T12:00:00-06:00"]);

        Assert.Equal(0, options.Port);
        Assert.True(options.Demo);
        Assert.Equal(new DateTimeOffset(2026, 11, 18, 18, 0, 0, TimeSpan.Zero), options.Clock!.GetUtcNow());
    }

    [Fact]
    public void Parse_Nothing_LeavesTheDefaults()
    {
        var options = LocalOptions.Parse([]);

        Assert.Null(options.Port);
        Assert.Null(options.Clock);
        Assert.False(options.Demo);
        Assert.True(File.Exists(Path.Combine(options.Root, "Prosmex.sln")));
    }

    [Fact]
    public void Parse_Command_KeepsItsArgumentsApart()
    {
        var options = LocalOptions.Parse(["admin", "--restablecer", "ana", "--port", "7099"]);

        Assert.Equal(7099, options.Port);
        Assert.Equal(["admin", "--restablecer", "ana"], options.Command);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    public void Parse_Help_IsACommandOfItsOwn(string argument)
    {
        Assert.True(LocalOptions.Parse([argument]).Help);
        Assert.False(LocalOptions.Parse(["adopt", argument]).Help);
    }

    [Theory]
    [InlineData("--puerto")]
    [InlineData("--demo", "si")]
    [InlineData("--Demo")]
    [InlineData("--port")]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "7072", "migrate")]
    [InlineData("--reloj")]
    public void Parse_UnknownOrMalformed_Refused(params string[] args) => Assert.Throws<LocalHostException>(() => LocalOptions.Parse(args));

    [Fact]
    public void Parse_DemoAfterACommand_IsTaken() => Assert.True(LocalOptions.Parse(["admin", "--restablecer", "titular1", "--demo"]).Demo);

    [Theory]
    [InlineData("+36h", 36 * 60)]
    [InlineData("-90m", -90)]
    [InlineData("+2d", 2 * 24 * 60)]
    [InlineData("+60s", 1)]
    public void Reloj_Shift_RunsWithTheSystem(string text, int minutes)
    {
        var clock = Clocks.Parse(text);

        var before = TimeProvider.System.GetUtcNow();
        var shifted = clock.GetUtcNow();
        var after = TimeProvider.System.GetUtcNow();
        Assert.InRange(shifted, before.AddMinutes(minutes), after.AddMinutes(minutes));
        Assert.Equal(TimeProvider.System.TimestampFrequency, clock.TimestampFrequency);
    }

    [Theory]
    [InlineData("2026-11-18T12:00:00-06:00")]
    [InlineData("2026-11-18T12:00-06:00")]
    [InlineData("2026-11-18T18:00:00Z")]
    [InlineData("2026-11-18T18:00:00.000Z")]
    public void Reloj_Instant_StandsStill(string text)
    {
        var clock = Clocks.Parse(text);

        Assert.Equal(new DateTimeOffset(2026, 11, 18, 18, 0, 0, TimeSpan.Zero), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
        Assert.Equal(clock.GetUtcNow(), clock.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hoy")]
    [InlineData("36h")]
    [InlineData("+36")]
    [InlineData("+1w")]
    [InlineData("+36h\n")]
    [InlineData("2026-11-18")]
    [InlineData("2026-11-18T12:00:00")]
    [InlineData("2026-13-18T12:00:00Z")]
    public void Reloj_Malformed_Refused(string text) => Assert.Throws<LocalHostException>(() => Clocks.Parse(text));
}
