using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Prosmex.Functions;

return await Comandos.EjecutarAsync(args, () =>
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseProsmex(builder.Configuration);
    return builder.Build();
});
