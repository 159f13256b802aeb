using System.Globalization;
using System.Text;
using Prosmex.Benchmarks.Carga;
using Prosmex.Benchmarks.Medicion;

namespace Prosmex.Benchmarks.Informe;

/// <summary>docs/rendimiento.md and its chart. What stands between the two marks is this program's; the rest is people's, and stays.</summary>
internal static class Documento
{
    private const string Principio = "<!-- medido: begin -->";
    private const string Final = "<!-- medido: end -->";
    private const string Nuevo = $"# Speed\n\n{Principio}\n{Final}\n";

    public static async Task EscribirAsync(Resultado result, Ordenes ordenes)
    {
        var folder = Path.Combine(Raiz(), "docs");
        var file = Path.Combine(folder, "rendimiento.md");
        var antes = File.Exists(file) ? await File.ReadAllTextAsync(file) : Nuevo;
        var (desde, hasta) = (antes.IndexOf(Principio, StringComparison.Ordinal), antes.IndexOf(Final, StringComparison.Ordinal));
        if (desde < 0 || hasta < desde)
        {
            throw new MedicionFallidaException($"{file} has lost its marks {Principio} and {Final}.");
        }

        await File.WriteAllTextAsync(file, $"{antes[..(desde + Principio.Length)]}\n{Medido(result, ordenes)}{antes[hasta..]}");
        await File.WriteAllTextAsync(Path.Combine(folder, "rendimiento.svg"), Grafica.Dibujar(result.De(Escala.Grande) ?? result.Escalas[^1]));
        Console.WriteLine("Escritos docs/rendimiento.md y docs/rendimiento.svg.");
    }

    private static string Medido(Resultado result, Ordenes ordenes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""

            Measured on: {result.Maquina}. Server: fsync on, {string.Join(", ", Servidor.Ajustes.Select(a => $"{a.Key} {a.Value}"))}.
            Client, both programs and PostgreSQL share the cores; product and floor were asked in turns of {ordenes.Tramo.TotalSeconds:0.##} s, {ordenes.Rondas} each, after warming up.
            Times in milliseconds; the ratio is that of the medians, behind it the smallest and the largest of any turn.

            ![Ratio to the floor](rendimiento.svg)

            ### Lines to keep

            | Line | Measured | At most | |
            |---|--:|--:|---|

            """);
        foreach (var criterio in Criterios.De(result))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {criterio.Texto} | {(criterio.Valor switch { null => "–", double.NaN => "refused", { } v => v.ToString("0.00", CultureInfo.InvariantCulture) })} | {criterio.Tope:0.0#} | {criterio.Veredicto} |\n");
        }

        foreach (var escala in result.Escalas)
        {
            Agregar(text, escala);
        }

        if (result.Arranque is { } arranque)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                ### Cold start

                From the start of the process to the first 200 of `GET /health`, the database warm, {arranque.Producto.Count} starts each in turns, medians: product {arranque.DelProducto:0} ms, an empty program with one EF Core query {arranque.DelVacio:0} ms, ratio {arranque.Razon:0.00}.

                """);
        }

        return text.ToString();
    }

    private static void Agregar(StringBuilder text, ResultadoDeEscala escala)
    {
        var e = escala.Escala;
        text.Append(CultureInfo.InvariantCulture, $"""

            ### {e.Nombre}: {e.Grupos:N0} groups, {e.Clientes:N0} clients, {e.Prestamos:N0} loans, {e.Pagos:N0} payments

            | Request | Conn. | Product p50 | p99 | Floor p50 | p99 | Ratio | Product kB | Floor kB | Product CPU µs | Floor CPU µs |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var par in escala.Pares)
        {
            var (minima, _, maxima) = par.PorRonda();
            var (a, b) = (par.Producto, par.Piso);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {par.Operacion.Ruta} | {par.Conexiones} | {a.Mediana:0.00} | {a.P99:0.0} | {b.Mediana:0.00} | {b.P99:0.0} | **{par.Razon:0.00}** ({minima:0.00}–{maxima:0.00}) "
                + $"| {a.BytesPorSolicitud / 1024:0} | {b.BytesPorSolicitud / 1024:0} | {a.MicrosegundosPorSolicitud:0} | {b.MicrosegundosPorSolicitud:0} |{(a.Fallas + b.Fallas > 0 ? $" {a.Fallas + b.Fallas} refused" : "")}\n");
        }

        text.Append("""

            Asked of PostgreSQL by one request, product / floor (statements count BEGIN, COMMIT and what the driver sends by itself; blocks of 8 kB, wherever they were):

            | Request | Statements | Round trips | Rows | Blocks |
            |---|--:|--:|--:|--:|

            """);
        foreach (var operacion in escala.Pares.Select(p => p.Operacion).Distinct())
        {
            var (a, b) = (escala.DelProducto[operacion.Nombre], escala.DelPiso[operacion.Nombre]);
            text.Append(CultureInfo.InvariantCulture, $"| {operacion.Ruta} | {a.Sentencias:0.#} / {b.Sentencias:0.#} | {a.Viajes:0.#} / {b.Viajes:0.#} | {a.Filas:0.#} / {b.Filas:0.#} | {a.Bloques:0} / {b.Bloques:0} |\n");
        }

        if (escala.Cierre is { } cierre)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nWeekly close ({cierre.Faltas:N0} faltas, {cierre.Vencidos:N0} vencidos): product {cierre.Producto:0} ms, floor {cierre.Piso:0} ms, ratio {cierre.Razon:0.00}.\n");
        }

        if (escala.Sql.Count > 0)
        {
            text.Append("\n| Report | Over HTTP | Its SQL alone | Ratio |\n|---|--:|--:|--:|\n");
            foreach (var medida in escala.Sql)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {medida.Operacion} | {(double.IsNaN(medida.Http) ? "refused" : medida.Http.ToString("0.0", CultureInfo.InvariantCulture))} | {medida.Sql:0.0} | {medida.Razon:0.00} |\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{escala.PagosContestados:N0} payments were answered, of {escala.MontoContestado:N2} MXN; so many and so much more stood in the ledger afterwards.\n");
    }

    private static string Raiz()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Prosmex.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Prosmex.sln above the program.");
        }

        return folder;
    }
}
