using Prosmex.Benchmarks;
using Prosmex.Benchmarks.Medicion;
using Prosmex.Benchmarks.Piso;

// What the product is held against is this program too, started by itself as processes of their own.
switch (args)
{
    case ["piso", var connection, var horas]:
        await Servicio.CorrerAsync(connection, horas);
        return 0;
    case ["vacio", var connection, var puerto]:
        await Vacio.CorrerAsync(connection, puerto);
        return 0;
}

try
{
    return await Corrida.HacerAsync(Ordenes.Leer(args));
}
catch (FormatException ex)
{
    await Console.Error.WriteLineAsync($"{ex.Message}\n{Ordenes.Uso}");
    return 2;
}
catch (MedicionFallidaException ex)
{
    await Console.Error.WriteLineAsync($"FALLA: {ex.Message}");
    return 1;
}
