namespace Prosmex.Tests.Simulation;

/// <summary>What must come of an operation.</summary>
/// <param name="Codigos">The refusals that apply, of which the program may say any; none where it is accepted.</param>
/// <param name="Malas">Of a batch, the bad rows and what may be said of each.</param>
/// <param name="Tocados">Keys of the loans to look at afterwards, also where nothing may have changed or nothing is left.</param>
/// <param name="Cierres">The weeks that are closed by it.</param>
internal sealed record Veredicto(
    IReadOnlyCollection<string> Codigos, IReadOnlyList<(int Indice, IReadOnlyCollection<string> Codigos)> Malas, IReadOnlyList<int> Tocados, IReadOnlyList<CierreDePrueba> Cierres)
{
    public bool Aceptado => Codigos.Count == 0;
}

/// <summary>A closed week: its Monday, and its number of faltas and vencidos. Null where the source keeps no faltas.</summary>
internal readonly record struct CierreDePrueba(DateOnly Lunes, int? Faltas, int Vencidos);

/// <summary>The lender in plain C#, written only from the business rules: it judges each operation and applies the accepted ones.</summary>
internal sealed partial class Modelo(int semanasParaRenovar)
{
    private static readonly DateOnly PrimerInicio = new(2000, 1, 1);

    private readonly Dictionary<int, PrestamoModelo> _porClave = [];
    private readonly Dictionary<int, List<PrestamoModelo>> _porCliente = [];
    private readonly Dictionary<int, PagoModelo> _pagos = [];

    public DateTimeOffset Ahora { get; set; }

    public DateOnly Hoy => Calendario.Dia(Ahora);

    /// <summary>Loans that exist, in the order of their grant.</summary>
    public List<PrestamoModelo> Prestamos { get; } = [];

    /// <summary>Collections in the order of their arrival, reversed ones too.</summary>
    public List<PagoModelo> Pagos { get; } = [];

    /// <summary>Mondays, oldest first.</summary>
    public List<DateOnly> Cerradas { get; } = [];

    public DateOnly? Cerrada => Cerradas.Count == 0 ? null : Cerradas[^1];

    public PrestamoModelo? Prestamo(int clave) => _porClave.GetValueOrDefault(clave);

    public PagoModelo? Pago(int clave) => _pagos.GetValueOrDefault(clave);

    public PrestamoModelo? Abierto(int cliente)
    {
        foreach (var prestamo in _porCliente.GetValueOrDefault(cliente) ?? [])
        {
            if (!prestamo.Cerrado)
            {
                return prestamo;
            }
        }

        return null;
    }

    public Veredicto Juzgar(Operation operacion) => operacion switch
    {
        Conceder conceder => Juzgar(conceder),
        Cobrar cobrar => Juzgar(cobrar),
        Reversar reversar => Juzgar(reversar),
        Corregir corregir => Juzgar(corregir),
        Editar editar => Juzgar(editar),
        Eliminar eliminar => Juzgar(eliminar),
        Declarar declarar => Juzgar(declarar),
        QuitarDeclaracion quitar => Juzgar(quitar),
        Mudar mudar => Juzgar(mudar),
        Cerrar => CerrarPendientes(),
        _ => throw new InvalidOperationException(operacion.ToString()),
    };

    private static Veredicto Dictar(IReadOnlyCollection<string> codigos, params IReadOnlyList<int> tocados) => new(codigos, [], tocados, []);

    private Veredicto Juzgar(Conceder conceder)
    {
        List<PrestamoModelo> nuevos = [];
        List<int> tocados = [];
        List<(int Indice, IReadOnlyCollection<string> Codigos)> malas = [];
        foreach (var (i, fila) in conceder.Filas.Index())
        {
            var anterior = Abierto(fila.Cliente);
            tocados.Add(fila.Prestamo);
            if (anterior is not null)
            {
                tocados.Add(anterior.Clave);
            }

            List<string> codigos = [];
            Exigir(codigos, fila.Inicio is null || EnRango(fila.Inicio.Value), "solicitud.invalida");
            if (anterior is not null)
            {
                Exigir(codigos, anterior.SemanaActiva >= semanasParaRenovar, "prestamo.no_renovable");
                Exigir(codigos, anterior.Restante <= fila.Monto, "prestamo.no_cubre_saldo");
                Exigir(codigos, EsPosterior(anterior, fila.Inicio ?? Hoy), "prestamo.renovacion_anterior_al_ultimo_pago");
            }

            if (codigos.Count == 0)
            {
                nuevos.Add(Conceder(fila, anterior));
            }
            else
            {
                malas.Add((i, codigos));
            }
        }

        if (malas.Count == 0)
        {
            return Dictar([], tocados);
        }

        // All or nothing.
        for (var i = nuevos.Count - 1; i >= 0; i--)
        {
            Quitar(nuevos[i]);
            if (nuevos[i].Renueva is { } anterior)
            {
                (anterior.Liquidacion, anterior.Asientos) = (null, anterior.Asientos - 1);
            }
        }

        return new(conceder.Filas.Count == 1 ? malas[0].Codigos : ["prestamo.lote_rechazado"], malas, tocados, []);
    }

    private PrestamoModelo Conceder(FilaDePrestamo fila, PrestamoModelo? anterior)
    {
        var nuevo = new PrestamoModelo(fila.Prestamo, fila.Cliente, Ahora, anterior, lunes => SinCobranza(fila.Cliente, lunes)) { Inicio = fila.Inicio ?? Hoy };
        nuevo.FijarTerminos(fila.Monto, fila.Producto);
        if (anterior is not null)
        {
            anterior.Liquidacion = (anterior.Restante, FechaDeLiquidacion(anterior, nuevo.Inicio));
            anterior.Asientos++;
        }

        Prestamos.Add(nuevo);
        _porClave.Add(nuevo.Clave, nuevo);
        if (!_porCliente.TryGetValue(nuevo.Cliente, out var suyos))
        {
            _porCliente.Add(nuevo.Cliente, suyos = []);
        }

        suyos.Add(nuevo);
        return nuevo;
    }

    private void Quitar(PrestamoModelo prestamo)
    {
        Prestamos.Remove(prestamo);
        _porClave.Remove(prestamo.Clave);
        _porCliente[prestamo.Cliente].Remove(prestamo);
    }

    private static bool EsPosterior(PrestamoModelo anterior, DateOnly inicio) => !(anterior.UltimoIngreso is { } ultimo && inicio < Calendario.Dia(ultimo));

    // The rules leave the hour of a settlement open: it is that of the renewal's start, but money that came in later that day was there before it.
    private DateTimeOffset FechaDeLiquidacion(PrestamoModelo anterior, DateOnly inicio)
    {
        var fecha = Calendario.Instante(inicio, Ahora);
        return anterior.UltimoIngreso is { } ultimo && ultimo > fecha ? ultimo : fecha;
    }

    private bool EnRango(DateOnly inicio) => inicio >= PrimerInicio && inicio <= Hoy.AddDays(1);

    private Veredicto Juzgar(Editar editar)
    {
        if (Prestamo(editar.Prestamo) is not { } prestamo)
        {
            return Dictar(["prestamo.no_encontrado"], editar.Prestamo);
        }

        var (monto, producto, inicio) = (editar.Monto ?? prestamo.Monto, editar.Producto ?? prestamo.Producto, editar.Inicio ?? prestamo.Inicio);
        var (otrosTerminos, otroInicio) = (monto != prestamo.Monto || producto != prestamo.Producto, inicio != prestamo.Inicio);
        List<string> codigos = [];
        Exigir(codigos, !prestamo.Cerrado, "prestamo.cerrado");
        Exigir(codigos, !otrosTerminos || prestamo.Pagos.Count == 0, "prestamo.con_pagos");
        Exigir(codigos, monto >= (prestamo.Renueva?.Liquidacion?.Monto ?? 0), "prestamo.no_cubre_saldo");
        Exigir(codigos, !otroInicio || EnRango(inicio), "solicitud.invalida");
        Exigir(codigos, !otroInicio || prestamo.Pagos.All(p => p.Reversado || p.Dia >= inicio), "prestamo.pago_anterior_al_inicio");
        Exigir(codigos, !otroInicio || prestamo.Renueva is not { Liquidacion: not null } renovado || EsPosterior(renovado, inicio), "prestamo.renovacion_anterior_al_ultimo_pago");
        if (codigos.Count == 0)
        {
            prestamo.Inicio = inicio;
            prestamo.FijarTerminos(monto, producto);
            if (otroInicio && prestamo.Renueva is { Liquidacion: { } liquidacion } anterior)
            {
                // The settlement moves along: a reversal and a new entry.
                anterior.Liquidacion = (liquidacion.Monto, FechaDeLiquidacion(anterior, inicio));
                anterior.Asientos += 2;
            }
        }

        return Dictar(codigos, [prestamo.Clave, .. Anteriores(prestamo)]);
    }

    private Veredicto Juzgar(Eliminar eliminar)
    {
        if (Prestamo(eliminar.Prestamo) is not { } prestamo)
        {
            return Dictar(["prestamo.no_encontrado"], eliminar.Prestamo);
        }

        List<string> codigos = [];
        Exigir(codigos, prestamo.Liquidacion is null, "prestamo.renovado");
        Exigir(codigos, prestamo.Pagos.Count == 0, "prestamo.con_pagos");
        if (codigos.Count == 0)
        {
            Quitar(prestamo);
            if (prestamo.Renueva is { } anterior)
            {
                (anterior.Liquidacion, anterior.Asientos) = (null, anterior.Asientos + 1);
            }
        }

        return Dictar(codigos, [prestamo.Clave, .. Anteriores(prestamo)]);
    }

    private Veredicto CerrarPendientes()
    {
        List<CierreDePrueba> cierres = [];
        var lunes = Cerrada?.AddDays(7) ?? (Prestamos.Count == 0 ? Calendario.Lunes(Hoy).AddDays(-7) : Calendario.Lunes(Prestamos.Min(p => p.Inicio)));
        for (; Calendario.Inicio(lunes.AddDays(7)) <= Ahora; lunes = lunes.AddDays(7))
        {
            var antes = Cerrada;
            Cerradas.Add(lunes);
            cierres.Add(new(
                lunes,
                Prestamos.Count(p => p.FaltaEn(lunes)),
                Prestamos.Count(p => p.Status(antes) == "activo" && p.Status(lunes) == "vencido")));
        }

        return new([], [], [], cierres);
    }

    private static void Exigir(List<string> codigos, bool condicion, string codigo)
    {
        if (!condicion)
        {
            codigos.Add(codigo);
        }
    }

    private static int[] Anteriores(PrestamoModelo prestamo) => prestamo.Renueva is { } anterior ? [anterior.Clave] : [];
}
