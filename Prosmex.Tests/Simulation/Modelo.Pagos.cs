namespace Prosmex.Tests.Simulation;

internal sealed partial class Modelo
{
    private static readonly TimeSpan Holgura = TimeSpan.FromMinutes(10);

    private Veredicto Juzgar(Cobrar cobrar)
    {
        List<PagoModelo> nuevos = [];
        List<(int Indice, IReadOnlyCollection<string> Codigos)> malas = [];
        foreach (var (i, fila) in cobrar.Filas.Index())
        {
            // Delivered again: it is the first payment, in its current state.
            if (_pagos.ContainsKey(fila.Pago))
            {
                continue;
            }

            var codigos = JuicioDelPago(fila.Prestamo, fila.Monto, fila.Fecha.Resolver(Ahora));
            if (codigos.Count == 0)
            {
                nuevos.Add(Anotar(fila.Pago, _porClave[fila.Prestamo], fila.Monto, fila.Fecha.Resolver(Ahora)));
            }
            else
            {
                malas.Add((i, codigos));
            }
        }

        var tocados = cobrar.Filas.Select(f => f.Prestamo).Distinct().ToList();
        if (malas.Count == 0)
        {
            return Dictar([], tocados);
        }

        // All or nothing.
        foreach (var pago in Enumerable.Reverse(nuevos))
        {
            Borrar(pago);
        }

        return new(malas[0].Codigos, malas, tocados, []);
    }

    private List<string> JuicioDelPago(int prestamoClave, decimal monto, DateTimeOffset fecha)
    {
        List<string> codigos = [];
        if (Prestamo(prestamoClave) is not { } prestamo)
        {
            codigos.Add("prestamo.no_encontrado");
            return codigos;
        }

        var registrado = Calendario.Dia(prestamo.Registrado);
        var restante = prestamo.Restante;
        Exigir(codigos, restante > 0, "prestamo.cerrado");
        Exigir(codigos, fecha <= Ahora + Holgura, "pago.fecha_futura");
        Exigir(codigos, Calendario.Dia(fecha) >= (registrado < prestamo.Inicio ? registrado : prestamo.Inicio), "pago.fecha_anterior");
        Exigir(codigos, monto <= restante, "pago.excede_restante");
        return codigos;
    }

    private PagoModelo Anotar(int clave, PrestamoModelo prestamo, decimal monto, DateTimeOffset fecha)
    {
        var pago = new PagoModelo(clave, prestamo, monto, fecha);
        prestamo.Anotar(pago);
        Pagos.Add(pago);
        _pagos.Add(clave, pago);
        return pago;
    }

    private void Borrar(PagoModelo ultimo)
    {
        ultimo.Prestamo.Borrar();
        Pagos.RemoveAt(Pagos.Count - 1);
        _pagos.Remove(ultimo.Clave);
    }

    private Veredicto Juzgar(Reversar reversar)
    {
        if (_pagos.GetValueOrDefault(reversar.Pago) is not { } pago)
        {
            return Dictar(["pago.no_encontrado"]);
        }

        var codigos = JuicioDeLaReversa(pago);
        if (codigos.Count == 0)
        {
            pago.Reversado = true;
            if (Reabrio(pago.Prestamo))
            {
                pago.Reversado = false;
                codigos.Add("pago.prestamo_posterior_abierto");
            }
            else
            {
                pago.Prestamo.Asientos++;
            }
        }

        return Dictar(codigos, pago.Prestamo.Clave);
    }

    private Veredicto Juzgar(Corregir corregir)
    {
        if (_pagos.GetValueOrDefault(corregir.Pago) is not { } pago)
        {
            return Dictar(["pago.no_encontrado"]);
        }

        var codigos = JuicioDeLaReversa(pago);
        if (codigos.Count == 0)
        {
            var (prestamo, monto, fecha) = (pago.Prestamo, corregir.Monto ?? pago.Monto, corregir.Fecha?.Resolver(Ahora) ?? pago.Fecha);
            pago.Reversado = true;
            codigos = JuicioDelPago(prestamo.Clave, monto, fecha);
            var enSuLugar = Anotar(corregir.Nuevo, prestamo, monto, fecha);
            if (Reabrio(prestamo))
            {
                codigos.Add("pago.prestamo_posterior_abierto");
            }

            if (codigos.Count == 0)
            {
                prestamo.Asientos++;
            }
            else
            {
                pago.Reversado = false;
                Borrar(enSuLugar);
            }
        }

        return Dictar(codigos, pago.Prestamo.Clave);
    }

    private static List<string> JuicioDeLaReversa(PagoModelo pago)
    {
        List<string> codigos = [];
        Exigir(codigos, !pago.Reversado, "pago.ya_reversado");
        Exigir(codigos, pago.Prestamo.Liquidacion is null, "pago.prestamo_renovado");
        return codigos;
    }

    /// <summary>The loan is open beside another one of the same client.</summary>
    private bool Reabrio(PrestamoModelo prestamo) => !prestamo.Cerrado && _porCliente[prestamo.Cliente].Exists(p => p != prestamo && !p.Cerrado);
}
