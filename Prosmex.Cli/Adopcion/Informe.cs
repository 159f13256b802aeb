using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Prosmex.Cli.Adopcion;

/// <summary>A number as PostgreSQL wrote it: the old system's may be longer than any type here holds.</summary>
internal sealed record Cifra(string Texto);

/// <summary>
/// The report, for people and for programs at once. Rows are written as they come: there may be as many as there are payments.
/// The shape of the JSON is stable; fields may be added.
/// </summary>
internal sealed class Informe : IDisposable
{
    private readonly IAnsiConsole _consola;
    private readonly Stream? _archivo;
    private readonly Utf8JsonWriter? _json;

    // Plain lines: Spectre would break long ones at the width that it assumes of a file.
    private TextWriter Texto => _consola.Profile.Out.Writer;

    private Table? _tabla;

    private Informe(IAnsiConsole consola, Stream? archivo)
    {
        _consola = consola;
        _archivo = archivo;
        _json = archivo is null ? null : new Utf8JsonWriter(archivo, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <exception cref="AdopcionImposibleException">The file cannot be written.</exception>
    public static Informe Abrir(IAnsiConsole consola, string? ruta)
    {
        try
        {
            return new(consola, ruta is null ? null : File.Create(ruta));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AdopcionImposibleException("json.archivo", $"No se puede escribir {ruta}: {ex.Message}");
        }
    }

    /// <summary>Begins; what a report that failed half way left behind is gone.</summary>
    public void Empezar(bool puedeContinuar)
    {
        if (_json is not null && (_json.BytesCommitted > 0 || _json.BytesPending > 0))
        {
            _json.Reset(Stream.Null);
            _archivo!.SetLength(0);
            _json.Reset(_archivo);
        }

        _json?.WriteStartObject();
        _json?.WriteBoolean("puede_continuar", puedeContinuar);
    }

    /// <summary>Begins a list: a heading, and the key under which its rows are.</summary>
    /// <param name="columnas">Of a short list, which a terminal shows as a table instead.</param>
    public void Lista(string titulo, string llave, params string[] columnas)
    {
        _tabla = null;
        Texto.WriteLine();
        if (columnas.Length > 0 && _consola.Profile.Out.IsTerminal)
        {
            _tabla = new Table().RoundedBorder().AddColumn(columnas[0]);
            _tabla.AddColumns([.. columnas.Skip(1).Select(c => new TableColumn(c).RightAligned())]);
        }
        else
        {
            Texto.WriteLine(titulo);
        }

        _json?.WriteStartArray(llave);
    }

    /// <summary>A row of the list: a line, and its fields.</summary>
    public void Fila(string linea, params (string Nombre, object? Valor)[] campos)
    {
        if (_tabla is null)
        {
            Texto.WriteLine(linea);
        }
        else
        {
            _tabla.AddRow([.. campos.Select(c => Markup.Escape(Celda(c.Valor)))]);
        }

        if (_json is null)
        {
            return;
        }

        _json.WriteStartObject();
        foreach (var (nombre, valor) in campos)
        {
            switch (valor)
            {
                case null:
                    _json.WriteNull(nombre);
                    break;
                case bool b:
                    _json.WriteBoolean(nombre, b);
                    break;
                case long n:
                    _json.WriteNumber(nombre, n);
                    break;
                case Cifra c:
                    _json.WritePropertyName(nombre);
                    _json.WriteRawValue(c.Texto);
                    break;
                default:
                    _json.WriteString(nombre, Convert.ToString(valor, CultureInfo.InvariantCulture));
                    break;
            }
        }

        _json.WriteEndObject();
        if (_json.BytesPending > 1 << 16)
        {
            _json.Flush();
        }
    }

    public void FinDeLista(string siVacia, bool vacia)
    {
        if (_tabla is not null)
        {
            _consola.Write(_tabla);
        }

        if (vacia)
        {
            Texto.WriteLine(siVacia);
        }

        _json?.WriteEndArray();
    }

    public void Terminar(string conclusion)
    {
        Texto.WriteLine();
        Texto.WriteLine(conclusion);
        if (_json is not null)
        {
            _json.WriteEndObject();
            _json.Flush();
            _archivo!.Flush();
        }
    }

    private static string Celda(object? valor) => valor switch
    {
        null => "–",
        Cifra cifra => cifra.Texto,
        _ => Convert.ToString(valor, CultureInfo.InvariantCulture)!,
    };

    public void Dispose()
    {
        _json?.Dispose();
        _archivo?.Dispose();
    }
}
