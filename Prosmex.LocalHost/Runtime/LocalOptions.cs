using System.Globalization;

namespace Prosmex.LocalHost.Runtime;

/// <summary>The options of LocalHost itself, as opposed to those of the program it runs.</summary>
internal sealed record LocalOptions
{
    public const int DefaultPort = 7071;

    public const string Usage =
        """
        Sin comando sirve en http://localhost:7071, sobre una base privada que prepara sola.
          --port N             escucha en otro puerto (0: uno libre)
          --reloj INSTANTE     un reloj quieto (2026-11-18T12:00:00-06:00) o corrido (+36h)
          --demo               usa la base prosmex_demo y la llena con una financiera inventada
        Estas opciones también van con los comandos:

        """;

    private static readonly string[] HelpNames = ["--help", "-h", "-?", "/?", "/h"];

    /// <summary>The folder of host.json, local.settings.json and <c>.prosmex</c>.</summary>
    public string Root { get; init; } = FindRoot();

    /// <summary>0 takes a free port; null leaves it to local.settings.json and then to <see cref="DefaultPort"/>.</summary>
    public int? Port { get; init; }

    /// <summary>Null is the system's clock.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Uses a separate private database, which the program fills with demo data.</summary>
    public bool Demo { get; init; }

    /// <summary>A command of the program and its arguments; empty to serve.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public bool Help => Command is ["--help", ..];

    /// <summary>Configuration that wins over everything else.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>
    /// Takes <c>--port</c>, <c>--reloj</c> and <c>--demo</c> out of the arguments. If the first argument is not an option, or asks for help, it is a
    /// command of the program, which takes the others.
    /// </summary>
    /// <exception cref="LocalHostException">A malformed value, or an unknown argument without a command.</exception>
    public static LocalOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LocalOptions();
        List<string> command = [];
        for (var i = 0; i < args.Count; i++)
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
                case var help when HelpNames.Contains(help):
                    command.Add("--help");
                    break;
                case var argument when command.Count > 0 || (i == 0 && !argument.StartsWith('-')):
                    command.Add(argument);
                    break;
                default:
                    throw new LocalHostException($"Argumento desconocido: {args[i]} (hay --port N, --reloj INSTANTE, --demo y --help).");
            }
        }

        return options with { Command = command };
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
