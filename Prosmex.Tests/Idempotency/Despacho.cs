using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>A small office behind a program on a clock: an admin, the seed's group 1, and clients who back one another.</summary>
internal sealed class Despacho : IAsyncDisposable
{
    private readonly ProgramWithClock _programa;

    private Despacho(ProgramWithClock programa, Api admin) => (_programa, Admin) = (programa, admin);

    public string Conexion => _programa.Connection;

    public Api Admin { get; private set; }

    public DateTimeOffset Ahora => _programa.Reloj.GetUtcNow();

    /// <summary>Later; the admin has signed in again.</summary>
    public async Task AdelantarAsync(TimeSpan tiempo)
    {
        _programa.Reloj.Adelantar(tiempo);
        Admin = await Admin.EntradaAsync("ada");
    }

    /// <param name="ajustes">Settings of the program.</param>
    public static async Task<Despacho> AbrirAsync(TestServer servidor, params (string Nombre, string Valor)[] ajustes)
    {
        var programa = await ProgramWithClock.IniciarAsync(servidor, ajustes);
        await Personas.AgregarAsync(programa.Connection, "ada");
        return new(programa, await programa.Api().EntradaAsync("ada"));
    }

    /// <summary>Another user with the role, signed in.</summary>
    public async Task<Api> OtroAsync(string usuario, int rol = 6)
    {
        await Personas.AgregarAsync(Conexion, usuario, rol);
        return await Admin.EntradaAsync(usuario);
    }

    public static string Cliente(string nombre = "Ana") =>
        $$"""{"nombre":"{{nombre}}","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}""";

    public async Task<int> NuevoClienteAsync() => (int)(await Admin.PostAsync("/clientes", JsonNode.Parse(Cliente()))).Data["cliente"]!;

    /// <summary>A loan of 1000 to a new client.</summary>
    public async Task<int> NuevoPrestamoAsync() =>
        (int)(await Admin.PostAsync("/prestamos", JsonNode.Parse(await SolicitudDePrestamoAsync()))).Data["prestamo"]!;

    public async Task<string> SolicitudDePrestamoAsync() =>
        $$"""{"cliente_id":{{await NuevoClienteAsync()}},"aval_id":{{await NuevoClienteAsync()}},"tipo_prestamo_id":1,"monto_prestamo":1000}""";

    public static Task<ApiResponse> EnviarAsync(Api api, string metodo, string ruta, string? body, string clave) => api.EnviarAsync(
        HttpMethod.Parse(metodo), ruta, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", clave));

    public static bool EsRepetida(ApiResponse response) =>
        response.Mensaje.Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Single() == "true";

    public Task<long> CuentaAsync(string table) => Base.ValorAsync<long>(Conexion, $"SELECT count(*) FROM {table}");

    public async ValueTask DisposeAsync() => await _programa.DisposeAsync();
}
