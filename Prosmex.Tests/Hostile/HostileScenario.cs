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
internal sealed class HostileScenario(string connection, Api anonimo)
{
    private static readonly DateTimeOffset Ahora = DateTimeOffset.Parse(Mundo.Reloj, CultureInfo.InvariantCulture).ToUniversalTime();
    private static readonly TimeSpan Jornada = TimeSpan.FromHours(12);

    // Cheap to compare: the cost of a hash is part of it.
    private static readonly string Hash = BCrypt.Net.BCrypt.HashPassword(Mundo.ContrasenaDeTodos, 4);

    private readonly AccessTokens _tokens = new(TestServer.Opciones(connection), new FakeTimeProvider(Ahora));
    private readonly AccessTokens _antes = new(TestServer.Opciones(connection), new FakeTimeProvider(Ahora - (2 * Jornada)));
    private int _ronda;

    /// <summary>People, groups and sessions as they should be; and new clients, loans, payments, cortes, users to sign in.</summary>
    public async Task<Mundo> PrepararAsync()
    {
        _ronda++;
        await Base.EjecutarAsync(connection, Reposicion());
        var (sesiones, prescindibles, vencido, terminado) = await AbrirSesionesAsync();
        using var admin = anonimo.Con(sesiones[6].Acceso);
        if (_ronda == 1)
        {
            // The chain of closed weeks starts here, independent of the first loan.
            (await admin.PostAsync("/verificacion/semanal")).Exito("post", "/verificacion/semanal");
        }

        await PrestarAsync(admin);
        var ids = await IdsAsync();
        return new()
        {
            Sesiones = sesiones,
            Prescindibles = prescindibles,
            Vencido = vencido,
            Terminado = terminado,
            Ids = ids,
            Entradas = [.. Enumerable.Range(1, 6).Select(Entrada)],
            Parejas = [.. ids["clientes_desechables"].Select(c => (c, ids["avales"].First(a => a != c)))],
        };
    }

    private const string Limite = """{"limite":"semanas_para_renovar","valor":9}""";

    private const string Roles = "{1,2,3,4,5,6}";

    private string Entrada(int n) => $"entra-{_ronda}-{n}";

    private string Reposicion()
    {
        var personas = string.Join(",\n", Enumerable.Range(1, 6).SelectMany(rol => new[] { (Id: Mundo.Persona(rol), rol), (Id: Mundo.Suplente(rol), rol) })
            .Select(p => $"({p.Id}, '{Centinelas.Nombre}', 'P', 'M', 'persona-{p.Id}', '{Hash}', {p.rol}, true, false)"));
        var entradas = string.Join(",\n", Enumerable.Range(1, 6).Select(n => $"('{Centinelas.Nombre}', 'P', 'M', '{Entrada(n)}', '{Hash}', {((n - 1) % 5) + 1}, true, false)"));
        return $"""
            DELETE FROM intentos_de_acceso;
            DELETE FROM bono WHERE entrega_max - entrega_min > 100000;
            UPDATE usuarios SET usuario = 'apartado-' || id WHERE usuario_normalizado LIKE 'persona-%' AND usuario_normalizado <> 'persona-' || id;
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            OVERRIDING SYSTEM VALUE VALUES {personas}
            ON CONFLICT (id) DO UPDATE SET usuario = excluded.usuario, contrasena = excluded.contrasena, rol_id = excluded.rol_id, activo = true, excepcion_adopcion = false;
            SELECT setval(pg_get_serial_sequence('usuarios', 'id'), 2000) WHERE {_ronda} = 1;
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion) VALUES {entradas};

            -- A phone whose session is gone: what it never sent can be given up.
            INSERT INTO telefonos (usuario_id, huella, clave, nombre, version, registrado_en, ultimo_contacto, por_enviar_filas, por_enviar_total)
            VALUES ({Mundo.Persona(1)}, sha256('{_ronda}'), sha256('clave'), '{Centinelas.Nombre}', '1.0.0', now(), now(), 3, 150);

            INSERT INTO rutas (ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor) OVERRIDING SYSTEM VALUE
            VALUES (101, '{Centinelas.Nombre}', {Mundo.Persona(4)}, {Mundo.Persona(3)}), (102, '{Centinelas.Nombre}', NULL, NULL)
            ON CONFLICT (ruta_id) DO UPDATE SET usuario_id_gerente = excluded.usuario_id_gerente, usuario_id_supervisor = excluded.usuario_id_supervisor;
            SELECT setval(pg_get_serial_sequence('rutas', 'ruta_id'), 200) WHERE {_ronda} = 1;
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id, usuario_id_titular, usuario_id_gestor) OVERRIDING SYSTEM VALUE
            VALUES ({Mundo.Grupo}, '{Centinelas.Nombre}', 101, {Mundo.Persona(2)}, {Mundo.Persona(1)}), ({Mundo.GrupoAjeno}, '{Centinelas.Nombre}', 102, NULL, NULL)
            ON CONFLICT (grupo_id) DO UPDATE SET ruta_id = excluded.ruta_id, usuario_id_titular = excluded.usuario_id_titular, usuario_id_gestor = excluded.usuario_id_gestor;
            SELECT setval(pg_get_serial_sequence('grupos', 'grupo_id'), 200) WHERE {_ronda} = 1;
            INSERT INTO rutas (nombre_ruta) VALUES ('{Centinelas.Nombre}');
            INSERT INTO grupos (nombre_grupo, ruta_id) VALUES ('{Centinelas.Nombre}', 102);

            -- To answer, by anybody who sees the group, and to take back.
            INSERT INTO solicitudes (tipo, operacion, contenido, cambios, solicitante_id, pedida_en, expira_en, aprobadores, roles, grupo_id, estado)
            SELECT 'cambio_de_limite', 'LimitesFijar', '{Limite}', '[]', CASE WHEN n > 4 THEN {Mundo.Persona(6)} ELSE {Mundo.Suplente(6)} END, now(), now() + interval '9 years',
                   1, '{Roles}', {Mundo.Grupo}, 'pendiente'
            FROM generate_series(1, 7) n;

            -- A week to come without collection, to be taken back.
            WITH declarada AS (
                INSERT INTO semanas_sin_cobranza (semana, grupo_id, motivo, usuario_id, declarada_en)
                VALUES (date '2027-01-04' + 7 * {_ronda}, {Mundo.GrupoAjeno}, '{Centinelas.Nombre}', {Mundo.Persona(6)}, now()) RETURNING id, semana, grupo_id)
            INSERT INTO grupos_sin_cobranza (semana, grupo_id, declaracion_id) SELECT semana, grupo_id, id FROM declarada;

            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT '{Centinelas.Nombre}', 'P' || n, 'M', 'C', '01000', '{Centinelas.Ine}' || n, 'viudo', 0, 'rentada', true, CASE n WHEN 1 THEN {Mundo.GrupoAjeno} ELSE {Mundo.Grupo} END
            FROM generate_series(1, 12) n;
            INSERT INTO expedientes (cliente_id, telefono) SELECT cliente_id, '+523312345678' FROM clientes_avales ORDER BY cliente_id DESC LIMIT 12;
            INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id) SELECT {Mundo.Persona(1)} + n, '{Mundo.Reloj}', -1, 2, 3, 0, 0, 0, 0 FROM generate_series(0, 5) n;
            INSERT INTO bono (monto, entrega_min, entrega_max, fallas) SELECT 100, d, d + 5, 1 FROM (VALUES ({100_000 + (10 * _ronda)})) v (d)
            WHERE NOT EXISTS (SELECT FROM bono WHERE entrega_min <= d + 10 AND entrega_max >= d - 10)
            """;
    }

    private async Task<(Dictionary<int, TokensDeSesion> Sesiones, Dictionary<int, TokensDeSesion[]> Prescindibles, string Vencido, string Terminado)> AbrirSesionesAsync()
    {
        List<Sesion> nuevas = [];
        var numero = 0;
        TokensDeSesion Nueva(int usuario, AccessTokens emisor, DateTimeOffset desde)
        {
            var refresco = $"{Centinelas.Token}-{_ronda}-{++numero}";
            var sesion = Sesion.Abrir(usuario, Sesion.HashDe(refresco), desde, Jornada);
            nuevas.Add(sesion);
            return new(emisor.Issue(sesion), refresco);
        }

        var roles = Enumerable.Range(1, 6).ToList();
        var sesiones = roles.ToDictionary(rol => rol, rol => Nueva(Mundo.Persona(rol), _tokens, Ahora));
        var prescindibles = roles.ToDictionary(rol => rol, rol => Enumerable.Range(0, 4).Select(_ => Nueva(Mundo.Suplente(rol), _tokens, Ahora)).ToArray());
        var vencido = Nueva(Mundo.Persona(6), _antes, Ahora - (2 * Jornada));
        var terminado = Nueva(Mundo.Persona(6), _tokens, Ahora);

        await using var db = Base.Contexto(connection);
        await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(),
            _ =>
            {
                db.Sesiones.AddRange(nuevas);
                return Task.FromResult(0);
            },
            TestContext.Current.CancellationToken);
        using var quien = anonimo.Con(terminado.Acceso);
        (await quien.PostAsync("/auth/logout")).Exito("post", "/auth/logout");
        return (sesiones, prescindibles, vencido.Acceso, terminado.Acceso);
    }

    /// <summary>
    /// Through the API, so that the books are right: an old loan that can be renewed, two that are paid on, one without payments; money por aclarar.
    /// </summary>
    private async Task PrestarAsync(Api admin)
    {
        var clientes = await NumerosAsync("SELECT cliente_id FROM clientes_avales ORDER BY 1 DESC LIMIT 5");
        var filas = new JsonArray([.. Enumerable.Range(0, 4).Select(n => new JsonObject
        {
            ["cliente_id"] = clientes[n],
            ["aval_id"] = clientes[4],
            ["tipo_prestamo_id"] = 1,
            ["monto_prestamo"] = 1000,
            ["fecha_inicio"] = n == 0 ? "2026-09-01" : Mundo.Hoy,
        })]);
        var creados = (await admin.PostAsync("/prestamos", filas)).Exito("post", "/prestamos").Data["created"]!.AsArray().Select(c => (int)c!["prestamo_id"]!).ToList();
        var semanal = (decimal)(await admin.GetAsync($"/prestamos/{creados[0]}/cobranza-ideal")).Exito("get", "/prestamos/{id}/cobranza-ideal").Data["cobranza_ideal"]!;
        var pagos = Enumerable.Range(0, 9).Select(n => new JsonObject { ["prestamo_id"] = creados[0], ["monto_pagado"] = semanal, ["fecha_pago"] = $"2026-09-{n + 10}" })
            .Concat(creados[1..3].Select(p => new JsonObject { ["prestamo_id"] = p, ["monto_pagado"] = 50 }));
        (await admin.PostAsync("/pagos", new JsonArray([.. pagos]))).Exito("post", "/pagos");

        // Unassigned money, to be applied, returned and written off.
        var deNadie = Enumerable.Range(900_000, 4).Select(p => Telefono.Fila(p, 1, Ahora));
        await admin.RecibidoAsync(Telefono.Envio(deNadie), Mundo.Grupo);
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
        await using var orden = source.CreateCommand(Sql);
        await using var reader = await orden.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            ids[reader.GetString(0)] = reader.GetFieldValue<int[]>(1);
        }

        return ids;
    }

    private async Task<List<int>> NumerosAsync(string sql) =>
        [.. await Base.ValorAsync<int[]>(connection, $"SELECT array({sql})")];
}
