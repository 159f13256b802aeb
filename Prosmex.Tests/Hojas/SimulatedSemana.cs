using System.Globalization;
using System.Text;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.PorAclarar;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Hojas;

/// <summary>
/// A week of some collectors with a bad signal, and of an office that takes payments, corrects and reverses, moves clients, declares weeks without collection and makes cortes
/// meanwhile; a correction after a corte and a write-off need a second user. All actions follow from the seed; only the interleaving of concurrent requests does not, and must not matter.
/// </summary>
internal sealed class SimulatedSemana(Dispatcher dispatcher, int seed, int cobradores, int clientes)
{
    private const int PorGrupo = 40;
    private const int Dias = 6;

    // Monday, 06:00 in Mexico City.
    public static readonly DateTimeOffset Start = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly List<SimulatedPhone> _telefonos = [];
    private readonly Dictionary<int, SimulatedPrestamo> _prestamos = [];
    private readonly HashSet<int> _touched = [];
    private readonly Queue<int> _declaradas = [];
    private CurrentUser _oficina = Oficina.Admin;

    // Approves what needs it.
    private CurrentUser _otra = Oficina.Admin;

    public int Seed => seed;

    public IReadOnlyList<SimulatedPhone> Telefonos => _telefonos;

    /// <summary>Loans with a payment reversed by the office: their balance at an earlier moment cannot be reconstructed.</summary>
    public IReadOnlySet<int> Touched => _touched;

    /// <summary>Cash that the office took out of collectors' custody, by reversals and corrections.</summary>
    public Dictionary<int, decimal> Ajustes { get; } = [];

    /// <summary>Cash that was paid at the office.</summary>
    public decimal EnLaOficina { get; private set; }

    /// <summary>The cash that the office's user should have, according to the product.</summary>
    public Task<decimal> ExpectedInTheOficinaAsync() => dispatcher.ExpectedAsync(_oficina);

    /// <summary>The users, groups, clients and loans of this seed.</summary>
    public async Task SetUpAsync()
    {
        var grupos = Math.Max(2, clientes / PorGrupo);
        var sql = new StringBuilder();
        for (var n = 0; n < cobradores * clientes; n++)
        {
            sql.Append(n == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"({n}, {_random.Next(3, 20)}00)");
        }

        var filas = await dispatcher.ValueAsync<string>($"""
            WITH datos (n, monto) AS (VALUES {sql}),
            gente AS (
                INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
                SELECT 'N', 'P', 'M', 's{seed}-' || c, '', CASE WHEN c <= 0 THEN 6 ELSE 1 END, true, false FROM generate_series(-1, {cobradores}) c ORDER BY c RETURNING id, usuario),
            nuevos AS (
                INSERT INTO grupos (nombre_grupo, ruta_id, usuario_id_gestor)
                SELECT g::text, 1, id FROM gente, generate_series(0, {grupos} - 1) g WHERE usuario NOT IN ('s{seed}-0', 's{seed}--1') RETURNING grupo_id, usuario_id_gestor, nombre_grupo::integer AS g),
            personas AS (
                INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
                SELECT n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, grupo_id
                FROM datos JOIN gente ON usuario = 's{seed}-' || n / {clientes} + 1 JOIN nuevos ON usuario_id_gestor = id AND g = n % {grupos} ORDER BY n
                RETURNING cliente_id, nombre::integer AS n, grupo_id),
            prestados AS (
                INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
                                       numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, excepcion_adopcion)
                SELECT cliente_id, (SELECT max(p.cliente_id) FROM personas p WHERE p.cliente_id <> personas.cliente_id), 1, '2026-11-04', monto, monto, monto * 1.4, monto / 10.0, 14, 0, 0, 'activo', false, '2026-11-04', false
                FROM personas JOIN datos USING (n) ORDER BY n RETURNING prestamo_id, cliente_id, monto_utilidad)
            SELECT string_agg(concat_ws(' ', id, grupo_id, prestamo_id, cliente_id, monto_utilidad), ',' ORDER BY prestamo_id)
            FROM prestados JOIN personas USING (cliente_id) JOIN nuevos USING (grupo_id) JOIN gente ON id = usuario_id_gestor
            """);
        foreach (var fields in filas.Split(',').Select(f => f.Split(' ').Select(c => decimal.Parse(c, CultureInfo.InvariantCulture)).ToArray()))
        {
            var prestamo = new SimulatedPrestamo((int)fields[0], (int)fields[1], (int)fields[2], (int)fields[3], fields[4]);
            _prestamos[prestamo.Id] = prestamo;
        }

        _oficina = Oficina.Admin with { UsuarioId = await dispatcher.ValueAsync<int>($"SELECT id FROM usuarios WHERE usuario = 's{seed}-0'") };
        _otra = Oficina.Admin with { UsuarioId = await dispatcher.ValueAsync<int>($"SELECT id FROM usuarios WHERE usuario = 's{seed}--1'") };
        foreach (var cobrador in _prestamos.Values.Select(p => p.Cobrador).Distinct().Order())
        {
            // Most clocks are right; some are off beyond what is plausible.
            var offset = TimeSpan.FromMinutes(new[] { 0, 0, 3, -8, 45, -300, 60 * 80, -60 * 75 }[_random.Next(8)]);
            _telefonos.Add(new(dispatcher, Dispatcher.Gestor(cobrador), offset, new Random(_random.Next())));
            Ajustes[cobrador] = 0;
        }
    }

    /// <summary>Monday to Saturday: at the end of each day the phones with a signal send while the office works.</summary>
    public async Task WorkAsync()
    {
        for (var dia = 0; dia < Dias; dia++)
        {
            foreach (var telefono in _telefonos)
            {
                Visitar(telefono, dia);
            }

            dispatcher.Clock.SetUtcNow(Start.AddDays(dia).AddHours(13));
            await MomentAsync();
        }
    }

    /// <summary>On Monday: what is left in the phones, what is por aclarar, and the last cortes.</summary>
    public async Task TerminarAsync()
    {
        await Task.WhenAll(_telefonos.Select(t => t.SynchronizeAsync()));
        while (_telefonos.Any(t => t.HayPendientes))
        {
            await Task.WhenAll(_telefonos.Select(t => t.SynchronizeAsync(reliable: true)));
        }

        await AclararAsync();
        await DeclararAsync(Some().Grupo, HoraMexico.Dia(Start));
        foreach (var telefono in _telefonos)
        {
            await dispatcher.CortarAsync(telefono.Cobrador, 0, contado: null);
        }
    }

    // A sixth of the clients each day; some rows are repeated, some for unknown loans, some for the whole balance and more.
    private void Visitar(SimulatedPhone telefono, int dia)
    {
        foreach (var p in _prestamos.Values.Where(p => p.Cobrador == telefono.Cobrador.UsuarioId && (p.Id % Dias == dia || _random.Next(40) == 0)))
        {
            var cuando = Start.AddDays(dia).AddMinutes(_random.Next(720));
            var semanal = p.Total / 14;
            switch (_random.Next(20))
            {
                case 0 or 1 or 2:
                    telefono.Capturar(p.Grupo, p.Id, 0, (Visita)_random.Next(4), cuando);
                    break;
                case 3:
                    telefono.Capturar(p.Grupo, p.Id, p.Total, Visita.Pago, cuando);
                    break;
                case 4:
                    telefono.Capturar(p.Grupo, p.Id, p.Total + _random.Next(1, 500), Visita.Pago, cuando);
                    break;
                case 5:
                    telefono.Capturar(p.Grupo, 1_000_000 + p.Id, Dinero.Redondear(semanal), Visita.Pago, cuando);
                    break;
                default:
                    telefono.Capturar(p.Grupo, p.Id, Dinero.Redondear(semanal * _random.Next(1, 30) / 10), Visita.Pago, cuando);
                    break;
            }
        }
    }

    private async Task MomentAsync()
    {
        List<Func<Task>> pedidos = [.. _telefonos.Where(_ => _random.Next(5) > 1).Select(t => (Func<Task>)(() => t.SynchronizeAsync()))];
        for (var n = _prestamos.Count / 40; n >= 0; n--)
        {
            // Meanwhile some clients pay their whole balance at the office.
            var prestamo = Some();
            pedidos.Add(() => LiquidarAsync(prestamo));
        }

        var (mudado, corregidos) = (Some(), await CorregiblesAsync());
        pedidos.Add(() => dispatcher.ValueAsync<int>($"""
            UPDATE clientes_avales c SET grupo_id = (SELECT max(g.grupo_id) FROM grupos g WHERE g.usuario_id_gestor = {mudado.Cobrador}) WHERE cliente_id = {mudado.Cliente} RETURNING grupo_id
            """));
        foreach (var (pago, prestamo, custodio, monto) in corregidos)
        {
            var nuevo = _random.Next(2) == 0 ? (decimal?)null : Dinero.Redondear(monto / 2);
            _touched.Add(prestamo);
            Ajustes[custodio] += (nuevo ?? 0) - monto;
            pedidos.Add(() => nuevo is { } m ? dispatcher.CorregirAsync(_oficina, _otra, pago, m) : dispatcher.ReversarAsync(_oficina, _otra, pago));
        }

        // Each collector's corte is made while their phones are still sending.
        foreach (var telefono in _telefonos.Where(_ => _random.Next(4) == 0))
        {
            var (gastos, falta) = (_random.Next(4) * 10m, _random.Next(3) == 0 ? 5m : 0);
            var contado = _random.Next(3) == 0 ? (decimal?)null : Math.Max(0, await dispatcher.ExpectedAsync(telefono.Cobrador) - gastos - falta);
            pedidos.Add(() => dispatcher.CortarAsync(telefono.Cobrador, gastos, contado));
        }

        // The running week or the one before is without collection for a group, or has collection after all.
        if (_random.Next(3) > 0)
        {
            var (grupo, dia) = (Some().Grupo, HoraMexico.Dia(Start).AddDays(-7 * _random.Next(2)));
            pedidos.Add(() => DeclararAsync(grupo, dia));
        }
        else if (_declaradas.TryDequeue(out var declaracion))
        {
            pedidos.Add(() => dispatcher.QuitarAsync(_oficina, declaracion));
        }

        await Task.WhenAll(pedidos.Select(p => Task.Run(p)));
    }

    private async Task DeclararAsync(int grupo, DateOnly dia)
    {
        var codigo = await Oficina.CodigoAsync(async () => _declaradas.Enqueue(await dispatcher.DeclararAsync(_oficina, dia, grupo)));
        Assert.Contains(codigo, new[] { Oficina.Hecho, "semana_sin_cobranza.ya_declarada" });
    }

    private async Task AclararAsync()
    {
        var lista = await dispatcher.ValueAsync<string>($"""
            SELECT coalesce(string_agg(id::text, ',' ORDER BY clave), '') FROM por_aclarar WHERE estado = 'pendiente' AND usuario_id IN ({string.Join(',', Ajustes.Keys)})
            """);
        foreach (var id in lista.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
        {
            switch (_random.Next(5))
            {
                case 0 or 1:
                    // Where it fits it is a payment, else it stays.
                    var prestamo = Some();
                    var codigo = await Oficina.CodigoAsync(() => dispatcher.AplicarAsync(_oficina, id, prestamo.Id));
                    Assert.Contains(codigo, new[] { Oficina.Hecho, "prestamo.cerrado", "pago.excede_restante" });
                    break;
                case 2:
                    await dispatcher.CerrarAsync(_oficina, _otra, id, EstadoPorAclarar.Devuelto);
                    break;
                case 3:
                    await dispatcher.CerrarAsync(_oficina, _otra, id, EstadoPorAclarar.Castigado);
                    break;
            }
        }
    }

    private async Task LiquidarAsync(SimulatedPrestamo prestamo)
    {
        var monto = await dispatcher.ValueAsync<decimal>($"SELECT monto_utilidad - pagado FROM prestamos WHERE prestamo_id = {prestamo.Id}");
        var codigo = await Oficina.CodigoAsync(() => dispatcher.PagarAsync(_oficina, prestamo.Id, monto));
        Assert.Contains(codigo, new[] { Oficina.Hecho, "prestamo.cerrado", "pago.excede_restante" });
        lock (_touched)
        {
            EnLaOficina += codigo == Oficina.Hecho ? monto : 0;
        }
    }

    // Payments that collectors sent on earlier days, chosen by key: the same ones in any interleaving.
    private async Task<List<(int Pago, int Prestamo, int Custodio, decimal Monto)>> CorregiblesAsync()
    {
        var claves = _telefonos.SelectMany(t => t.Capturadas).Where(f => f.Monto > 0).OrderBy(_ => _random.Next()).Take(2).Select(f => $"'{f.Clave}'").ToList();
        var filas = claves.Count == 0 ? "" : await dispatcher.ValueAsync<string>($"""
            SELECT coalesce(string_agg(concat_ws(' ', pago_id, prestamo_id, custodio_id, monto_pagado), ',' ORDER BY clave), '')
            FROM pagos p WHERE clave IN ({string.Join(',', claves)}) AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = p.pago_id)
            """);
        return [.. filas.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(' '))
            .Select(c => (int.Parse(c[0], CultureInfo.InvariantCulture), int.Parse(c[1], CultureInfo.InvariantCulture), int.Parse(c[2], CultureInfo.InvariantCulture), decimal.Parse(c[3], CultureInfo.InvariantCulture)))];
    }

    private SimulatedPrestamo Some() => _prestamos.Values.ElementAt(_random.Next(_prestamos.Count));

    private sealed record SimulatedPrestamo(int Cobrador, int Grupo, int Id, int Cliente, decimal Total);
}
