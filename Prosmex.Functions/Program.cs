using Microsoft.Azure.Functions.Worker.Builder;
using Prosmex.Functions;

return await Startup.RunAsync(() =>
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseProsmex(builder.Configuration);
    return builder.Build();
});
