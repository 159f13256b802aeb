namespace Prosmex.Tests.Simulation;

/// <summary>What must come of an operation.</summary>
/// <param name="Codigos">The refusals that apply, of which the program may say any; none where it is accepted.</param>
/// <param name="Malas">Of a batch, the bad rows and what may be said of each.</param>
/// <param name="Touched">Keys of the loans to look at afterwards, also where nothing may have changed or nothing is left.</param>
/// <param name="Cierres">The weeks that are closed by it.</param>
internal sealed record Verdict(
    IReadOnlyCollection<string> Codigos, IReadOnlyList<(int Index, IReadOnlyCollection<string> Codigos)> Malas, IReadOnlyList<int> Touched, IReadOnlyList<TestCierre> Cierres)
{
    public bool Aceptado => Codigos.Count == 0;
}

/// <summary>A closed week: its Monday, and its number of faltas and vencidos. Null where the source keeps no faltas.</summary>
internal readonly record struct TestCierre(DateOnly Lunes, int? Faltas, int Vencidos);

/// <summary>The lender in plain C#, written only from the business rules: it judges each operation and applies the accepted ones.</summary>
internal sealed partial class Model(int semanasParaRenovar)
{
    private static readonly DateOnly PrimerInicio = new(2000, 1, 1);

    private readonly Dictionary<int, PrestamoModel> _porClave = [];
    private readonly Dictionary<int, List<PrestamoModel>> _porCliente = [];
    private readonly Dictionary<int, PagoModel> _pagos = [];

    public DateTimeOffset Ahora { get; set; }

    public DateOnly Today => Calendario.Dia(Ahora);

    /// <summary>Loans that exist, in the order of their grant.</summary>
    public List<PrestamoModel> Prestamos { get; } = [];

    /// <summary>Collections in the order of their arrival, reversed ones too.</summary>
    public List<PagoModel> Pagos { get; } = [];

    /// <summary>Mondays, oldest first.</summary>
    public List<DateOnly> Cerradas { get; } = [];

    public DateOnly? Cerrada => Cerradas.Count == 0 ? null : Cerradas[^1];

    public PrestamoModel? Prestamo(int clave) => _porClave.GetValueOrDefault(clave);

    public PagoModel? Pago(int clave) => _pagos.GetValueOrDefault(clave);

    public PrestamoModel? Abierto(int cliente)
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

    public Verdict Judge(Operation operation) => operation switch
    {
        Conceder conceder => Judge(conceder),
        Cobrar cobrar => Judge(cobrar),
        Reversar reversar => Judge(reversar),
        Corregir corregir => Judge(corregir),
        Editar editar => Judge(editar),
        Eliminar eliminar => Judge(eliminar),
        Declarar declarar => Judge(declarar),
        QuitarDeclaracion quitar => Judge(quitar),
        Mudar mudar => Judge(mudar),
        Cerrar => CerrarPendientes(),
        _ => throw new InvalidOperationException(operation.ToString()),
    };

    private static Verdict Decide(IReadOnlyCollection<string> codigos, params IReadOnlyList<int> touched) => new(codigos, [], touched, []);

    private Verdict Judge(Conceder conceder)
    {
        List<PrestamoModel> nuevos = [];
        List<int> touched = [];
        List<(int Index, IReadOnlyCollection<string> Codigos)> malas = [];
        foreach (var (i, fila) in conceder.Filas.Index())
        {
            var anterior = Abierto(fila.Cliente);
            touched.Add(fila.Prestamo);
            if (anterior is not null)
            {
                touched.Add(anterior.Clave);
            }

            List<string> codigos = [];
            Exigir(codigos, fila.Inicio is null || InRange(fila.Inicio.Value), "solicitud.invalida");
            if (anterior is not null)
            {
                Exigir(codigos, anterior.SemanaActiva >= semanasParaRenovar, "prestamo.no_renovable");
                Exigir(codigos, anterior.Restante <= fila.Monto, "prestamo.no_cubre_saldo");
                Exigir(codigos, EsPosterior(anterior, fila.Inicio ?? Today), "prestamo.renovacion_anterior_al_ultimo_pago");
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
            return Decide([], touched);
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

        return new(conceder.Filas.Count == 1 ? malas[0].Codigos : ["prestamo.lote_rechazado"], malas, touched, []);
    }

    private PrestamoModel Conceder(FilaDePrestamo fila, PrestamoModel? anterior)
    {
        var nuevo = new PrestamoModel(fila.Prestamo, fila.Cliente, Ahora, anterior, lunes => SinCobranza(fila.Cliente, lunes)) { Inicio = fila.Inicio ?? Today };
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

    private void Quitar(PrestamoModel prestamo)
    {
        Prestamos.Remove(prestamo);
        _porClave.Remove(prestamo.Clave);
        _porCliente[prestamo.Cliente].Remove(prestamo);
    }

    private static bool EsPosterior(PrestamoModel anterior, DateOnly inicio) => !(anterior.UltimoIngreso is { } ultimo && inicio < Calendario.Dia(ultimo));

    // The rules leave the hour of a settlement open: it is that of the renewal's start, but money that came in later that day was there before it.
    private DateTimeOffset FechaDeLiquidacion(PrestamoModel anterior, DateOnly inicio)
    {
        var fecha = Calendario.Instante(inicio, Ahora);
        return anterior.UltimoIngreso is { } ultimo && ultimo > fecha ? ultimo : fecha;
    }

    private bool InRange(DateOnly inicio) => inicio >= PrimerInicio && inicio <= Today.AddDays(1);

    private Verdict Judge(Editar editar)
    {
        if (Prestamo(editar.Prestamo) is not { } prestamo)
        {
            return Decide(["prestamo.no_encontrado"], editar.Prestamo);
        }

        var (monto, producto, inicio) = (editar.Monto ?? prestamo.Monto, editar.Producto ?? prestamo.Producto, editar.Inicio ?? prestamo.Inicio);
        var (otrosTerminos, otroInicio) = (monto != prestamo.Monto || producto != prestamo.Producto, inicio != prestamo.Inicio);
        List<string> codigos = [];
        Exigir(codigos, !prestamo.Cerrado, "prestamo.cerrado");
        Exigir(codigos, !otrosTerminos || prestamo.Pagos.Count == 0, "prestamo.con_pagos");
        Exigir(codigos, monto >= (prestamo.Renueva?.Liquidacion?.Monto ?? 0), "prestamo.no_cubre_saldo");
        Exigir(codigos, !otroInicio || InRange(inicio), "solicitud.invalida");
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

        return Decide(codigos, [prestamo.Clave, .. Anteriores(prestamo)]);
    }

    private Verdict Judge(Eliminar eliminar)
    {
        if (Prestamo(eliminar.Prestamo) is not { } prestamo)
        {
            return Decide(["prestamo.no_encontrado"], eliminar.Prestamo);
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

        return Decide(codigos, [prestamo.Clave, .. Anteriores(prestamo)]);
    }

    private Verdict CerrarPendientes()
    {
        List<TestCierre> cierres = [];
        var lunes = Cerrada?.AddDays(7) ?? (Prestamos.Count == 0 ? Calendario.Lunes(Today).AddDays(-7) : Calendario.Lunes(Prestamos.Min(p => p.Inicio)));
        for (; Calendario.Inicio(lunes.AddDays(7)) <= Ahora; lunes = lunes.AddDays(7))
        {
            var before = Cerrada;
            Cerradas.Add(lunes);
            cierres.Add(new(
                lunes,
                Prestamos.Count(p => p.FaltaEn(lunes)),
                Prestamos.Count(p => p.Status(before) == "activo" && p.Status(lunes) == "vencido")));
        }

        return new([], [], [], cierres);
    }

    private static void Exigir(List<string> codigos, bool condition, string codigo)
    {
        if (!condition)
        {
            codigos.Add(codigo);
        }
    }

    private static int[] Anteriores(PrestamoModel prestamo) => prestamo.Renueva is { } anterior ? [anterior.Clave] : [];
}
