using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Persistence;
using Prosmex.Functions;
using Prosmex.Functions.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<ErroresMiddleware>();
builder.UseMiddleware<LlamanteMiddleware>();

// The host lets more through than the server here takes by default, and would turn its refusal into a 500; the middleware's is a 413.
builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
try
{
    builder.Services.AddProsmex(builder.Configuration);
    builder.Services.TryAddSingleton(TimeProvider.System);
    using var host = builder.Build();
    return await Comandos.EjecutarAsync(args, host);
}
catch (ConfiguracionInvalidaException ex)
{
    await Console.Error.WriteLineAsync(ex.Message);
    return 1;
}
catch (Exception ex) when (Disponibilidad.Explicar(ex) is { } explicacion)
{
    await Console.Error.WriteLineAsync(explicacion);
    return 1;
}
