using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Senales;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Reportes;

namespace Prosmex.Tests.Senales;

/// <summary>Plants clients, loans and payments straight into a database, each at its instant and by its user, and asks for the signs.</summary>
internal sealed class Seeder(string connection, DateTimeOffset ahora)
{
    public static readonly PageRequest Todo = new(1, PageRequest.MaxPerPage);

    /// <summary>A client with an alta in the bitácora.</summary>
    /// <param name="usuario">Null for one that no user made.</param>
    public Task<int> ClienteAsync(DateTimeOffset alta, int? usuario = null, int grupo = 1) => TestDatabase.ValueAsync<int>(connection, $"""
        SET LOCAL prosmex.origen = '{Origen(alta, usuario)}';
        INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
        VALUES ('Nadie', 'P', 'M', 'C', '44600', 'I', 'viudo', 0, 'rentada', true, {grupo}) RETURNING cliente_id
        """);

    /// <param name="usuario">Who wrote it, at <paramref name="cuando"/>.</param>
    /// <param name="fields">Of the expediente, with their values as SQL has them.</param>
    public Task ExpedienteAsync(int cliente, DateTimeOffset cuando, int usuario, params (string Column, string Value)[] fields) => TestDatabase.ExecuteAsync(connection, $"""
        SET LOCAL prosmex.origen = '{Origen(cuando, usuario)}';
        INSERT INTO expedientes (cliente_id, {string.Join(", ", fields.Select(c => c.Column))}) VALUES ({cliente}, {string.Join(", ", fields.Select(c => $"'{c.Value}'"))})
        """);

    public Task TelefonoAsync(int cliente, string telefono) => ExpedienteAsync(cliente, ahora, 1, ("telefono", telefono));

    /// <summary>A loan of 1,000 for 1,400 in 14 weeks.</summary>
    /// <param name="real">What was handed out.</param>
    /// <param name="cerrado">As the status says, when it was closed; null for an open one.</param>
    public Task<int> PrestamoAsync(int cliente, int aval, DateTimeOffset creado, int por = 1, decimal real = 1000, int? renueva = null, (string Status, DateTimeOffset En)? cerrado = null) =>
        TestDatabase.ValueAsync<int>(connection, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal, numero_semanas,
                                   pagado, numero_pagos, status, renovacion, renueva_a, fecha_creacion, fecha_cierre, registrado_por, excepcion_adopcion)
            VALUES ({cliente}, {aval}, 1, '{HoraMexico.Dia(creado):yyyy-MM-dd}', 1000, {real}, 1400, 100, 14,
                    {(cerrado is null ? 0 : 1400)}, {(cerrado is null ? 0 : 14)}, '{cerrado?.Status ?? "activo"}', {renueva is not null}, {Id(renueva)}, '{creado:O}', {Instante(cerrado?.En)}, {por}, false)
            RETURNING prestamo_id
            """));

    /// <summary>Payments of 100, each collected and registered at its instants.</summary>
    public async Task PagosAsync(int prestamo, int por, params IReadOnlyCollection<(DateTimeOffset Fecha, DateTimeOffset Recibido)> pagos)
    {
        var filas = pagos.Select(p => $"({prestamo}, 'cobro', '{p.Fecha:O}', 100, '{p.Recibido:O}', {por}, {por}, false)");
        await TestDatabase.ExecuteAsync(connection, $"""
            INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, recibido_en, registrado_por, custodio_id, excepcion_adopcion) VALUES {string.Join(", ", filas)};
            UPDATE prestamos SET pagado = pagado + {100 * pagos.Count}, numero_pagos = numero_pagos + {pagos.Count} WHERE prestamo_id = {prestamo}
            """);
    }

    /// <summary>Every one of a loan's payments came from a phone, which noted it on its day.</summary>
    public Task PorTelefonoAsync(int prestamo) => TestDatabase.ExecuteAsync(connection, $"""
        INSERT INTO envios (envio_id, grupo_id, usuario_id, control_filas, control_total, huella, recibido_en)
        SELECT gen_random_uuid(), 1, 1, 1, 1, '', '{ahora:O}';
        INSERT INTO claves_de_cobro (clave) SELECT md5(pago_id::text)::uuid FROM pagos WHERE prestamo_id = {prestamo};
        INSERT INTO envio_filas (clave, envio_id, prestamo_id, monto, ocurrido_en, recibido_en, visita, estado, desfase, pago_id)
        SELECT md5(pago_id::text)::uuid, (SELECT min(envio_id::text)::uuid FROM envios), prestamo_id, monto_pagado, fecha_pago, recibido_en, 'pago', 'aplicado', false, pago_id
        FROM pagos WHERE prestamo_id = {prestamo}
        """);

    /// <summary>A page of the signs, which is always a single statement.</summary>
    public async Task<Page<SenalDto>> ListarAsync(SenalFilter? filter = null, PageRequest? page = null)
    {
        var counter = new StatementCounter();
        await using var db = TestDatabase.Context(connection, counter);
        var clock = new FakeTimeProvider(ahora);
        var senales = await new SenalService(db, new UnitOfWork(db, clock), clock)
            .ListarAsync(RequestContext.SystemFor(Oficina.Admin, ahora), filter ?? new(), page ?? Todo, CancellationToken.None);
        Assert.Equal(1, counter.Count);
        return senales;
    }

    private static string Origen(DateTimeOffset cuando, int? usuario) => $$"""{"ahora": "{{cuando:O}}"{{(usuario is null ? "" : $", \"usuario_id\": {usuario}")}}}""";

    private static string Instante(DateTimeOffset? instante) => instante is { } i ? $"'{i:O}'" : "NULL";

    private static string Id(int? id) => id is { } n ? $"{n}" : "NULL";
}
