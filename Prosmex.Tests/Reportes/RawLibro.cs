using Npgsql;

namespace Prosmex.Tests.Reportes;

internal sealed record RawUsuario(int Id, string Nombre, string Paterno);

internal sealed record RawRuta(int Id, string Nombre, int? Gerente, int? Supervisor);

internal sealed record RawGrupo(int Id, string Nombre, int RutaId, int? Titular, int? Gestor);

internal sealed record RawBono(int Id, decimal Monto, decimal Minimo, decimal Maximo, int Fallas);

internal sealed record RawMembresia(int ClienteId, int GrupoId, DateOnly Desde, DateOnly Hasta);

internal sealed record RawFalta(int PrestamoId, DateOnly Fecha, decimal Abonado);

internal sealed record RawPago(int Id, int PrestamoId, string Tipo, DateTimeOffset Fecha, decimal Monto, int? ReversaDe);

internal sealed record RawPrestamo(
    int Id, int ClienteId, DateOnly Inicio, decimal Monto, decimal Real, decimal Utilidad, decimal Semanal, int Semanas, string Status, DateTimeOffset? Cierre, bool Renovacion)
{
    public bool Abierto => Status is "activo" or "vencido";
}

/// <summary>The raw rows of the tables; read once, by plain SELECTs that compute nothing.</summary>
internal sealed record RawLibro(
    IReadOnlyList<RawUsuario> Usuarios,
    IReadOnlyList<RawRuta> Rutas,
    IReadOnlyList<RawGrupo> Grupos,
    IReadOnlyDictionary<int, int> GrupoDeCliente,
    IReadOnlyList<RawMembresia> Membresias,
    IReadOnlyList<RawPrestamo> Prestamos,
    IReadOnlyList<RawPago> Pagos,
    IReadOnlyList<RawFalta> Faltas,
    IReadOnlyList<DateOnly> SemanasCerradas,
    IReadOnlyList<RawBono> Bonos,
    IReadOnlySet<(DateOnly Lunes, int GrupoId)> SinCobranza)
{
    public static async Task<RawLibro> ReadAsync(string connection)
    {
        await using var db = new NpgsqlConnection(connection);
        await db.OpenAsync();
        return new(
            await FilasAsync(db, "SELECT id, nombre, apellido_paterno FROM usuarios", r => new RawUsuario(r.GetInt32(0), r.GetString(1), r.GetString(2))),
            await FilasAsync(db, "SELECT ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor FROM rutas", r => new RawRuta(r.GetInt32(0), r.GetString(1), Id(r, 2), Id(r, 3))),
            await FilasAsync(
                db,
                "SELECT grupo_id, nombre_grupo, ruta_id, usuario_id_titular, usuario_id_gestor FROM grupos",
                r => new RawGrupo(r.GetInt32(0), r.GetString(1), r.GetInt32(2), Id(r, 3), Id(r, 4))),
            (await FilasAsync(db, "SELECT cliente_id, grupo_id FROM clientes_avales", r => (Cliente: r.GetInt32(0), Grupo: r.GetInt32(1)))).ToDictionary(c => c.Cliente, c => c.Grupo),
            await FilasAsync(
                db,
                "SELECT cliente_id, grupo_id, desde, hasta FROM membresias",
                r => new RawMembresia(r.GetInt32(0), r.GetInt32(1), r.GetFieldValue<DateOnly>(2), r.GetFieldValue<DateOnly>(3))),
            await FilasAsync(
                db,
                """
                SELECT prestamo_id, cliente_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal, numero_semanas, status, fecha_cierre, renovacion
                FROM prestamos
                """,
                r => new RawPrestamo(
                    r.GetInt32(0),
                    r.GetInt32(1),
                    r.GetFieldValue<DateOnly>(2),
                    r.GetDecimal(3),
                    r.GetDecimal(4),
                    r.GetDecimal(5),
                    r.GetDecimal(6),
                    r.GetInt32(7),
                    r.GetString(8),
                    r.IsDBNull(9) ? null : r.GetFieldValue<DateTimeOffset>(9),
                    r.GetBoolean(10))),
            await FilasAsync(
                db,
                "SELECT pago_id, prestamo_id, tipo, fecha_pago, monto_pagado, reversa_de FROM pagos",
                r => new RawPago(r.GetInt32(0), r.GetInt32(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3), r.GetDecimal(4), Id(r, 5))),
            await FilasAsync(db, "SELECT prestamo_id, fecha, monto_abonado FROM falta", r => new RawFalta(r.GetInt32(0), r.GetFieldValue<DateOnly>(1), r.GetDecimal(2))),
            await FilasAsync(db, "SELECT semana FROM semana_cierre", r => r.GetFieldValue<DateOnly>(0)),
            await FilasAsync(
                db,
                "SELECT id, monto, entrega_min, entrega_max, fallas FROM bono",
                r => new RawBono(r.GetInt32(0), r.GetDecimal(1), r.GetDecimal(2), r.GetDecimal(3), r.GetInt32(4))),
            (await FilasAsync(db, "SELECT semana, grupo_id FROM grupos_sin_cobranza", r => (r.GetFieldValue<DateOnly>(0), r.GetInt32(1)))).ToHashSet());
    }

    private static int? Id(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static async Task<List<T>> FilasAsync<T>(NpgsqlConnection db, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> filas = [];
        while (await reader.ReadAsync())
        {
            filas.Add(read(reader));
        }

        return filas;
    }
}
