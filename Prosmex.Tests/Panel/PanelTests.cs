using System.Net;
using System.Text.RegularExpressions;
using Prosmex.Domain.Bitacora;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel;

/// <summary>The pages as a browser gets them. What they show is tried in a real one: <c>Long/LongPanelTests</c> and Prosmex.Web/e2e.</summary>
[Trait("Kind", "Integration")]
public sealed partial class PanelTests(TestServer server)
{
    private static readonly string Sources = Path.Combine(Repository.Root, "Prosmex.Web", "src");

    public static TheoryData<string> SourceFiles =>
    [
        .. Directory.EnumerateFiles(Sources, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Sources, f).Replace('\\', '/')).Where(f => !f.EndsWith("schema.d.ts", StringComparison.Ordinal) && !f.Contains(".test.", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Bitacora_EachEntity_HasWordsInThePages() =>
        Assert.All(
            BitacoraService.Entidades,
            entidad => Assert.Contains($"['{entidad}', '", File.ReadAllText(Path.Combine(Sources, "oficina", "bitacora", "words.ts")), StringComparison.Ordinal));

    [Fact]
    public async Task Pages_AnyCaller_AreServedWithTheirPolicy()
    {
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();
        var document = (await anonymous.GetAsync("/panel")).Text;
        foreach (var address in new[] { "/panel", "/panel/", "/panel/comparacion", "/panel/clientes/12", "/panel/clientes/x", "/panel?semana=2026-11-09" })
        {
            var response = await anonymous.GetAsync(address);

            Assert.Equal((HttpStatusCode.OK, "text/html", document), (response.Status, response.Message.Content.Headers.ContentType?.MediaType, response.Text));
            Assert.Equal(ServedFileResult.OwnPolicy, Assert.Single(response.Message.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(response.Message.Headers.GetValues("X-Content-Type-Options")));
            Assert.True(response.Message.Headers.CacheControl!.NoCache);
            var again = await anonymous.SendAsync(HttpMethod.Get, address, null, ("If-None-Match", response.Message.Headers.ETag!.ToString()));
            Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Text));
        }

        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|(https?|wss?):", document);
        foreach (var address in new[] { "/panel/no-hay.js", "/panel/index.html", "/panel/recibo.html", "/panel/..%2Fdocs%2Findex.html", "/panel/clientes/1/2" })
        {
            (await anonymous.GetAsync(address)).Problem(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }
    }

    [Fact]
    public async Task PageOfReceipts_AnyCaller_IsServedWithItsPolicyAndLoadsLittle()
    {
        Assert.SkipUnless(ServedFile.NamesInWeb("panel/").Any(), "Built without Node.");
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();

        var response = await anonymous.GetAsync("/recibo");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(ServedFileResult.OwnPolicy, Assert.Single(response.Message.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("noindex", response.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|(https?|wss?):", response.Text);
        var loaded = Loaded().Matches(response.Text).Select(m => ServedFile.FromWeb($"panel/{m.Groups[1].Value}")).ToList();
        Assert.NotEmpty(loaded);

        // A client's phone, once, over a slow line.
        Assert.InRange(loaded.Sum(f => (f.Brotli ?? f.Gzip).Length), 1, 30_000);
    }

    [Fact]
    public async Task Files_OfThePages_AreCompressedAndCachedForEver()
    {
        Assert.SkipUnless(ServedFile.NamesInWeb("panel/").Any(), "Built without Node.");
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();
        var loaded = Loaded().Matches((await anonymous.GetAsync("/panel")).Text).Select(m => m.Groups[1].Value).ToList();
        Assert.Subset(ServedFile.NamesInWeb("panel/").ToHashSet(), loaded.ToHashSet());

        foreach (var file in ServedFile.NamesInWeb("panel/").Where(f => f is not ("index.html" or "recibo.html")))
        {
            Assert.Matches(@"^[\w-]+-[\w-]{8}\.\w+$", file);
            foreach (var (accepted, encoding) in new[] { ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip") })
            {
                var response = await anonymous.SendAsync(HttpMethod.Get, $"/panel/{file}", null, ("Accept-Encoding", accepted));

                Assert.Equal(HttpStatusCode.OK, response.Status);
                Assert.Equal(encoding, Assert.Single(response.Message.Content.Headers.ContentEncoding));
                Assert.Equal("public, max-age=31536000, immutable", response.Message.Headers.CacheControl!.ToString());
            }
        }
    }

    /// <summary>The budget of the first view, as a browser downloads it.</summary>
    [Fact]
    public void FirstView_Compressed_IsAtMost60Kilobytes()
    {
        Assert.SkipUnless(ServedFile.NamesInWeb("panel/").Any(), "Built without Node.");
        var document = ServedFile.FromWeb("panel/index.html");
        var loaded = Loaded().Matches(System.Text.Encoding.UTF8.GetString(document.Content.Span)).Select(m => ServedFile.FromWeb($"panel/{m.Groups[1].Value}"));

        var bytes = loaded.Append(document).Sum(f => f.Gzip.Length);

        Assert.True(bytes <= 60_000, $"The first view is {bytes} bytes by gzip.");
    }

    /// <summary>The policy forbids other hosts, inline styles and evaluated text: a browser would only refuse them silently. Text goes in as text.</summary>
    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void Sources_All_UseNoOtherHostNoMarkupFromTextAndNoLastingStorage(string file)
    {
        var text = File.ReadAllText(Path.Combine(Sources, file));

        // wa.me is a link that a collector follows, with the text of a receipt: the page itself asks nothing of it.
        Assert.DoesNotMatch(@"\b(https?|wss?)://(?!www\.w3\.org/2000/svg|wa\.me/)", text);
        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.cssText|setAttribute\('style'|style=\{", text);
        Assert.DoesNotMatch(@"localStorage|document\.cookie", text);
        if (file is not ("api/http.ts" or "cobro/data/phone.ts"))
        {
            // One that never gets its answer would leave a page waiting for ever: all go through the modules that limit them, one of each build.
            Assert.DoesNotMatch(@"\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket", text);
        }
    }

    [GeneratedRegex(@"(?:src|href)=""/panel/([\w.-]+)""")]
    private static partial Regex Loaded();
}
