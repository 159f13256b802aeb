using System.Globalization;

namespace Prosmex.LocalHost.Runtime;

/// <summary>What LocalHost itself is told, as opposed to the program it runs.</summary>
internal sealed record LocalOptions
{
    public const int DefaultPort = 7071;

    /// <summary>The folder of host.json, local.settings.json and <c>.prosmex</c>.</summary>
    public string Root { get; init; } = FindRoot();

    /// <summary>0 takes a free port; null leaves it to local.settings.json and then to <see cref="DefaultPort"/>.</summary>
    public int? Port { get; init; }

    /// <summary>Null is the system's clock.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>A private database of its own, which the program fills with an invented lender.</summary>
    public bool Demo { get; init; }

    /// <summary>Configuration that wins over everything else.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>
    /// Takes <c>--port</c>, <c>--reloj</c> and <c>--demo</c> out of the arguments. A first argument that is no option is a command of the
    /// program, whose other arguments are not looked at.
    /// </summary>
    /// <exception cref="LocalHostException">A malformed value, or an unknown argument without a command.</exception>
    public static LocalOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LocalOptions();
        var command = args.Count > 0 && !args[0].StartsWith('-');
        for (var i = command ? 1 : 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--port":
                    options = options with { Port = ParsePort(Value(args, ref i)) };
                    break;
                case "--reloj":
                    options = options with { Clock = Clocks.Parse(Value(args, ref i)) };
                    break;
                case "--demo":
                    options = options with { Demo = true };
                    break;
                default:
                    if (!command)
                    {
                        throw new LocalHostException($"Argumento desconocido: {args[i]} (hay --port N, --reloj INSTANTE y --demo).");
                    }

                    break;
            }
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> args, ref int index) => ++index < args.Count
        ? args[index]
        : throw new LocalHostException($"Falta el valor de {args[index - 1]}.");

    internal static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new LocalHostException($"El puerto debe ser un número de 0 a 65535, no «{text}».");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Prosmex.sln")))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
