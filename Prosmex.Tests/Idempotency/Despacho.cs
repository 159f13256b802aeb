using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>A small office behind a program on a clock: an admin, the seed's group 1, and clients who back one another.</summary>
internal sealed class Despacho : IAsyncDisposable
{
    private readonly ProgramWithClock _program;

    private Despacho(ProgramWithClock program, Api admin) => (_program, Admin) = (program, admin);

    public string Connection => _program.Connection;

    public Api Admin { get; private set; }

    public DateTimeOffset Ahora => _program.Clock.GetUtcNow();

    /// <summary>Later; the admin has signed in again.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        _program.Clock.Advance(time);
        Admin = await Admin.SignedInAsync("ada");
    }

    /// <param name="settings">Settings of the program.</param>
    public static async Task<Despacho> OpenAsync(TestServer server, params (string Name, string Value)[] settings)
    {
        var program = await ProgramWithClock.StartAsync(server, settings);
        await Personas.AgregarAsync(program.Connection, "ada");
        return new(program, await program.Api().SignedInAsync("ada"));
    }

    /// <summary>Another user with the role, signed in.</summary>
    public async Task<Api> AnotherAsync(string usuario, int rol = 6)
    {
        await Personas.AgregarAsync(Connection, usuario, rol);
        return await Admin.SignedInAsync(usuario);
    }

    public static string Cliente(string nombre = "Ana") =>
        $$"""{"nombre":"{{nombre}}","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}""";

    public async Task<int> NuevoClienteAsync() => (int)(await Admin.PostAsync("/clientes", JsonNode.Parse(Cliente()))).Data["cliente"]!;

    /// <summary>A loan of 1000 to a new client.</summary>
    public async Task<int> NuevoPrestamoAsync() =>
        (int)(await Admin.PostAsync("/prestamos", JsonNode.Parse(await SolicitudDePrestamoAsync()))).Data["prestamo"]!;

    public async Task<string> SolicitudDePrestamoAsync() =>
        $$"""{"cliente_id":{{await NuevoClienteAsync()}},"aval_id":{{await NuevoClienteAsync()}},"tipo_prestamo_id":1,"monto_prestamo":1000}""";

    public static Task<ApiResponse> SendAsync(Api api, string method, string path, string? body, string key) => api.SendAsync(
        HttpMethod.Parse(method), path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", key));

    public static bool IsReplayed(ApiResponse response) =>
        response.Message.Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Single() == "true";

    public Task<long> CountAsync(string table) => TestDatabase.ValueAsync<long>(Connection, $"SELECT count(*) FROM {table}");

    public async ValueTask DisposeAsync() => await _program.DisposeAsync();
}
