using System.Globalization;
using System.Text.Json;

namespace Prosmex.Domain.Adopcion;

/// <summary>A number as PostgreSQL wrote it: the old system's may be longer than any type here holds.</summary>
internal sealed record Cifra(string Texto);

/// <summary>
/// The report, for people and for programs at once. Rows are written as they come: there may be as many as there are payments.
/// The shape of the JSON is stable; fields may be added.
/// </summary>
internal sealed class Informe : IDisposable
{
    private readonly TextWriter _texto;
    private readonly Stream? _archivo;
    private readonly Utf8JsonWriter? _json;

    private Informe(TextWriter texto, Stream? archivo)
    {
        _texto = texto;
        _archivo = archivo;
        _json = archivo is null ? null : new Utf8JsonWriter(archivo, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <exception cref="AdopcionImposibleException">The file cannot be written.</exception>
    public static Informe Abrir(TextWriter texto, string? ruta)
    {
        try
        {
            return new(texto, ruta is null ? null : File.Create(ruta));
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
    public void Lista(string titulo, string llave)
    {
        _texto.WriteLine();
        _texto.WriteLine(titulo);
        _json?.WriteStartArray(llave);
    }

    /// <summary>A row of the list: a line, and its fields.</summary>
    public void Fila(string linea, params (string Nombre, object? Valor)[] campos)
    {
        _texto.WriteLine(linea);
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
        if (vacia)
        {
            _texto.WriteLine(siVacia);
        }

        _json?.WriteEndArray();
    }

    public void Terminar(string conclusion)
    {
        _texto.WriteLine();
        _texto.WriteLine(conclusion);
        if (_json is not null)
        {
            _json.WriteEndObject();
            _json.Flush();
            _archivo!.Flush();
        }
    }

    public void Dispose()
    {
        _json?.Dispose();
        _archivo?.Dispose();
    }
}
