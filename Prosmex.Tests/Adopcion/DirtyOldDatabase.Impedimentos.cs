using Npgsql;

namespace Prosmex.Tests.Adopcion;

/// <content>Defects that are not in the adoption's table and must block it: each changes one row that would be adopted otherwise.</content>
internal sealed partial class DirtyOldDatabase
{
    private static readonly (string Table, string Que, string Cambio)[] Impossible =
    [
        ("clientes_avales", "sin grupo", "grupo_id = NULL"),
        ("clientes_avales", "sin nombre", "nombre = NULL"),
        ("clientes_avales", "nombre en blanco", "nombre = '  '"),
        ("clientes_avales", "sin apellido", "apellido_paterno = NULL"),
        ("clientes_avales", "sin colonia", "colonia = NULL"),
        ("clientes_avales", "sin INE", "codigo_ine = NULL"),
        ("clientes_avales", "sin CP", "cp = NULL"),
        ("clientes_avales", "CP que no lo es", "cp = '4410'"),
        ("clientes_avales", "sin estado civil", "estado_civil = NULL"),
        ("clientes_avales", "sin propiedad", "propiedad = NULL"),
        ("clientes_avales", "sin número de hijos", "num_hijos = NULL"),
        ("clientes_avales", "hijos negativos", "num_hijos = -1"),
        ("clientes_avales", "no dice si es aval", "es_aval = NULL"),
        ("grupos", "sin ruta", "ruta_id = NULL"),
        ("grupos", "sin nombre", "nombre_grupo = NULL"),
        ("grupos", "el titular no lo es", "usuario_id_titular = (SELECT min(id) FROM usuarios WHERE rol_id = 6)"),
        ("rutas", "sin nombre", "nombre_ruta = NULL"),
        ("rutas", "el gerente no lo es", "usuario_id_gerente = (SELECT min(id) FROM usuarios WHERE rol_id = 6)"),
        ("usuarios", "nombre demasiado largo", "nombre = repeat('x', 150)"),
        ("usuarios", "usuario demasiado largo", "usuario = repeat('x', 150)"),
        ("usuarios", "usuario en blanco", "usuario = '   '"),
        ("tipos_prestamo", "sin semanas", "numero_semanas = NULL"),
        ("tipos_prestamo", "cero semanas", "numero_semanas = 0"),
        ("tipos_prestamo", "sin porcentaje", "porcentaje_semanal = NULL"),
        ("tipos_prestamo", "sin interés", "interes = NULL"),
        ("tipos_prestamo", "sin nombre", "nombre = NULL"),
        ("tipos_prestamo", "no suma 1 + interés", "interes = 0.37"),
        ("tipos_prestamo", "tasa enorme", "porcentaje_semanal = 1e300"),
        ("tipos_prestamo", "sin pena", "pena_incumplimiento = NULL"),
        ("bono", "al revés", "entrega_min = 9000, entrega_max = 8000"),
        ("bono", "monto enorme", "monto = 1e40"),
        ("corte", "monto enorme", "corte_total = 12345678901234567890.12"),
        ("corte", "fecha antes de Cristo", "fecha = '4713-01-01 00:00:00.5 BC'"),
        ("prestamos", "monto enorme", "monto_prestamo = 1e20"),
        ("prestamos", "monto menor que un centavo", "monto_prestamo = 0.001"),
        ("prestamos", "total cero", "monto_utilidad = 0"),
        ("prestamos", "total negativo", "monto_utilidad = -100"),
        ("prestamos", "total enorme", "monto_utilidad = 1e131000"),
        ("prestamos", "entregó más que el monto", "monto_prestamo_real = monto_prestamo + 1"),
        ("prestamos", "entregó una barbaridad", "monto_prestamo_real = -1e30"),
        ("prestamos", "empezó el siglo pasado", "fecha_inicio = '1999-12-31'"),
        ("prestamos", "empieza dentro de mil años", "fecha_inicio = '3026-01-01 06:00:00'"),
        ("prestamos", "empieza al final de los tiempos", "fecha_inicio = '294276-12-31 23:59:59'"),
        ("prestamos", "empezó antes de Cristo", "fecha_inicio = '4713-11-24 00:00:00 BC'"),
        ("pagos", "monto enorme", "monto_pagado = 1e15"),
        ("pagos", "monto inmenso", "monto_pagado = 1e131000"),
        ("pagos", "monto muy negativo", "monto_pagado = -1e15"),
        ("pagos", "antes de Cristo", "fecha_pago = '4713-11-24 00:00:00 BC'"),
        ("pagos", "al final de los tiempos", "fecha_pago = '294276-12-31 23:59:59'"),
        ("falta", "antes de Cristo", "fecha = '0044-03-15 BC'"),
        ("falta", "monto enorme", "monto_abonado = 1e15"),
        ("roles", "rol sin nombre", "nombre = NULL"),
        ("acciones", "acción sin descripción", "descripcion = NULL"),
    ];

    // A loan, a payment or a falta that stays behind for another reason would stop nothing.
    private static string Candidates(string table) => table switch
    {
        "prestamos" => $"prestamos WHERE {Finite("prestamos")}",
        "pagos" => $"pagos JOIN prestamos USING (prestamo_id) WHERE {Finite("prestamos")} AND {Finite("pagos")}",
        "falta" => $"falta JOIN prestamos USING (prestamo_id) WHERE {Finite("prestamos")} AND {Finite("falta")} AND fecha < '{EstaSemana:yyyy-MM-dd}'",
        "corte" or "bono" => $"{table} WHERE {Finite(table)}",
        "tipos_prestamo" => "tipos_prestamo WHERE tipo_prestamo_id <> 90",
        "usuarios" => $"usuarios WHERE usuario <> '{Admin}'",
        _ => table + " WHERE true",
    };

    private static string Finite(string table) => $"{table}::text !~ '(NaN|[Ii]nfinity)'";

    private async Task ObstructAsync(NpgsqlConnection connection)
    {
        // In turn, so that few seeds meet them all; several at once, that hide one another if the list is cut short.
        for (var i = 0; i < 6; i++)
        {
            var (table, que, cambio) = Impossible[(Seed * 6 + i * 11) % Impossible.Length];
            var key = Tables.Single(t => t.Table == table).Llave;
            var tocadas = string.Join(", ", Obstacles.Where(p => p.Table == table).Select(p => p.Id).DefaultIfEmpty(0));
            var elegidas = await new Query(connection).ListAsync<int>($"""
                UPDATE {table} SET {cambio}
                WHERE {key} = (SELECT {table}.{key} FROM {Candidates(table)} AND {table}.{key} NOT IN ({tocadas})
                                 ORDER BY md5({table}.{key}::text || '{Seed}') LIMIT 1)
                RETURNING {key}
                """);
            Obstacles.AddRange(elegidas.Select(id => (table, id, que)));
        }
    }
}
