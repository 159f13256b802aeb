namespace Prosmex.Tests.Simulation;

internal sealed partial class Model
{
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    private Verdict Judge(Cobrar cobrar)
    {
        List<PagoModel> nuevos = [];
        List<(int Index, IReadOnlyCollection<string> Codigos)> malas = [];
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

        var touched = cobrar.Filas.Select(f => f.Prestamo).Distinct().ToList();
        if (malas.Count == 0)
        {
            return Decide([], touched);
        }

        // All or nothing.
        foreach (var pago in Enumerable.Reverse(nuevos))
        {
            Erase(pago);
        }

        return new(malas[0].Codigos, malas, touched, []);
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
        Exigir(codigos, fecha <= Ahora + Slack, "pago.fecha_futura");
        Exigir(codigos, Calendario.Dia(fecha) >= (registrado < prestamo.Inicio ? registrado : prestamo.Inicio), "pago.fecha_anterior");
        Exigir(codigos, monto <= restante, "pago.excede_restante");
        return codigos;
    }

    private PagoModel Anotar(int clave, PrestamoModel prestamo, decimal monto, DateTimeOffset fecha)
    {
        var pago = new PagoModel(clave, prestamo, monto, fecha);
        prestamo.Anotar(pago);
        Pagos.Add(pago);
        _pagos.Add(clave, pago);
        return pago;
    }

    private void Erase(PagoModel ultimo)
    {
        ultimo.Prestamo.Erase();
        Pagos.RemoveAt(Pagos.Count - 1);
        _pagos.Remove(ultimo.Clave);
    }

    private Verdict Judge(Reversar reversar)
    {
        if (_pagos.GetValueOrDefault(reversar.Pago) is not { } pago)
        {
            return Decide(["pago.no_encontrado"]);
        }

        var codigos = JuicioDeLaReversa(pago);
        if (codigos.Count == 0)
        {
            pago.Reversado = true;
            if (HasReopened(pago.Prestamo))
            {
                pago.Reversado = false;
                codigos.Add("pago.prestamo_posterior_abierto");
            }
            else
            {
                pago.Prestamo.Asientos++;
            }
        }

        return Decide(codigos, pago.Prestamo.Clave);
    }

    private Verdict Judge(Corregir corregir)
    {
        if (_pagos.GetValueOrDefault(corregir.Pago) is not { } pago)
        {
            return Decide(["pago.no_encontrado"]);
        }

        var codigos = JuicioDeLaReversa(pago);
        if (codigos.Count == 0)
        {
            var (prestamo, monto, fecha) = (pago.Prestamo, corregir.Monto ?? pago.Monto, corregir.Fecha?.Resolver(Ahora) ?? pago.Fecha);
            pago.Reversado = true;
            codigos = JuicioDelPago(prestamo.Clave, monto, fecha);
            var inItsPlace = Anotar(corregir.Nuevo, prestamo, monto, fecha);
            if (HasReopened(prestamo))
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
                Erase(inItsPlace);
            }
        }

        return Decide(codigos, pago.Prestamo.Clave);
    }

    private static List<string> JuicioDeLaReversa(PagoModel pago)
    {
        List<string> codigos = [];
        Exigir(codigos, !pago.Reversado, "pago.ya_reversado");
        Exigir(codigos, pago.Prestamo.Liquidacion is null, "pago.prestamo_renovado");
        return codigos;
    }

    /// <summary>The loan is open beside another one of the same client.</summary>
    private bool HasReopened(PrestamoModel prestamo) => !prestamo.Cerrado && _porCliente[prestamo.Cliente].Exists(p => p != prestamo && !p.Cerrado);
}
