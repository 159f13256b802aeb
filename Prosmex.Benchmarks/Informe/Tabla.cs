using System.Globalization;
using System.Text;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks.Informe;

/// <summary>What the run says on the terminal.</summary>
internal static class Tabla
{
    public static string Encabezado { get; } =
        $"{"operación",-21}{"con.",4}{"prod. ms",10}{"p99",9}{"piso ms",10}{"p99",9}{"razón",7}{"por ronda",18}{"prod./s",8}{"piso/s",7}{"kB",7}{"kB",6}{"CPU µs",9}{"µs",8}{"fallas",7}";

    public static string Escala(Escala escala) =>
        string.Create(CultureInfo.InvariantCulture, $"\n{escala.Nombre}: {escala.Grupos:N0} grupos, {escala.Clientes:N0} clientes, {escala.Prestamos:N0} préstamos, {escala.Pagos:N0} pagos");

    public static string Linea(Par par)
    {
        var (minima, mediana, maxima) = par.PorRonda();
        var (a, b) = (par.Producto, par.Piso);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{par.Operacion.Nombre,-21}{par.Conexiones,4}{a.Mediana,10:0.000}{a.P99,9:0.00}{b.Mediana,10:0.000}{b.P99,9:0.00}{par.Razon,7:0.00}{$"{minima:0.00}–{mediana:0.00}–{maxima:0.00}",18}"
            + $"{a.PorSegundo,8:0}{b.PorSegundo,7:0}{a.BytesPorSolicitud / 1024,7:0}{b.BytesPorSolicitud / 1024,6:0}{a.MicrosegundosPorSolicitud,9:0}{b.MicrosegundosPorSolicitud,8:0}{a.Fallas + b.Fallas,7}");
    }

    public static string Linea(Cierre cierre) => string.Create(
        CultureInfo.InvariantCulture,
        $"Cierre de una semana: producto {cierre.Producto:0.0} ms, piso {cierre.Piso:0.0} ms, razón {cierre.Razon:0.00} ({cierre.Faltas:N0} faltas, {cierre.Vencidos:N0} vencidos)");

    public static string Linea(SqlDirecto medida) => string.Create(
        CultureInfo.InvariantCulture, $"{medida.Operacion}: por HTTP {medida.Http:0.0} ms, su SQL solo {medida.Sql:0.0} ms, razón {medida.Razon:0.00}");

    public static string Linea(Startups arranque) => string.Create(
        CultureInfo.InvariantCulture, $"Arranque en frío: producto {arranque.DelProducto:0} ms, programa vacío {arranque.DelVacio:0} ms, razón {arranque.Razon:0.00}");

    public static string Pedidos(IEnumerable<Operation> operaciones, IReadOnlyDictionary<string, Pedido> producto, IReadOnlyDictionary<string, Pedido> piso)
    {
        var text = new StringBuilder($"{"por solicitud",-21}{"sentencias",11}{"piso",6}{"viajes",8}{"piso",6}{"filas",9}{"piso",9}{"bloques",9}{"piso",9}");
        foreach (var nombre in operaciones.Select(o => o.Nombre))
        {
            var (a, b) = (producto[nombre], piso[nombre]);
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{nombre,-21}{a.Sentencias,11:0.#}{b.Sentencias,6:0.#}{a.Viajes,8:0.#}{b.Viajes,6:0.#}{a.Filas,9:0.#}{b.Filas,9:0.#}{a.Bloques,9:0}{b.Bloques,9:0}");
        }

        return text.ToString();
    }
}
