using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Prosmex.LocalHost.Runtime;

/// <summary>The web application as the program sees it. The private database outlives everything else in it.</summary>
internal sealed class LocalRuntimeHost(WebApplication app, int port, LocalDefaults defaults, TextWriter output) : IHost, IAsyncDisposable
{
    // Kept, because the application's own way to it ends with the first of several disposals.
    private readonly IConfiguration _configuration = app.Configuration;

    public IServiceProvider Services => app.Services;

    /// <summary>Where the server listens, once it does.</summary>
    public Uri Address => new(app.Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        using var banner = app.Lifetime.ApplicationStarted.Register(PrintBanner);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await FailAsync($"El puerto {port} ya está en uso: cierre el otro programa o elija otro con --port N.");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            await FailAsync($"No hay permiso para escuchar en el puerto {port}: elija otro con --port N.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        defaults.ForgetUnusedSignIn(_configuration);
        await app.DisposeAsync();
        await defaults.DisposeAsync();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task FailAsync(string message)
    {
        await DisposeAsync();
        throw new LocalHostException(message);
    }

    private void PrintBanner()
    {
        var address = Address.ToString().TrimEnd('/');
        output.WriteLine($"Prosmex escucha en {address}");
        output.WriteLine($"Panel: {address}/panel. Referencia del API: {address}/docs.");
        foreach (var note in defaults.Notes)
        {
            output.WriteLine(note);
        }

        if (defaults.SignInNote(_configuration) is { } signIn)
        {
            output.WriteLine(signIn);
        }
    }
}
