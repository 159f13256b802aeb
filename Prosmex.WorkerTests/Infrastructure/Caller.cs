using System.Net.Http.Headers;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>Sends requests to one program and records the responses.</summary>
internal sealed class Caller
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly Dictionary<User, string?> _tokens;

    private Caller(HttpClient http, Uri address, Dictionary<User, string?> tokens) => (_http, _address, _tokens) = (http, address, tokens);

    public static async Task<Caller> SignInAsync(HttpClient http, Uri address)
    {
        using var anonymous = new Api(address);
        using var admin = await anonymous.SignedInAsync(RunningWorker.AdminName);
        using var gestor = await anonymous.SignedInAsync("gestor");
        return new(http, address, new() { [User.None] = null, [User.Admin] = admin.Token, [User.Gestor] = gestor.Token });
    }

    public async Task<string> PlayAsync(Exchange exchange)
    {
        var answers = new List<string>();
        foreach (var request in exchange.Requests)
        {
            using var message = request.ToMessage(_address);
            if (_tokens[request.As] is { } token)
            {
                message.Headers.Authorization ??= new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await _http.SendAsync(message, TestContext.Current.CancellationToken);
            answers.Add(await Answer.ReadAsync(response));
        }

        return string.Join("\n\n", answers);
    }
}
