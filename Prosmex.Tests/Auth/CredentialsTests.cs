using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

[Trait("Kind", "Unit")]
public sealed class CredentialsTests
{
    private static readonly PasswordHasher Hasher = new();
    private static readonly ProsmexOptions Options = TestServer.Options("Host=localhost");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 18, 18, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Compare_HashOfTheOldSystem_Succeeds()
    {
        const string PythonHash = "$2b$12$JoKp5qVAHNG6ri1BgT05p.987raA6ErzjYHg3gsuq32btKAhauqRC";
        Assert.Equal(PasswordMatch.Yes, Hasher.Compare("pw-tit1", PythonHash));
        Assert.Equal(PasswordMatch.No, Hasher.Compare("pw-tit2", PythonHash));
    }

    [Fact]
    public void AddProsmex_PasswordHasher_HasTheDefaultCost()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Prosmex"] = "Host=localhost",
            ["Prosmex:Jwt:Clave"] = TestServer.JwtKey,
        }).Build();

        using var services = new ServiceCollection().AddProsmex(configuration).BuildServiceProvider();

        Assert.Contains($"${PasswordHasher.DefaultCost}$", services.GetRequiredService<PasswordHasher>().Hash("Prueba-Segura-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("titular123")]
    [InlineData("")]
    [InlineData("$2b$12$corto")]
    public void Compare_NotAHash_Fails(string guardado) => Assert.Equal(PasswordMatch.No, Hasher.Compare(guardado, guardado));

    [Fact]
    public void Compare_MoreThan72Bytes_NeedsAllOfThem()
    {
        var hash = Hasher.Hash(new string('a', 72));
        Assert.Equal(PasswordMatch.Yes, Hasher.Compare(new string('a', 72), hash));
        Assert.Equal(PasswordMatch.No, Hasher.Compare(new string('a', 73), hash));
        Assert.StartsWith("$2", hash, StringComparison.Ordinal);
        Assert.Contains("$12$", hash, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ComposedOrDecomposed_IsTheSamePassword()
    {
        var compuesta = "Contraseña-Ñandú-9".Normalize(System.Text.NormalizationForm.FormC);
        var descompuesta = compuesta.Normalize(System.Text.NormalizationForm.FormD);

        Assert.Equal(PasswordMatch.Yes, Hasher.Compare(descompuesta, Hasher.Hash(compuesta)));
        Assert.Equal(PasswordMatch.Yes, Hasher.Compare(compuesta, Hasher.Hash(descompuesta)));
    }

    [Fact]
    public void Compare_HashOfTheRawText_FitsOnlyAsTyped()
    {
        var descompuesta = "Contraseña-Ñandú-9".Normalize(System.Text.NormalizationForm.FormD);
        var deAntes = BCrypt.Net.BCrypt.HashPassword(descompuesta, 4);

        Assert.Equal(PasswordMatch.AsTyped, Hasher.Compare(descompuesta, deAntes));
        Assert.Equal(PasswordMatch.No, Hasher.Compare(descompuesta.Normalize(), deAntes));
    }

    [Theory]
    [InlineData("tres te", false)]
    [InlineData("tres tes", true)]
    [InlineData("ñandúes", true)]
    [InlineData("tres tes\0", false)]
    [InlineData("aaabbbcccaaa", false)]
    [InlineData("aaabbbcccd", true)]
    [InlineData("12345678", false)]
    [InlineData("Password1", false)]
    [InlineData("contraseña", false)]
    [InlineData("Prosmex-2026!", false)]
    [InlineData("PROSMEX", false)]
    [InlineData("ana.lopez", false)]
    [InlineData(" ANA.Lopez ", false)]
    [InlineData("ana.lopez y otros", true)]
    public void FindProblem_OfAPassword_FindsTheUnacceptable(string contrasena, bool good) =>
        Assert.Equal(good, Passwords.FindProblem(contrasena, "ana.lopez") is null);

    [Fact]
    public void FindProblem_Above72Bytes_IsReported()
    {
        var larga = string.Concat(Enumerable.Repeat("ñandú 12", 7)) + "12";
        Assert.Equal(72, System.Text.Encoding.UTF8.GetByteCount(larga));
        Assert.Null(Passwords.FindProblem(larga));
        Assert.NotNull(Passwords.FindProblem(larga + "3"));
    }

    [Fact]
    public async Task Token_IssuedAndRead_NamesUserAndSessionAndNotTheRole()
    {
        var (tokens, sesion, token) = Issue();
        Assert.Equal((7, sesion.Id), await tokens.ReadAsync(token) is { } read ? (read.UsuarioId, read.SesionId) : default);
        var jwt = new JsonWebToken(token);
        Assert.Equal(("at+jwt", "HS256"), (jwt.Typ, jwt.Alg));
        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"], jwt.Claims.Select(c => c.Type).Order());
        Assert.Equal(_clock.GetUtcNow().AddHours(12).UtcDateTime, jwt.ValidTo);
    }

    [Fact]
    public async Task Token_Expired_IsInvalidAfterTheTolerance()
    {
        var (tokens, _, token) = Issue();
        _clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(29));
        Assert.NotNull(await tokens.ReadAsync(token));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await tokens.ReadAsync(token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a.b.c")]
    public async Task Token_Malformed_IsNull(string token) => Assert.Null(await Issue().Tokens.ReadAsync(token));

    [Theory]
    [InlineData("nada")]
    [InlineData("otra clave")]
    [InlineData("otro tipo")]
    [InlineData("otro emisor")]
    [InlineData("otra audiencia")]
    [InlineData("otro algoritmo")]
    [InlineData("otro kid")]
    [InlineData("sin kid")]
    [InlineData("sin firma")]
    [InlineData("sin vencimiento")]
    public async Task Token_MadeByHand_IsValidOnlyIfUnchanged(string cambio)
    {
        // Long enough for every algorithm, so that only the algorithm differs where it is to differ.
        var options = Options with { JwtKey = [.. Options.JwtKey, .. new byte[64]] };
        var tokens = new AccessTokens(options, _clock);
        var sesion = Sesion.Abrir(7, Sesion.NuevoRefresh().Hash, _clock.GetUtcNow(), TimeSpan.FromHours(12));
        var key = new SymmetricSecurityKey(cambio == "otra clave" ? new byte[96] : options.JwtKey)
        {
            KeyId = cambio switch { "otro kid" => "0123456789ab", "sin kid" => null, _ => new JsonWebToken(tokens.Issue(sesion)).Kid },
        };
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        var falso = handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = cambio == "otro tipo" ? "JWT" : "at+jwt",
            Issuer = cambio == "otro emisor" ? "otro" : "prosmex",
            Audience = cambio == "otra audiencia" ? "otra" : "prosmex-api",
            NotBefore = _clock.GetUtcNow().UtcDateTime,
            Expires = cambio == "sin vencimiento" ? null : sesion.ExpiraEn.UtcDateTime,
            SigningCredentials = cambio == "sin firma" ? null : new(key, cambio == "otro algoritmo" ? SecurityAlgorithms.HmacSha512 : SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object> { ["sub"] = "7", ["sid"] = sesion.Id.ToString() },
        });
        Assert.Equal(cambio == "nada", await tokens.ReadAsync(falso) is not null);
    }

    [Theory]
    [InlineData("ConnectionStrings:Prosmex", "", "ConnectionStrings:Prosmex")]
    [InlineData("Prosmex:Sesion:Horas", "0", "1 a 720")]
    [InlineData("Prosmex:MigrarAlIniciar", "quizás", "true o false")]
    [InlineData("Prosmex:Reloj", "+1h", "--reloj")]
    [InlineData("Prosmex:Demo", "true", "_demo")]
    [InlineData("Prosmex:Financiera:Nombre", "a\u0000b", "Prosmex:Financiera:Nombre: tiene caracteres")]
    public void Options_NotAdmissible_StopTheStartAndAreNamed(string ajuste, string value, string says)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Prosmex"] = "Host=x" };
        ProsmexOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        settings[ajuste] = value;
        var ex = Assert.Throws<InvalidConfigurationException>(() => ProsmexOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        Assert.Contains(says, ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SigningKey_Short_StopsTheStart()
    {
        var ex = Assert.Throws<InvalidConfigurationException>(() => new AccessTokens(Options with { JwtKey = new byte[31] }, _clock));
        Assert.Contains("32 bytes", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SigningKey_UnresolvedReference_StopsTheStart()
    {
        var key = "@Microsoft.KeyVault(SecretUri=https://boveda.example/secrets/clave)"u8.ToArray();
        Assert.Contains("Key Vault", Assert.Throws<InvalidConfigurationException>(() => new AccessTokens(Options with { JwtKey = key }, _clock)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidConfigurationException>(() => new AccessTokens(Options with { PreviousJwtKey = key }, _clock));
    }

    private (AccessTokens Tokens, Sesion Sesion, string Token) Issue()
    {
        var tokens = new AccessTokens(Options, _clock);
        var sesion = Sesion.Abrir(7, Sesion.NuevoRefresh().Hash, _clock.GetUtcNow(), TimeSpan.FromHours(12));
        return (tokens, sesion, tokens.Issue(sesion));
    }
}
