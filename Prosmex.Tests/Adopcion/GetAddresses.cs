using System.Globalization;
using Npgsql;

namespace Prosmex.Tests.Adopcion;

/// <summary>The addresses that a GET route of the description can be asked at, for every id in the adopted database.</summary>
internal static class GetAddresses
{
    public static async Task<IReadOnlyList<string>> OfAsync(OldDatabase muestra, string plantilla)
    {
        var ids = plantilla switch
        {
            "/users/{id}" => "SELECT id FROM usuarios WHERE activo",
            "/users/cuentas/{id}" => "SELECT id FROM usuarios",
            "/pagos/prestamos" or "/hojas" => "SELECT grupo_id FROM grupos",
            "/pagos/{id}" => "SELECT pago_id FROM pagos WHERE tipo <> 'reversa'",
            "/pagos/{id}/recibo" => "SELECT pago_id FROM pagos WHERE tipo = 'cobro'",
            _ when plantilla.Contains("prestamo}", StringComparison.Ordinal) || plantilla.StartsWith("/prestamos/{", StringComparison.Ordinal) || plantilla is "/pagos/faltas/{id}" or "/pagos/pagos-prestamo/{id}" => "SELECT prestamo_id FROM prestamos",
            _ when plantilla.StartsWith("/clientes/", StringComparison.Ordinal) && plantilla.Contains("{id}", StringComparison.Ordinal) => "SELECT cliente_id FROM clientes_avales",
            _ when plantilla.StartsWith("/grupos/{", StringComparison.Ordinal) || plantilla.StartsWith("/reporte/sobrante-", StringComparison.Ordinal) => "SELECT grupo_id FROM grupos",
            "/rutas/{id}" => "SELECT ruta_id FROM rutas",
            "/cortes/cortes/{id}" => "SELECT id FROM corte",
            "/por-aclarar/{id}" => "SELECT id FROM por_aclarar",
            "/solicitudes/{id}" => "SELECT id FROM solicitudes",
            "/bonos/{id}" => "SELECT id FROM bono",
            _ => null,
        };
        if (plantilla == "/users/tipo-especifico")
        {
            return ["/users/tipo-especifico?rol=Titular", "/users/tipo-especifico?rol=Gestor%20de%20cobranza"];
        }

        if (plantilla == "/prestamos/cotizacion")
        {
            return [.. new[] { 1, 34, 35, 36, 37 }.Select(tipo => $"/prestamos/cotizacion?tipo_prestamo_id={tipo}&monto=3000")];
        }

        if (plantilla == "/buscar")
        {
            return ["/buscar?q=ana", "/buscar?q=1"];
        }

        if (ids is null || plantilla == "/reporte/sobrante-total-usuario")
        {
            return [plantilla, $"{plantilla}/?page=1&per_page=200"];
        }

        List<string> rutas = [];
        await using var source = NpgsqlDataSource.Create(muestra.Conexion);
        await using var orden = source.CreateCommand(ids);
        await using var reader = await orden.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var id = reader.GetInt32(0).ToString(CultureInfo.InvariantCulture);
            rutas.Add(plantilla is "/pagos/prestamos" or "/hojas" ? $"{plantilla}?grupo_id={id}" : plantilla.Replace("{id}", id, StringComparison.Ordinal));
        }

        return rutas;
    }
}
