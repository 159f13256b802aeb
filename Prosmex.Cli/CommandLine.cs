using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Prosmex.Cli.Adopcion;
using Prosmex.Cli.Demo;

namespace Prosmex.Cli;

/// <summary>The commands of the program, for its own executable and for LocalHost.</summary>
public static class CommandLine
{
    private const int Misused = 2;

    /// <param name="args">The command and its arguments.</param>
    /// <param name="configure">Gives the settings. Called when a command runs, not for help or a mistyped argument.</param>
    /// <param name="console">Where the command writes.</param>
    /// <param name="clock">Null is the system's.</param>
    /// <returns>The exit code. 0: done, or it can be done; 1: it cannot, or the command is unknown; 2: wrong arguments of <c>adopt</c>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Func<IConfiguration> configure, CommandConsole console, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(console);

        // The help and the errors of the library.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("es-MX");

        var runner = new CommandRunner(configure, console, clock ?? TimeProvider.System);
        var adopt = AdoptCommand.Create(runner);
        var root = new RootCommand("Administra la base de datos de Prosmex. La conexión es la de ConnectionStrings__Prosmex.")
        {
            MigrateCommand.Create(runner), adopt, AdminCommand.Create(runner), DemoCommand.Create(runner), FinancieraCommand.Create(runner), runner.Lender,
        };

        // A file name may begin with "@".
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = console.Output, Error = console.Error });
        return parsed.Action is ParseErrorAction && parsed.CommandResult.Command == adopt ? Misused : code;
    }
}
