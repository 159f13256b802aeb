using System.Text.Json.Nodes;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>Proves that product and floor do the same work: they answer the same, but for what is new each time.</summary>
internal static class Igualdad
{
    // Payments follow one another on the same loans: their sums differ by what the first of the two took.
    private static readonly HashSet<string> Nuevos =
        ["id", "fecha_pago", "access_token", "refresh_token", "inicio", "fin", "monto_pagado", "monto_restante", "adelanto_acumulado", "semana_activa"];

    private const int Ausente = 503;
    private const int Intentos = 3;

    /// <returns>False where one of them says that the database takes too long: there is nothing to compare, nor to measure.</returns>
    /// <exception cref="MedicionFallidaException">They differ.</exception>
    public static bool Exigir(Operation operacion, Proceso producto, Proceso piso, Sumas sumas, Escenario escenario)
    {
        // A statement that is sent for the first time finds nothing in memory.
        var (a, b) = (Pedir(operacion, producto, sumas), Pedir(operacion, piso, sumas));
        if (a is null || b is null)
        {
            Console.WriteLine($"{operacion.Nombre}: {(a is null ? producto.Nombre : piso.Nombre)} no contesta a tiempo.");
            return false;
        }

        if (Diferencia(a, b, "", operacion.EsEscritura ? Nuevos : []) is { } donde)
        {
            throw new MedicionFallidaException($"{operacion.Nombre}: product and floor differ at {donde}");
        }

        if (operacion.EsAcceso)
        {
            ExigirToken((string)b["data"]!["access_token"]!, producto);
        }

        if (operacion.EsCobro)
        {
            ExigirPrestamos(operacion, b["data"]!, producto, escenario);
        }

        return true;
    }

    // The floor opened a session that the product honours.
    private static void ExigirToken(string token, Proceso producto)
    {
        using var connection = new ConexionHttp(producto.Direccion);
        connection.Pedir(ConexionHttp.Get("/reporte/general/totales", token));
        if (connection.Estado != 200)
        {
            throw new MedicionFallidaException($"login: the product answers {connection.Estado} to the floor's token.");
        }
    }

    // The floor answered each loan as it stands after the request; the product says how it stands.
    private static void ExigirPrestamos(Operation operacion, JsonNode datos, Proceso producto, Escenario escenario)
    {
        using var connection = new ConexionHttp(producto.Direccion);
        foreach (var pago in datos["pagos"]?.AsArray() ?? [datos["pago"]!.DeepClone()])
        {
            var prestamo = pago!["prestamo"]!;
            connection.Pedir(ConexionHttp.Get($"/prestamos/{prestamo["prestamo_id"]}", escenario.Director.Token));
            if (Diferencia(JsonNode.Parse(connection.Cuerpo.Span)!["data"], prestamo, "", []) is { } donde)
            {
                throw new MedicionFallidaException($"{operacion.Nombre}: the floor left a loan that differs from what it answered at {donde}");
            }
        }
    }

    private static JsonNode? Pedir(Operation operacion, Proceso proceso, Sumas sumas)
    {
        using var connection = new ConexionHttp(proceso.Direccion);
        for (var vez = 0; vez < Intentos; vez++)
        {
            connection.Pedir(operacion.Crear(0, 0));
            if (connection.Estado != Ausente)
            {
                break;
            }
        }

        if (connection.Estado == Ausente)
        {
            return null;
        }

        if (connection.Estado != operacion.Estado)
        {
            throw new MedicionFallidaException($"{operacion.Nombre}: {proceso.Nombre} answered {connection.Estado}: {System.Text.Encoding.UTF8.GetString(connection.Cuerpo.Span)}");
        }

        if (operacion.EsCobro)
        {
            sumas.Anotar(proceso.Nombre, connection.Cuerpo.Span);
        }

        return JsonNode.Parse(connection.Cuerpo.Span);
    }

    private static string? Diferencia(JsonNode? a, JsonNode? b, string donde, HashSet<string> nuevos) => (a, b) switch
    {
        (JsonObject x, JsonObject y) => x.Select(p => p.Key).Except(y.Select(p => p.Key)).Concat(y.Select(p => p.Key).Except(x.Select(p => p.Key))).FirstOrDefault() is { } falta
            ? $"{donde}.{falta} (only one has it)"
            : x.Where(p => !nuevos.Contains(p.Key)).Select(p => Diferencia(p.Value, y[p.Key], $"{donde}.{p.Key}", nuevos)).FirstOrDefault(d => d is not null),
        (JsonArray x, JsonArray y) => x.Count != y.Count
            ? $"{donde} ({x.Count} and {y.Count} elements)"
            : x.Zip(y).Select((p, i) => Diferencia(p.First, p.Second, $"{donde}[{i}]", nuevos)).FirstOrDefault(d => d is not null),
        _ => JsonNode.DeepEquals(a, b) ? null : $"{donde}: {a?.ToJsonString() ?? "null"} and {b?.ToJsonString() ?? "null"}",
    };
}
