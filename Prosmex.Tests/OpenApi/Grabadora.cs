using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Functions.Http;
using Prosmex.Tests.Hostil;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.OpenApi;

/// <summary>Sends requests, holds every answer against the description, and keeps the first of each route, status and code.</summary>
internal sealed partial class Grabadora
{
    private const string IdDesconocido = "99999";

    private readonly Dictionary<(string Operacion, int Status, string? Codigo), Grabado> _grabados = [];

    // By operation: the request that did what it is for.
    private readonly Dictionary<string, (string Ruta, string? Cuerpo)> _licitas = [];

    public IReadOnlyCollection<Grabado> Grabados => _grabados.Values;

    /// <summary>Sends a request that must be served; a route that takes an Idempotency-Key gets its name as the key.</summary>
    public async Task<Respuesta> HacerAsync(Api quien, string metodo, string ruta, string? cuerpo = null)
    {
        var operacion = Operaciones.Buscar(metodo, ruta)!;
        var conClave = operacion.Nodo["parameters"]?.AsArray().Any(p => (string?)p!["name"] == UnaVez.Cabecera) == true && !_licitas.ContainsKey(operacion.Nombre);
        var respuesta = await PedirAsync(quien, metodo, ruta, cuerpo, conClave ? operacion.Nombre : null);
        Assert.True((int)respuesta.Estado < 300, $"{metodo} {ruta}: {respuesta.Texto}");
        _licitas.TryAdd(operacion.Nombre, (ruta, cuerpo));
        return respuesta;
    }

    /// <summary>Sends a request that must be refused with this code.</summary>
    public async Task<Respuesta> RechazarAsync(Api quien, string codigo, string metodo, string ruta, string? cuerpo = null)
    {
        var respuesta = await PedirAsync(quien, metodo, ruta, cuerpo);
        Assert.True(respuesta.Texto.Contains($"\"codigo\":\"{codigo}\"", StringComparison.Ordinal), $"{metodo} {ruta}: expected {codigo}, got {respuesta.Texto}");
        return respuesta;
    }

    /// <summary>What any client can get wrong, on every route: no token, an unknown id, a body or parameter that cannot be read, a key used twice.</summary>
    /// <param name="anonimo">Not signed in.</param>
    /// <param name="admin">May do everything.</param>
    public async Task EquivocarseAsync(Api anonimo, Api admin)
    {
        foreach (var operacion in Operaciones.Todas)
        {
            var (ruta, cuerpo) = _licitas[operacion.Nombre];
            var camino = ruta.Split('?')[0];
            bool Dice(int status, string codigo) => Describe(operacion, status, codigo);
            if (!operacion.EsPublica)
            {
                await RechazarAsync(anonimo, "auth.sin_sesion", operacion.Metodo, camino);
            }

            if (Dice(400, "solicitud.json"))
            {
                await RechazarAsync(admin, "solicitud.json", operacion.Metodo, camino, "{");
            }
            else if (Dice(400, "solicitud.invalida"))
            {
                var parametro = operacion.Consulta.First(c => c.Nombre != "q");
                await RechazarAsync(admin, "solicitud.invalida", operacion.Metodo, $"{camino}?{parametro.Nombre}=zzz");
            }

            if (Dice(400, "idempotencia.clave"))
            {
                Assert.Equal("idempotencia.clave", (await PedirAsync(admin, operacion.Metodo, camino, cuerpo, "con espacio")).Codigo);
                Assert.Equal("idempotencia.otro_contenido", (await PedirAsync(admin, operacion.Metodo, $"{ruta}?otra=1", cuerpo, operacion.Nombre)).Codigo);
            }

            if (operacion.Nodo["responses"]!["404"] is not null && !Dice(404, "ruta_http.no_encontrada"))
            {
                var desconocida = camino == ruta
                    ? EsId().Replace(ruta, IdDesconocido)
                    : $"{camino}?{operacion.Consulta.First(c => c.Nombre.EndsWith("_id", StringComparison.Ordinal)).Nombre}={IdDesconocido}";
                var respuesta = await PedirAsync(admin, operacion.Metodo, desconocida, desconocida == ruta ? CampoId().Replace(cuerpo!, $"${{1}}{IdDesconocido}") : cuerpo);
                Assert.True(respuesta.Estado == HttpStatusCode.NotFound, $"{operacion.Nombre}, {desconocida}: {respuesta.Texto}");
            }
        }
    }

    /// <summary>Every route that asks for a permission, called by somebody who has none.</summary>
    public async Task SinPermisoAsync(Api nadie)
    {
        foreach (var operacion in Operaciones.Todas.Where(o => Describe(o, 403, "permiso.denegado")))
        {
            await RechazarAsync(nadie, "permiso.denegado", operacion.Metodo, _licitas[operacion.Nombre].Ruta);
        }
    }

    /// <summary>Every page that can be switched off, asked for where it is.</summary>
    public async Task SinPaginasAsync(Api sinPaginas)
    {
        foreach (var operacion in Operaciones.Todas.Where(o => Describe(o, 404, "ruta_http.no_encontrada")))
        {
            await RechazarAsync(sinPaginas, "ruta_http.no_encontrada", operacion.Metodo, _licitas[operacion.Nombre].Ruta);
        }
    }

    private async Task<Respuesta> PedirAsync(Api quien, string metodo, string ruta, string? cuerpo, string? clave = null)
    {
        var contenido = cuerpo is null ? null : new StringContent(cuerpo, Encoding.UTF8, TiposDeArchivo.Json);
        var respuesta = await quien.EnviarAsync(HttpMethod.Parse(metodo), ruta, contenido, clave is null ? [] : [(UnaVez.Cabecera, clave)]);
        var operacion = Operaciones.Buscar(metodo, ruta) ?? throw new InvalidOperationException($"{metodo} {ruta} is no route.");
        var status = (int)respuesta.Estado;
        _ = status < 300 ? respuesta.Exito(operacion.Metodo, operacion.Plantilla) : respuesta.Problema(respuesta.Estado);
        _grabados.TryAdd(
            (operacion.Nombre, status, status < 300 ? null : respuesta.Codigo),
            new Grabado(operacion.Nombre, status, status < 300 ? null : respuesta.Codigo, status < 300 && cuerpo is not null ? JsonNode.Parse(cuerpo) : null, Cuerpo(respuesta)).Limpio());
        return respuesta;
    }

    private static JsonNode? Cuerpo(Respuesta respuesta) => respuesta.Mensaje.Content.Headers.ContentType?.MediaType switch
    {
        TiposDeArchivo.Json when respuesta.Mensaje.Headers.ETag is not null => null,
        TiposDeArchivo.Json or Problemas.TipoDeContenido => respuesta.Json,
        TiposDeArchivo.Csv or "text/plain" => respuesta.Texto.TrimStart('\uFEFF'),
        _ => null,
    };

    private static bool Describe(Operacion operacion, int status, string codigo) => Rechazos.De(operacion.Nombre) is var rechazos
        && rechazos.TryGetValue(status, out var codigos) && codigos.Contains(codigo);

    [GeneratedRegex(@"(?<=/)\d+")]
    private static partial Regex EsId();

    [GeneratedRegex(@"(""[a-z_]*_id(?:_[a-z]+)?"":)(?:\d+|null)")]
    private static partial Regex CampoId();
}
