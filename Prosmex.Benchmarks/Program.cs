using Prosmex.Benchmarks;
using Prosmex.Benchmarks.Medicion;
using Prosmex.Benchmarks.Piso;

// What the product is held against is this program too, started by itself as processes of their own.
switch (args)
{
    case ["piso", var conexion, var horas]:
        await Servicio.CorrerAsync(conexion, horas);
        return 0;
    case ["vacio", var conexion, var puerto]:
        await Vacio.CorrerAsync(conexion, puerto);
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
