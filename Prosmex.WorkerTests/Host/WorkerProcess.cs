using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Prosmex.WorkerTests.Host;

/// <summary>The published app as its own process, started as the host starts it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private WorkerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Exited = ExitAsync();
    }

    /// <summary>What it wrote to the console.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> Exited { get; }

    /// <param name="folder">The folder of the published app.</param>
    /// <param name="settings">The app settings, by the names of environment variables.</param>
    /// <param name="rpc">Where the host listens for the worker.</param>
    public static WorkerProcess Start(string folder, IReadOnlyDictionary<string, string> settings, Uri rpc)
    {
        var worker = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "worker.config.json")))!["description"]!;
        var id = Guid.NewGuid().ToString();
        var start = new ProcessStartInfo(
            (string)worker["defaultExecutablePath"]!,
            [
                Path.Combine(folder, (string)worker["defaultWorkerPath"]!),
                "--functions-uri", rpc.AbsoluteUri, "--functions-worker-id", id, "--functions-request-id", id, "--functions-grpc-max-message-length", $"{int.MaxValue}",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        return new(start);
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
