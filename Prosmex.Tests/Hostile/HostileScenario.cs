using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>Puts right what the requests so far have broken, and adds something fresh to break.</summary>
internal sealed class HostileScenario(string connection, Api anonymous)
{
    private static readonly DateTimeOffset Ahora = DateTimeOffset.Parse(World.Clock, CultureInfo.InvariantCulture).ToUniversalTime();
    private static readonly TimeSpan Shift = TimeSpan.FromHours(12);

    // Cheap to compare: the cost of a hash is part of it.
    private static readonly string Hash = BCrypt.Net.BCrypt.HashPassword(World.EveryContrasena, 4);

    private readonly AccessTokens _tokens = new(TestServer.Options(connection), new FakeTimeProvider(Ahora));
    private readonly AccessTokens _antes = new(TestServer.Options(connection), new FakeTimeProvider(Ahora - (2 * Shift)));
    private int _round;

    /// <summary>People, groups and sessions as they should be; and new clients, loans, payments, cortes, users to sign in.</summary>
    public async Task<World> PrepareAsync()
    {
        _round++;
        await TestDatabase.ExecuteAsync(connection, Reset());
        var (sesiones, expendable, vencido, terminado) = await OpenSesionesAsync();
        using var admin = anonymous.With(sesiones[6].AccessToken);
        if (_round == 1)
        {
            // The chain of closed weeks starts here, independent of the first loan.
            (await admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal");
        }

        await PrestarAsync(admin);
        var ids = await IdsAsync();
        return new()
        {
            Sesiones = sesiones,
            Expendable = expendable,
            Vencido = vencido,
            Terminado = terminado,
            Ids = ids,
            SignIns = [.. Enumerable.Range(1, 6).Select(SignIn)],
            Pairs = [.. ids["clientes_desechables"].Select(c => (c, ids["avales"].First(a => a != c)))],
        };
    }

    private const string Limite = """{"limite":"semanas_para_renovar","valor":9}""";

    private const string Roles = "{1,2,3,4,5,6}";

    private string SignIn(int n) => $"entra-{_round}-{n}";

    private string Reset()
    {
        var personas = string.Join(",\n", Enumerable.Range(1, 6).SelectMany(rol => new[] { (Id: World.Persona(rol), rol), (Id: World.Suplente(rol), rol) })
            .Select(p => $"({p.Id}, '{Sentinels.Nombre}', 'P', 'M', 'persona-{p.Id}', '{Hash}', {p.rol}, true, false)"));
        var signIns = string.Join(",\n", Enumerable.Range(1, 6).Select(n => $"('{Sentinels.Nombre}', 'P', 'M', '{SignIn(n)}', '{Hash}', {((n - 1) % 5) + 1}, true, false)"));
        return $"""
            DELETE FROM intentos_de_acceso;
            DELETE FROM bono WHERE entrega_max - entrega_min > 100000;
            UPDATE usuarios SET usuario = 'apartado-' || id WHERE usuario_normalizado LIKE 'persona-%' AND usuario_normalizado <> 'persona-' || id;
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            OVERRIDING SYSTEM VALUE VALUES {personas}
            ON CONFLICT (id) DO UPDATE SET usuario = excluded.usuario, contrasena = excluded.contrasena, rol_id = excluded.rol_id, activo = true, excepcion_adopcion = false;
            SELECT setval(pg_get_serial_sequence('usuarios', 'id'), 2000) WHERE {_round} = 1;
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion) VALUES {signIns};

            -- A phone whose session is gone: what it never sent can be given up.
            INSERT INTO telefonos (usuario_id, huella, clave, nombre, version, registrado_en, ultimo_contacto, por_enviar_filas, por_enviar_total)
            VALUES ({World.Persona(1)}, sha256('{_round}'), sha256('clave'), '{Sentinels.Nombre}', '1.0.0', now(), now(), 3, 150);

            INSERT INTO rutas (ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor) OVERRIDING SYSTEM VALUE
            VALUES (101, '{Sentinels.Nombre}', {World.Persona(4)}, {World.Persona(3)}), (102, '{Sentinels.Nombre}', NULL, NULL)
            ON CONFLICT (ruta_id) DO UPDATE SET usuario_id_gerente = excluded.usuario_id_gerente, usuario_id_supervisor = excluded.usuario_id_supervisor;
            SELECT setval(pg_get_serial_sequence('rutas', 'ruta_id'), 200) WHERE {_round} = 1;
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id, usuario_id_titular, usuario_id_gestor) OVERRIDING SYSTEM VALUE
            VALUES ({World.Grupo}, '{Sentinels.Nombre}', 101, {World.Persona(2)}, {World.Persona(1)}), ({World.GrupoAjeno}, '{Sentinels.Nombre}', 102, NULL, NULL)
            ON CONFLICT (grupo_id) DO UPDATE SET ruta_id = excluded.ruta_id, usuario_id_titular = excluded.usuario_id_titular, usuario_id_gestor = excluded.usuario_id_gestor;
            SELECT setval(pg_get_serial_sequence('grupos', 'grupo_id'), 200) WHERE {_round} = 1;
            INSERT INTO rutas (nombre_ruta) VALUES ('{Sentinels.Nombre}');
            INSERT INTO grupos (nombre_grupo, ruta_id) VALUES ('{Sentinels.Nombre}', 102);

            -- To answer, by anybody who sees the group, and to take back.
            INSERT INTO solicitudes (tipo, operacion, contenido, cambios, solicitante_id, pedida_en, expira_en, aprobadores, roles, grupo_id, estado)
            SELECT 'cambio_de_limite', 'LimitesFijar', '{Limite}', '[]', CASE WHEN n > 4 THEN {World.Persona(6)} ELSE {World.Suplente(6)} END, now(), now() + interval '9 years',
                   1, '{Roles}', {World.Grupo}, 'pendiente'
            FROM generate_series(1, 7) n;

            -- A week to come without collection, to be taken back.
            WITH declarada AS (
                INSERT INTO semanas_sin_cobranza (semana, grupo_id, motivo, usuario_id, declarada_en)
                VALUES (date '2027-01-04' + 7 * {_round}, {World.GrupoAjeno}, '{Sentinels.Nombre}', {World.Persona(6)}, now()) RETURNING id, semana, grupo_id)
            INSERT INTO grupos_sin_cobranza (semana, grupo_id, declaracion_id) SELECT semana, grupo_id, id FROM declarada;

            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT '{Sentinels.Nombre}', 'P' || n, 'M', 'C', '01000', '{Sentinels.Ine}' || n, 'viudo', 0, 'rentada', true, CASE n WHEN 1 THEN {World.GrupoAjeno} ELSE {World.Grupo} END
            FROM generate_series(1, 12) n;
            INSERT INTO expedientes (cliente_id, telefono) SELECT cliente_id, '+523312345678' FROM clientes_avales ORDER BY cliente_id DESC LIMIT 12;
            INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id) SELECT {World.Persona(1)} + n, '{World.Clock}', -1, 2, 3, 0, 0, 0, 0 FROM generate_series(0, 5) n;
            INSERT INTO bono (monto, entrega_min, entrega_max, fallas) SELECT 100, d, d + 5, 1 FROM (VALUES ({100_000 + (10 * _round)})) v (d)
            WHERE NOT EXISTS (SELECT FROM bono WHERE entrega_min <= d + 10 AND entrega_max >= d - 10)
            """;
    }

    private async Task<(Dictionary<int, SesionTokens> Sesiones, Dictionary<int, SesionTokens[]> Expendable, string Vencido, string Terminado)> OpenSesionesAsync()
    {
        List<Sesion> nuevas = [];
        var numero = 0;
        SesionTokens Nueva(int usuario, AccessTokens issuer, DateTimeOffset desde)
        {
            var refreshToken = $"{Sentinels.Token}-{_round}-{++numero}";
            var sesion = Sesion.Abrir(usuario, Sesion.HashDe(refreshToken), desde, Shift);
            nuevas.Add(sesion);
            return new(issuer.Issue(sesion), refreshToken);
        }

        var roles = Enumerable.Range(1, 6).ToList();
        var sesiones = roles.ToDictionary(rol => rol, rol => Nueva(World.Persona(rol), _tokens, Ahora));
        var expendable = roles.ToDictionary(rol => rol, rol => Enumerable.Range(0, 4).Select(_ => Nueva(World.Suplente(rol), _tokens, Ahora)).ToArray());
        var vencido = Nueva(World.Persona(6), _antes, Ahora - (2 * Shift));
        var terminado = Nueva(World.Persona(6), _tokens, Ahora);

        await using var db = TestDatabase.Context(connection);
        await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(),
            _ =>
            {
                db.Sesiones.AddRange(nuevas);
                return Task.FromResult(0);
            },
            TestContext.Current.CancellationToken);
        using var quien = anonymous.With(terminado.AccessToken);
        (await quien.PostAsync("/auth/logout")).Success("post", "/auth/logout");
        return (sesiones, expendable, vencido.AccessToken, terminado.AccessToken);
    }

    /// <summary>
    /// Through the API, so that the books are right: an old loan that can be renewed, two that are paid on, one without payments; money por aclarar.
    /// </summary>
    private async Task PrestarAsync(Api admin)
    {
        var clientes = await NumbersAsync("SELECT cliente_id FROM clientes_avales ORDER BY 1 DESC LIMIT 5");
        var filas = new JsonArray([.. Enumerable.Range(0, 4).Select(n => new JsonObject
        {
            ["cliente_id"] = clientes[n],
            ["aval_id"] = clientes[4],
            ["tipo_prestamo_id"] = 1,
            ["monto_prestamo"] = 1000,
            ["fecha_inicio"] = n == 0 ? "2026-09-01" : World.Today,
        })]);
        var creados = (await admin.PostAsync("/prestamos", filas)).Success("post", "/prestamos").Data["created"]!.AsArray().Select(c => (int)c!["prestamo_id"]!).ToList();
        var semanal = (decimal)(await admin.GetAsync($"/prestamos/{creados[0]}/cobranza-ideal")).Success("get", "/prestamos/{id}/cobranza-ideal").Data["cobranza_ideal"]!;
        var pagos = Enumerable.Range(0, 9).Select(n => new JsonObject { ["prestamo_id"] = creados[0], ["monto_pagado"] = semanal, ["fecha_pago"] = $"2026-09-{n + 10}" })
            .Concat(creados[1..3].Select(p => new JsonObject { ["prestamo_id"] = p, ["monto_pagado"] = 50 }));
        (await admin.PostAsync("/pagos", new JsonArray([.. pagos]))).Success("post", "/pagos");

        // Unassigned money, to be applied, returned and written off.
        var ofNobody = Enumerable.Range(900_000, 4).Select(p => Telefono.Fila(p, 1, Ahora));
        await admin.RecibidoAsync(Telefono.Envio(ofNobody), World.Grupo);
    }

    private async Task<IReadOnlyDictionary<string, int[]>> IdsAsync()
    {
        // Of the latest ones: earlier requests have used up the old ones.
        const string Sql = """
            SELECT 'clientes', array(SELECT cliente_id FROM clientes_avales ORDER BY 1 DESC LIMIT 30)
            UNION ALL SELECT 'clientes_desechables', array(SELECT cliente_id FROM clientes_avales c WHERE grupo_id = 101
                AND NOT EXISTS (SELECT FROM prestamos p WHERE c.cliente_id IN (p.cliente_id, p.aval_id)) ORDER BY 1 DESC LIMIT 10)
            UNION ALL SELECT 'con_expediente', array(SELECT cliente_id FROM clientes_avales JOIN expedientes USING (cliente_id) ORDER BY 1 DESC LIMIT 12)
            UNION ALL SELECT 'avales', array(SELECT cliente_id FROM clientes_avales WHERE grupo_id = 101 AND es_aval ORDER BY 1 DESC LIMIT 5)
            UNION ALL SELECT 'grupos', array(SELECT grupo_id FROM grupos ORDER BY grupo_id > 102, grupo_id DESC LIMIT 5)
            UNION ALL SELECT 'grupos_desechables', array(SELECT grupo_id FROM grupos g WHERE grupo_id > 102
                AND NOT EXISTS (SELECT FROM clientes_avales c WHERE c.grupo_id = g.grupo_id) ORDER BY 1 DESC LIMIT 3)
            UNION ALL SELECT 'rutas', array(SELECT ruta_id FROM rutas ORDER BY ruta_id > 102, ruta_id DESC LIMIT 5)
            UNION ALL SELECT 'rutas_desechables', array(SELECT ruta_id FROM rutas r WHERE ruta_id > 102
                AND NOT EXISTS (SELECT FROM grupos g WHERE g.ruta_id = r.ruta_id) ORDER BY 1 DESC LIMIT 3)
            UNION ALL SELECT 'prestamos', array(SELECT prestamo_id FROM prestamos WHERE status IN ('activo', 'vencido') ORDER BY 1 DESC LIMIT 12)
            UNION ALL SELECT 'prestamos_desechables', array(SELECT prestamo_id FROM prestamos p WHERE status = 'activo'
                AND NOT EXISTS (SELECT FROM pagos g WHERE g.prestamo_id = p.prestamo_id) ORDER BY 1 DESC LIMIT 4)
            UNION ALL SELECT 'pagos', array(SELECT pago_id FROM pagos g WHERE tipo = 'cobro'
                AND NOT EXISTS (SELECT FROM pagos x WHERE x.reversa_de = g.pago_id) ORDER BY 1 DESC LIMIT 12)
            UNION ALL SELECT 'de_golpe', array(SELECT prestamo_id FROM pagos WHERE tipo = 'cobro' AND monto_pagado > 0 GROUP BY 1, recibido_en HAVING count(*) >= 9 ORDER BY 1 DESC LIMIT 4)
            UNION ALL SELECT 'por-aclarar', array(SELECT id FROM por_aclarar WHERE estado = 'pendiente' ORDER BY 1 DESC LIMIT 6)
            UNION ALL SELECT 'semanas-sin-cobranza', array(SELECT id FROM semanas_sin_cobranza ORDER BY 1 DESC LIMIT 6)
            UNION ALL SELECT 'tipos', array(SELECT tipo_prestamo_id FROM tipos_prestamo ORDER BY 1)
            UNION ALL SELECT 'telefonos', array(SELECT id FROM telefonos ORDER BY 1 DESC LIMIT 6)
            UNION ALL SELECT 'solicitudes', array(SELECT id FROM solicitudes WHERE estado = 'pendiente' AND solicitante_id <> 1006 ORDER BY 1 DESC LIMIT 8)
            UNION ALL SELECT 'solicitudes_propias', array(SELECT id FROM solicitudes WHERE estado = 'pendiente' AND solicitante_id = 1006 ORDER BY 1 DESC LIMIT 4)
            UNION ALL SELECT 'bonos', array(SELECT id FROM bono ORDER BY 1 DESC LIMIT 8)
            UNION ALL SELECT 'cortes', array(SELECT id FROM corte ORDER BY 1 DESC LIMIT 12)
            UNION ALL SELECT 'usuarios', array(SELECT id FROM usuarios)
            UNION ALL SELECT 'victimas', array(SELECT id FROM usuarios WHERE id > 2000 ORDER BY 1 DESC LIMIT 6) || 1003
            """;
        Dictionary<string, int[]> ids = [];
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            ids[reader.GetString(0)] = reader.GetFieldValue<int[]>(1);
        }

        return ids;
    }

    private async Task<List<int>> NumbersAsync(string sql) =>
        [.. await TestDatabase.ValueAsync<int[]>(connection, $"SELECT array({sql})")];
}
