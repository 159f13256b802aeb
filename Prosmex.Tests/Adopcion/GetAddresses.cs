using System.Globalization;
using Npgsql;

namespace Prosmex.Tests.Adopcion;

/// <summary>The addresses that a GET route of the description can be asked at, for every id in the adopted database.</summary>
internal static class GetAddresses
{
    public static async Task<IReadOnlyList<string>> OfAsync(OldDatabase sample, string template)
    {
        var ids = template switch
        {
            "/users/{id}" => "SELECT id FROM usuarios WHERE activo",
            "/users/cuentas/{id}" => "SELECT id FROM usuarios",
            "/pagos/prestamos" or "/hojas" => "SELECT grupo_id FROM grupos",
            "/pagos/{id}" => "SELECT pago_id FROM pagos WHERE tipo <> 'reversa'",
            "/pagos/{id}/recibo" => "SELECT pago_id FROM pagos WHERE tipo = 'cobro'",
            _ when template.Contains("prestamo}", StringComparison.Ordinal) || template.StartsWith("/prestamos/{", StringComparison.Ordinal) || template is "/pagos/faltas/{id}" or "/pagos/pagos-prestamo/{id}" => "SELECT prestamo_id FROM prestamos",
            _ when template.StartsWith("/clientes/", StringComparison.Ordinal) && template.Contains("{id}", StringComparison.Ordinal) => "SELECT cliente_id FROM clientes_avales",
            _ when template.StartsWith("/grupos/{", StringComparison.Ordinal) || template.StartsWith("/reporte/sobrante-", StringComparison.Ordinal) => "SELECT grupo_id FROM grupos",
            "/rutas/{id}" => "SELECT ruta_id FROM rutas",
            "/cortes/cortes/{id}" => "SELECT id FROM corte",
            "/por-aclarar/{id}" => "SELECT id FROM por_aclarar",
            "/solicitudes/{id}" => "SELECT id FROM solicitudes",
            "/bonos/{id}" => "SELECT id FROM bono",
            _ => null,
        };
        if (template == "/users/tipo-especifico")
        {
            return ["/users/tipo-especifico?rol=Titular", "/users/tipo-especifico?rol=Gestor%20de%20cobranza"];
        }

        if (template == "/prestamos/cotizacion")
        {
            return [.. new[] { 1, 34, 35, 36, 37 }.Select(tipo => $"/prestamos/cotizacion?tipo_prestamo_id={tipo}&monto=3000")];
        }

        if (template == "/buscar")
        {
            return ["/buscar?q=ana", "/buscar?q=1"];
        }

        if (ids is null || template == "/reporte/sobrante-total-usuario")
        {
            return [template, $"{template}/?page=1&per_page=200"];
        }

        List<string> rutas = [];
        await using var source = NpgsqlDataSource.Create(sample.Connection);
        await using var command = source.CreateCommand(ids);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var id = reader.GetInt32(0).ToString(CultureInfo.InvariantCulture);
            rutas.Add(template is "/pagos/prestamos" or "/hojas" ? $"{template}?grupo_id={id}" : template.Replace("{id}", id, StringComparison.Ordinal));
        }

        return rutas;
    }
}
