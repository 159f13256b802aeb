using System.Diagnostics;
using HdrHistogram;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>What one system did with one operation at one number of connections.</summary>
internal sealed class Medida(string sistema, int conexiones)
{
    private static readonly long MaximoEnNanosegundos = (long)TimeSpan.FromMinutes(2).TotalNanoseconds;

    public string Sistema { get; } = sistema;

    public int Conexiones { get; } = conexiones;

    public LongHistogram Tiempos { get; } = Histograma();

    /// <summary>The median of each turn, ms.</summary>
    public List<double> Medianas { get; } = [];

    /// <summary>Answers of another status than the operation's.</summary>
    public int Fallas { get; set; }

    public TimeSpan Duracion { get; set; }

    /// <summary>Of the process, while it was its turn.</summary>
    public Gasto Gasto { get; set; }

    public double BytesPorSolicitud => (double)Gasto.Bytes / Solicitudes;

    public double MicrosegundosPorSolicitud => Gasto.Procesador.TotalMicroseconds / Solicitudes;

    public double PorSegundo => Solicitudes / Duracion.TotalSeconds;

    public long Solicitudes => Tiempos.TotalCount;

    public double Mediana => Milisegundos(Tiempos, 50);

    public double P99 => Milisegundos(Tiempos, 99);

    public static LongHistogram Histograma() => new(MaximoEnNanosegundos, 3);

    public static double Milisegundos(LongHistogram tiempos, double percentil) => tiempos.TotalCount == 0 ? double.NaN : tiempos.GetValueAtPercentile(percentil) / 1e6;
}

/// <summary>Product and floor for the same operation, asked in turns.</summary>
internal sealed record Par(Operation Operacion, int Conexiones, Medida Producto, Medida Piso)
{
    /// <summary>Of the medians of all turns.</summary>
    public double Razon => Producto.Mediana / Piso.Mediana;

    /// <summary>Of the medians turn by turn, so that noise shows.</summary>
    public (double Minima, double Mediana, double Maxima) PorRonda()
    {
        double[] razones = [.. Producto.Medianas.Zip(Piso.Medianas, (a, b) => a / b).Order()];
        return (razones[0], razones[razones.Length / 2], razones[^1]);
    }
}

/// <summary>Asks in turns: a while the product, a while the floor, and again.</summary>
internal sealed class Medidor(Proceso producto, Proceso piso, TimeSpan tramo, int rondas, Sumas sumas)
{
    private const int ConexionesAlCalentar = 4;

    /// <summary>
    /// Asks both for everything, one after the other: what a program runs again and again is compiled three times, and a program of many parts
    /// takes longer to come to an end with that. What is measured is how both are for the rest of the day.
    /// </summary>
    public void Calentar(IReadOnlyCollection<Operation> operaciones)
    {
        for (var vuelta = 0; vuelta < 2; vuelta++)
        {
            foreach (var (operacion, proceso) in operaciones.SelectMany(o => new[] { (o, producto), (o, piso) }))
            {
                using var banco = new Banco(proceso, operacion, ConexionesAlCalentar, sumas);
                banco.Correr(tramo, medida: null);
            }
        }
    }

    public Par Medir(Operation operacion, int conexiones)
    {
        using var deProducto = new Banco(producto, operacion, conexiones, sumas);
        using var dePiso = new Banco(piso, operacion, conexiones, sumas);

        // The data of this one.
        var calentamiento = tramo * 2;
        deProducto.Correr(calentamiento, medida: null);
        dePiso.Correr(calentamiento, medida: null);
        var (a, b) = (new Medida(producto.Nombre, conexiones), new Medida(piso.Nombre, conexiones));
        for (var ronda = 0; ronda < Math.Min(rondas, operacion.RondasComoMucho ?? rondas); ronda++)
        {
            deProducto.Correr(tramo, a);
            dePiso.Correr(tramo, b);
        }

        return new(operacion, conexiones, a, b);
    }
}

/// <summary>The connections to one system, each with a thread of its own while it is its turn.</summary>
internal sealed class Banco(Proceso proceso, Operation operacion, int conexiones, Sumas sumas) : IDisposable
{
    private readonly ConexionHttp[] _conexiones = [.. Enumerable.Range(0, conexiones).Select(_ => new ConexionHttp(proceso.Direccion))];
    private readonly int[] _enviadas = new int[conexiones];

    public void Correr(TimeSpan tramo, Medida? medida)
    {
        var gasto = medida is null ? default : proceso.Gasto;
        var empieza = Stopwatch.GetTimestamp();
        var tiempos = new LongHistogram[conexiones];
        var faults = new int[conexiones];
        Exception? fault = null;
        Thread[] threads =
        [
            .. Enumerable.Range(0, conexiones).Select(i => new Thread(() =>
            {
                try
                {
                    (tiempos[i], faults[i]) = CorrerUna(i, empieza, tramo);
                }
                catch (Exception ex)
                {
                    fault = ex;
                }
            })),
        ];
        Array.ForEach(threads, h => h.Start());
        Array.ForEach(threads, h => h.Join());
        if (fault is not null)
        {
            throw new MedicionFallidaException($"{proceso.Nombre}, {operacion.Nombre}: {fault.Message}");
        }

        if (medida is null)
        {
            return;
        }

        medida.Duracion += Stopwatch.GetElapsedTime(empieza);
        medida.Gasto += proceso.Gasto - gasto;
        var juntos = Medida.Histograma();
        Array.ForEach(tiempos, juntos.Add);
        medida.Tiempos.Add(juntos);
        medida.Medianas.Add(Medida.Milisegundos(juntos, 50));
        medida.Fallas += faults.Sum();
    }

    public void Dispose() => Array.ForEach(_conexiones, c => c.Dispose());

    private (LongHistogram Tiempos, int Fallas) CorrerUna(int i, long empieza, TimeSpan tramo)
    {
        var tiempos = Medida.Histograma();
        var faults = 0;
        do
        {
            var solicitud = operacion.Crear(i, _enviadas[i]++);
            var antes = Stopwatch.GetTimestamp();
            _conexiones[i].Pedir(solicitud);
            tiempos.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(antes).TotalNanoseconds));
            if (_conexiones[i].Estado != operacion.Estado)
            {
                faults++;
            }
            else if (operacion.EsCobro)
            {
                sumas.Anotar(proceso.Nombre, _conexiones[i].Cuerpo.Span);
            }
        }
        while (Stopwatch.GetElapsedTime(empieza) < tramo);
        return (tiempos, faults);
    }
}
