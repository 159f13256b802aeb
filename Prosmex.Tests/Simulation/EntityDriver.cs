using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Simulation;

/// <summary>
/// The entities in memory. It does the minimum that the services and the database do around them: finds entities, discards rejected changes, keeps
/// one open loan per client in view. There are no faltas without a database.
/// </summary>
internal sealed class EntityDriver : IDriver
{
    private static readonly Dictionary<int, TipoPrestamo> Tipos =
        Producto.All.ToDictionary(p => p.Id, p => Samples.Tipo(new TestTipo(p.Id, p.Semanas, p.Porcentaje, p.Interes, 1, 1)));

    private static readonly Dictionary<StatusPrestamo, string> Nombres = EnumNames.ByName<StatusPrestamo>().ToDictionary(n => n.Value, n => n.Key);

    private readonly Dictionary<int, CuentaDeEntidad> _cuentas = [];
    private readonly Dictionary<int, Cobro> _cobros = [];
    private readonly Dictionary<int, List<CuentaDeEntidad>> _clientes = [];
    private readonly List<DateOnly> _cerradas = [];
    private SemanasDeEntidad _semanas = new();
    private int _semanasParaRenovar;
    private int _asientos;

    public bool KeepsFaltas => false;

    private Semana? Ultima => _cerradas.Count == 0 ? null : Semana.De(_cerradas[^1]);

    public Task BeginAsync(int clientes, int semanasParaRenovar, DateTimeOffset ahora)
    {
        _cuentas.Clear();
        _cobros.Clear();
        _cerradas.Clear();
        _clientes.Clear();
        _semanas = new();
        foreach (var cliente in Enumerable.Range(1, clientes))
        {
            _clientes.Add(cliente, []);
        }

        (_semanasParaRenovar, _asientos) = (semanasParaRenovar, 0);
        return Task.CompletedTask;
    }

    public Task<ApiResponse> DoAsync(Operation operation, DateTimeOffset ahora)
    {
        try
        {
            return Task.FromResult(Do(operation, _semanas.Complete(Samples.At(ahora, Ultima), _clientes.Keys)));
        }
        catch (DominioException ex)
        {
            return Task.FromResult(new ApiResponse(ex.Error.Codigo, [], []));
        }
    }

    public Task<IReadOnlyList<EstadoDePrestamo>> VerAsync(IReadOnlyCollection<int> prestamos) => Task.FromResult<IReadOnlyList<EstadoDePrestamo>>(
        [.. prestamos.Where(_cuentas.ContainsKey).Select(clave => Ver(_cuentas[clave]))]);

    public Task<IReadOnlyDictionary<int, (decimal Suma, int Asientos)>> SumAsync() => Task.FromResult<IReadOnlyDictionary<int, (decimal Suma, int Asientos)>>(
        _cuentas.Where(c => c.Value.Asientos > 0).ToDictionary(c => c.Key, c => (c.Value.Suma, c.Value.Asientos)));

    public Task<IReadOnlyList<CobroGuardado>> CobrosAsync() => Task.FromResult<IReadOnlyList<CobroGuardado>>(
        [.. _cobros.Select(c => new CobroGuardado(c.Key, c.Value.Cuenta.Clave, c.Value.Pago.FechaPago, c.Value.Pago.MontoPagado, c.Value.Cuenta.Reversado(c.Value.Pago)))]);

    public Task<IReadOnlyList<DateOnly>> CerradasAsync() => Task.FromResult<IReadOnlyList<DateOnly>>(_cerradas);

    private static EstadoDePrestamo Ver(CuentaDeEntidad cuenta)
    {
        var p = cuenta.Prestamo;
        var avance = p.Avance();
        return new(
            cuenta.Clave, p.ClienteId, p.FechaInicio, p.MontoPrestamo, p.MontoPrestamoReal, p.MontoUtilidad, p.CobranzaIdeal, p.NumeroSemanas, p.Pagado, p.Restante, p.NumeroPagos,
            avance.SemanaActiva, avance.AdelantoAcumulado, avance.SemanasQueDebe, Nombres[p.Status], p.FechaCierre, p.RenuevaA, null);
    }

    private ApiResponse Do(Operation operation, WriteContext write)
    {
        switch (operation)
        {
            case Conceder conceder:
                return Conceder(conceder.Filas, write);
            case Cobrar cobrar:
                return Cobrar(cobrar.Filas, write);
            case Reversar reversar:
                Reversar(reversar.Pago, null, write);
                return ApiResponse.Hecho;
            case Corregir corregir:
                Reversar(corregir.Pago, corregir, write);
                return ApiResponse.Hecho;
            case Editar editar:
                Editar(editar, write);
                return ApiResponse.Hecho;
            case Eliminar eliminar:
                Eliminar(Take(eliminar.Prestamo), write);
                return ApiResponse.Hecho;
            case Declarar or QuitarDeclaracion or Mudar:
                _semanas.Do(operation, HoraMexico.Dia(write.Now));
                _semanas.FijarVencidos(_cuentas.Values, Ultima);
                return ApiResponse.Hecho;
            default:
                return Cerrar(write.Now);
        }
    }

    /// <summary>Rows one after the other; if any is bad, the loans are put back as they were.</summary>
    private ApiResponse EnLote<T>(IReadOnlyList<T> filas, IReadOnlyList<CuentaDeEntidad> cuentas, Action<T> act, Action forget, string? codigoDelLote)
    {
        var before = cuentas.Select(c => c.Remember()).ToList();
        List<(int Index, string Codigo)> malas = [];
        foreach (var (i, fila) in filas.Index())
        {
            try
            {
                act(fila);
            }
            catch (DominioException ex)
            {
                malas.Add((i, ex.Error.Codigo));
            }
        }

        if (malas.Count == 0)
        {
            return ApiResponse.Hecho;
        }

        forget();
        before.ForEach(volver => volver());
        return new(filas.Count > 1 && codigoDelLote is not null ? codigoDelLote : malas[0].Codigo, malas, []);
    }

    private ApiResponse Conceder(IReadOnlyList<FilaDePrestamo> filas, WriteContext write)
    {
        List<CuentaDeEntidad> nuevas = [];
        List<CuentaDeEntidad> anteriores = [.. filas.Select(f => Abierta(f.Cliente)).OfType<CuentaDeEntidad>().Distinct()];
        return EnLote(
            filas,
            anteriores,
            fila =>
            {
                var concesion = new Concesion(
                    fila.Cliente, fila.Cliente == 1 ? 2 : 1, Tipos[fila.Producto.Id], fila.Monto, fila.Inicio ?? HoraMexico.Dia(write.Now));
                var anterior = Abierta(fila.Cliente);
                CuentaDeEntidad nueva;
                if (anterior is null)
                {
                    nueva = new(fila.Prestamo, Prestamo.Conceder(concesion, write));
                }
                else
                {
                    var (prestamo, liquidacion) = anterior.Prestamo.Renovar(concesion, write, _semanasParaRenovar, anterior.UltimoIngreso);
                    nueva = new(fila.Prestamo, prestamo);
                    Asentar(anterior, liquidacion);
                }

                Samples.Poner(nueva.Prestamo, nameof(Prestamo.PrestamoId), fila.Prestamo);
                _cuentas.Add(nueva.Clave, nueva);
                _clientes[fila.Cliente].Add(nueva);
                nuevas.Add(nueva);
            },
            () => nuevas.ForEach(Quitar),
            "prestamo.lote_rechazado");
    }

    private ApiResponse Cobrar(IReadOnlyList<FilaDePago> filas, WriteContext write)
    {
        List<int> nuevos = [];
        return EnLote(
            filas,
            [.. filas.Select(f => _cuentas.GetValueOrDefault(f.Prestamo)).OfType<CuentaDeEntidad>().Distinct()],
            fila =>
            {
                if (!_cobros.ContainsKey(fila.Pago))
                {
                    Cobrar(Take(fila.Prestamo), fila.Pago, fila.Monto, Instante(fila.Fecha, write.Now), write);
                    nuevos.Add(fila.Pago);
                }
            },
            () => nuevos.ForEach(n => _cobros.Remove(n)),
            null);
    }

    private void Cobrar(CuentaDeEntidad cuenta, int clave, decimal monto, DateTimeOffset fecha, WriteContext write) =>
        _cobros.Add(clave, new(cuenta, Asentar(cuenta, cuenta.Prestamo.Cobrar(monto, fecha, cuenta.UltimoIngreso, write))));

    private void Reversar(int clave, Corregir? correccion, WriteContext write)
    {
        var cobro = _cobros.GetValueOrDefault(clave) ?? throw new DominioException(PagoErrores.NoEncontrado);
        var cuenta = cobro.Cuenta;
        if (cuenta.Reversado(cobro.Pago))
        {
            throw new DominioException(PagoErrores.YaReversado);
        }

        var (volver, estabaCerrado) = (cuenta.Remember(), cuenta.Prestamo.EstaCerrado);
        try
        {
            Asentar(cuenta, cuenta.Prestamo.Reversar(cobro.Pago, null, null, write));
            if (correccion is not null)
            {
                Cobrar(cuenta, correccion.Nuevo, correccion.Monto ?? cobro.Pago.MontoPagado, correccion.Fecha is { } f ? Instante(f, write.Now) : cobro.Pago.FechaPago, write);
            }

            if (estabaCerrado && !cuenta.Prestamo.EstaCerrado && _clientes[cuenta.Prestamo.ClienteId].Find(c => c != cuenta && !c.Prestamo.EstaCerrado) is { } posterior)
            {
                throw new DominioException(PagoErrores.PrestamoPosteriorAbierto(posterior.Clave));
            }
        }
        catch (DominioException)
        {
            volver();
            _cobros.Remove(correccion?.Nuevo ?? 0);
            throw;
        }
    }

    private void Editar(Editar editar, WriteContext write)
    {
        var cuenta = Take(editar.Prestamo);
        var p = cuenta.Prestamo;
        var inicio = editar.Inicio ?? p.FechaInicio;
        var movido = inicio != p.FechaInicio;
        var volver = cuenta.Remember();
        p.Editar(
            new(p.ClienteId, p.AvalId, Tipos[editar.Producto?.Id ?? p.TipoPrestamoId], editar.Monto ?? p.MontoPrestamo, inicio),
            tienePagos: cuenta.Asientos > 0,
            cuenta.PrimerCobro is { } primero ? HoraMexico.Dia(primero) : null,
            write);
        if (movido && p.RenuevaA is { } clave)
        {
            var anterior = _cuentas[clave];
            try
            {
                var (reversa, nueva) = anterior.Prestamo.MoverRenovacion(anterior.Liquidacion, inicio, anterior.UltimoIngreso, write);
                Asentar(anterior, reversa);
                Asentar(anterior, nueva);
            }
            catch (DominioException)
            {
                volver();
                throw;
            }
        }
    }

    private void Eliminar(CuentaDeEntidad cuenta, WriteContext write)
    {
        if (cuenta.Prestamo.Status == StatusPrestamo.Renovado || cuenta.Asientos > 0)
        {
            throw new DominioException(cuenta.Prestamo.Status == StatusPrestamo.Renovado ? PrestamoErrores.Renovado : PrestamoErrores.ConPagos);
        }

        Quitar(cuenta);
        if (cuenta.Prestamo.RenuevaA is { } clave)
        {
            Asentar(_cuentas[clave], _cuentas[clave].Prestamo.DeshacerRenovacion(_cuentas[clave].Liquidacion, write));
        }
    }

    private ApiResponse Cerrar(DateTimeOffset ahora)
    {
        List<TestCierre> cierres = [];
        var semana = Ultima?.Siguiente ?? Semana.De(_cuentas.Count == 0 ? Semana.De(ahora).Lunes.AddDays(-7) : _cuentas.Values.Min(c => c.Prestamo.FechaInicio));
        for (; semana.Fin <= ahora; semana = semana.Siguiente)
        {
            var vencidos = _cuentas.Values.Select(c => c.Prestamo)
                .Where(p => p.Status == StatusPrestamo.Activo && Semana.De(p.FechaInicio).Lunes.AddDays(7 * p.NumeroSemanas) <= semana.Lunes
                    && !_semanas.SinCobranza(p.ClienteId, semana.Lunes)).ToList();
            vencidos.ForEach(p => Samples.Poner(p, nameof(Prestamo.Status), StatusPrestamo.Vencido));
            _cerradas.Add(semana.Lunes);
            cierres.Add(new(semana.Lunes, null, vencidos.Count));
        }

        return ApiResponse.Hecho with { Cierres = cierres };
    }

    private CuentaDeEntidad Take(int clave) => _cuentas.GetValueOrDefault(clave) ?? throw new DominioException(PrestamoErrores.NoEncontrado);

    private CuentaDeEntidad? Abierta(int cliente) => _clientes[cliente].Find(c => !c.Prestamo.EstaCerrado);

    private void Quitar(CuentaDeEntidad cuenta)
    {
        _cuentas.Remove(cuenta.Clave);
        _clientes[cuenta.Prestamo.ClienteId].Remove(cuenta);
    }

    private Pago Asentar(CuentaDeEntidad cuenta, Pago pago) => cuenta.Asentar(pago, ++_asientos);

    private static DateTimeOffset Instante(Moment moment, DateTimeOffset ahora) =>
        moment.Instante ?? (moment.Dia is { } dia ? HoraMexico.InstanteDe(dia, ahora) : ahora);

    private sealed record Cobro(CuentaDeEntidad Cuenta, Pago Pago);
}
