using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Prosmex.Cli.Adopcion;

/// <summary>A number as PostgreSQL wrote it: the old system's may be longer than any type here holds.</summary>
internal sealed record Cifra(string Text);

/// <summary>
/// The report, for people and for programs at once. Rows are written as they come: there may be as many as there are payments. For people, equal
/// ones are a line with their number and three examples; the JSON has all of them. Its shape is stable; fields may be added.
/// </summary>
internal sealed class AdopcionReport : IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly Stream? _file;
    private readonly Utf8JsonWriter? _json;

    // Plain lines: Spectre would break long ones at the width that it assumes of a file.
    private TextWriter Text => _console.Profile.Out.Writer;

    private const int ExamplesPerGroup = 3;

    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("es-MX");

    private Table? _table;
    private readonly List<Group> _groups = [];

    private AdopcionReport(IAnsiConsole console, Stream? file)
    {
        _console = console;
        _file = file;
        _json = file is null ? null : new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <exception cref="ImpossibleAdopcionException">The file cannot be written.</exception>
    public static AdopcionReport Abrir(IAnsiConsole console, string? ruta)
    {
        try
        {
            return new(console, ruta is null ? null : File.Create(ruta));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ImpossibleAdopcionException("json.archivo", $"No se puede escribir {ruta}: {ex.Message}");
        }
    }

    /// <summary>Starts a report and removes the rest of a failed one.</summary>
    public void Empezar(bool puedeContinuar)
    {
        _groups.Clear();
        if (_json is not null && (_json.BytesCommitted > 0 || _json.BytesPending > 0))
        {
            _json.Reset(Stream.Null);
            _file!.SetLength(0);
            _json.Reset(_file);
        }

        _json?.WriteStartObject();
        _json?.WriteBoolean("puede_continuar", puedeContinuar);
    }

    /// <summary>Begins a list: a heading, and the key under which its rows are.</summary>
    /// <param name="columns">Of a short list, which a terminal shows as a table instead.</param>
    public void Lista(string title, string key, params string[] columns)
    {
        _table = null;
        Text.WriteLine();
        if (columns.Length > 0 && _console.Profile.Out.IsTerminal)
        {
            _table = new Table().RoundedBorder().AddColumn(columns[0]);
            _table.AddColumns([.. columns.Skip(1).Select(c => new TableColumn(c).RightAligned())]);
        }
        else
        {
            Text.WriteLine(title);
        }

        _json?.WriteStartArray(key);
    }

    /// <summary>A row of the list: a line, and its fields.</summary>
    public void Fila(string line, params (string Nombre, object? Valor)[] fields)
    {
        if (_table is null)
        {
            Text.WriteLine(line);
        }
        else
        {
            _table.AddRow([.. fields.Select(c => Markup.Escape(Cell(c.Valor)))]);
        }

        WriteJson(fields);
    }

    /// <summary>A row of a list that is printed as groups: a line each, and under it the first few rows.</summary>
    /// <param name="title">What the group's rows have in common; there are as many titles as kinds, not as rows.</param>
    /// <param name="example">The line of this row.</param>
    public void GroupedRow(string title, string example, params (string Nombre, object? Valor)[] fields)
    {
        var group = _groups.Find(g => g.Title == title);
        if (group is null)
        {
            _groups.Add(group = new(title));
        }

        group.Add(example);
        WriteJson(fields);
    }

    private void WriteJson((string Nombre, object? Valor)[] fields)
    {
        if (_json is null)
        {
            return;
        }

        _json.WriteStartObject();
        foreach (var (nombre, value) in fields)
        {
            switch (value)
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
                    _json.WriteRawValue(c.Text);
                    break;
                default:
                    _json.WriteString(nombre, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        _json.WriteEndObject();
        if (_json.BytesPending > 1 << 16)
        {
            _json.Flush();
        }
    }

    private void WriteGroups()
    {
        foreach (var group in _groups)
        {
            Text.WriteLine($"  {group.Title} ({Number(group.Count)})");
            foreach (var example in group.Examples)
            {
                Text.WriteLine($"      {example}");
            }

            if (group.Count > group.Examples.Count)
            {
                Text.WriteLine($"      … y {Number(group.Count - group.Examples.Count)} más; con --json quedan todas en el archivo");
            }
        }

        _groups.Clear();
    }

    private static string Number(int number) => number.ToString("N0", Culture);

    public void EndOfList(string whenEmpty, bool empty)
    {
        WriteGroups();
        if (_table is not null)
        {
            _console.Write(_table);
        }

        if (empty)
        {
            Text.WriteLine(whenEmpty);
        }

        _json?.WriteEndArray();
    }

    public void Terminar(string conclusion)
    {
        Text.WriteLine();
        Text.WriteLine(conclusion);
        if (_json is not null)
        {
            _json.WriteEndObject();
            _json.Flush();
            _file!.Flush();
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "–",
        Cifra cifra => cifra.Text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public void Dispose()
    {
        _json?.Dispose();
        _file?.Dispose();
    }

    /// <summary>Equal rows: their number, and the first few.</summary>
    private sealed class Group(string title)
    {
        private readonly List<string> _examples = [];

        public string Title => title;

        public int Count { get; private set; }

        public IReadOnlyList<string> Examples => _examples;

        public void Add(string example)
        {
            Count++;
            if (_examples.Count < ExamplesPerGroup)
            {
                _examples.Add(example);
            }
        }
    }
}
