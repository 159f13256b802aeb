using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;

try
{
    return await Comandos.EjecutarAsync(args, () =>
    {
        var builder = new LocalRuntimeBuilder(LocalOptions.Parse(args), typeof(WorkerApplicationBuilderExtensions).Assembly.GetTypes());
        builder.UseProsmex(builder.Configuration);
        return builder.Build();
    });
}
catch (LocalHostException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
