using Microsoft.Azure.Functions.Worker.Builder;
using Prosmex.Domain.Persistence;
using Prosmex.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
try
{
    using var host = builder.UseProsmex().Build();
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
