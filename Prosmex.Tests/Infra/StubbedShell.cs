using System.Diagnostics;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>
/// A copy of infra/ in which its scripts run against stubs: programs of a name that note how they were called and then do what the test says.
/// </summary>
internal sealed class StubbedShell : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prosmex-shell-").FullName;

    public StubbedShell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts need a POSIX shell.");
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        var infra = Path.Combine(Repository.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(infra, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".sh", StringComparison.Ordinal) || f.EndsWith(".sql", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(_folder, "infra", Path.GetRelativePath(infra, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>How the stubs were called, one line each: name and arguments.</summary>
    public IReadOnlyList<string> Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    private string CallsFile => Path.Combine(_folder, "calls");

    /// <param name="name">A program, or a script of the copy by its path from the root.</param>
    /// <param name="body">What it does after it has noted the call.</param>
    public void Stub(string name, string body = "")
    {
        var path = name.Contains('/', StringComparison.Ordinal) ? Path.Combine(_folder, name) : Path.Combine(_folder, "bin", name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"{Path.GetFileName(name)} $*\" >> '{CallsFile}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public (int Status, string Output, string Error) Run(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("sh", [script, .. arguments]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{start.Environment["PATH"]}";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
