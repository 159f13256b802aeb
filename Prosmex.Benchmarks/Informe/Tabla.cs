using System.Globalization;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks.Informe;

/// <summary>What the run says on the terminal.</summary>
internal static class Tabla
{
    public static string Encabezado(Escala escala) => string.Create(CultureInfo.InvariantCulture, $"""

        {escala.Nombre}: {escala.Grupos:N0} grupos, {escala.Clientes:N0} clientes, {escala.Prestamos:N0} préstamos, {escala.Pagos:N0} pagos
        {"operación",-24}{"con.",5}{"prod. p50",11}{"p99",9}{"piso p50",11}{"p99",9}{"razón",8}{"por ronda",20}{"prod./s",9}{"piso/s",9}{"fallas",8}
        """);

    public static string Linea(Par par)
    {
        var (minima, mediana, maxima) = par.PorRonda();
        var (a, b) = (par.Producto, par.Piso);
        return string.Create(CultureInfo.InvariantCulture, $"{par.Operacion.Nombre,-24}{par.Conexiones,5}{a.Mediana,11:0.000}{a.P99,9:0.00}{b.Mediana,11:0.000}{b.P99,9:0.00}{par.Razon,8:0.00}{$"{minima:0.00}–{mediana:0.00}–{maxima:0.00}",20}{a.Solicitudes / a.Duracion.TotalSeconds,9:0}{b.Solicitudes / b.Duracion.TotalSeconds,9:0}{a.Fallas + b.Fallas,8}");
    }
}
