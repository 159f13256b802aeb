using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>A report over HTTP beside the statement that it sent, with its values written into it as somebody in psql would.</summary>
/// <param name="Http">Median, ms; NaN where it was refused for taking too long.</param>
/// <param name="Sql">Median, ms.</param>
internal sealed record SqlDirecto(string Operacion, double Http, double Sql)
{
    public double Razon => Http / Sql;
}

/// <summary>Finds the statements of a request in the server's log, and runs them by themselves.</summary>
internal sealed partial class SqlDelProducto(Servidor servidor, string base_, Ancla ancla)
{
    private const int Veces = 11;

    public async Task<IReadOnlyList<SqlDirecto>> MedirAsync(IReadOnlyList<Operation> operaciones, CancellationToken cancellationToken)
    {
        if (operaciones.Count == 0)
        {
            return [];
        }

        await servidor.EjecutarAsync("postgres", $"ALTER DATABASE {base_} SET log_min_duration_statement = 0; ALTER DATABASE {base_} SET log_parameter_max_length = -1; ALTER DATABASE {base_} SET log_parameter_max_length_on_error = -1");
        Dictionary<string, string> statements = [];
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(servidor.Conexion(base_)) { Pooling = true };
            await using var registrado = await Proceso.ProductoAsync(connection.ConnectionString, ancla, cancellationToken);
            using var http = new ConexionHttp(registrado.Direccion);
            foreach (var operacion in operaciones)
            {
                http.Pedir(operacion.Crear(0, 0));
                var desde = servidor.LargoDelRegistro;
                http.Pedir(operacion.Crear(0, 0));
                statements[operacion.Nombre] = Extraer(servidor.Registro(desde));
            }
        }
        finally
        {
            await servidor.EjecutarAsync("postgres", $"ALTER DATABASE {base_} RESET ALL");
        }

        var sinRegistro = new NpgsqlConnectionStringBuilder(servidor.Conexion(base_)) { Pooling = true };
        await using var producto = await Proceso.ProductoAsync(sinRegistro.ConnectionString, ancla, cancellationToken);
        List<SqlDirecto> medidas = [];
        foreach (var operacion in operaciones)
        {
            medidas.Add(await MedirAsync(operacion, statements[operacion.Nombre], producto, cancellationToken));
        }

        return medidas;
    }

    // In turns, as everything else; one connection, kept open, as psql has it.
    private async Task<SqlDirecto> MedirAsync(Operation operacion, string sql, Proceso producto, CancellationToken cancellationToken)
    {
        await using var connection = await servidor.AbrirAsync(base_);
        using var http = new ConexionHttp(producto.Direccion);
        List<double> porHttp = [], porSql = [];
        for (var vez = 0; vez < Veces + 2; vez++)
        {
            var empieza = Stopwatch.GetTimestamp();
            http.Pedir(operacion.Crear(0, vez));
            var deHttp = http.Estado == operacion.Estado ? Stopwatch.GetElapsedTime(empieza).TotalMilliseconds : double.NaN;
            empieza = Stopwatch.GetTimestamp();
            await using var orden = new NpgsqlCommand(sql, connection);
            await using (var reader = await orden.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    // As psql, which fetches everything and shows it afterwards.
                }
            }

            if (vez >= 2)
            {
                porHttp.Add(deHttp);
                porSql.Add(Stopwatch.GetElapsedTime(empieza).TotalMilliseconds);
            }
        }

        return new(operacion.Nombre, porHttp.Exists(double.IsNaN) ? double.NaN : porHttp.Order().ElementAt(Veces / 2), porSql.Order().ElementAt(Veces / 2));
    }

    // The longest statement of the request: the others find out who is calling. The server notes a statement when it is over, then its values;
    // of one that took too long first the values.
    private static string Extraer(string registro)
    {
        var sentencia = Ejecuciones().Matches(registro).Concat(Cortadas().Matches(registro)).MaxBy(m => m.Groups["sql"].Length)
            ?? throw new MedicionFallidaException($"The server's log has no statement of the report:\n{registro}");
        var values = Valores().Matches(sentencia.Groups["valores"].Value).ToDictionary(m => m.Groups["n"].Value, m => m.Groups["valor"].Value);
        return Parametro().Replace(sentencia.Groups["sql"].Value.Replace("\n\t", "\n", StringComparison.Ordinal), m => values[m.Groups[1].Value]);
    }

    [GeneratedRegex(@"duration: [\d.]+ ms  execute [^:]*: (?<sql>.*?)\n[^\n\t]*DETAIL:  [Pp]arameters: (?<valores>[^\n]*)", RegexOptions.Singleline)]
    private static partial Regex Ejecuciones();

    [GeneratedRegex(@"CONTEXT:  [^\n]* with parameters: (?<valores>[^\n]*)\n[^\n\t]*STATEMENT:  (?<sql>[^\n]*(?:\n\t[^\n]*)*)")]
    private static partial Regex Cortadas();

    [GeneratedRegex(@"\$(?<n>\d+) = (?<valor>NULL|'(?:[^']|'')*')")]
    private static partial Regex Valores();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parametro();
}
