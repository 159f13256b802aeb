namespace Prosmex.Domain.Adopcion;

public enum ModoDeAdopcion
{
    /// <summary>Does everything and takes it back: the report is that of a real run.</summary>
    Ensayar,
    Aplicar,
    Deshacer,
}

/// <summary>An argument that <c>adopt</c> does not know, or that lacks its value. The message says which.</summary>
#pragma warning disable CA1032 // Without a message for the operator this exception means nothing.
public sealed class UsoDeAdopcionException(string mensaje) : Exception(mensaje);
#pragma warning restore CA1032

/// <summary>What <c>adopt</c> was asked to do.</summary>
public sealed record OrdenDeAdopcion
{
    public const string Uso =
        "Uso: adopt [--dry-run | --apply | --undo] [--zona-origen ZONA] [--gestores ARCHIVO] [--json ARCHIVO]; --undo admite --force y --exportar ARCHIVO.";

    public ModoDeAdopcion Modo { get; init; }

    /// <summary>Undo although something was written since, after exporting that.</summary>
    public bool Forzar { get; init; }

    /// <summary>Where the report goes as JSON; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>CSV of groups and their gestores; null for none.</summary>
    public string? Gestores { get; init; }

    /// <summary>The time zone in which the old system wrote its timestamps.</summary>
    public string ZonaOrigen { get; init; } = "UTC";

    /// <summary>Where a forced undo writes what is lost; null for a file named after the moment.</summary>
    public string? Exportar { get; init; }

    /// <param name="args">What comes after <c>adopt</c>. What LocalHost takes for itself is passed over.</param>
    /// <exception cref="UsoDeAdopcionException">Unknown, incomplete or contradictory arguments.</exception>
    public static OrdenDeAdopcion Leer(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var orden = new OrdenDeAdopcion();
        ModoDeAdopcion? modo = null;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--dry-run":
                    modo = Elegir(modo, ModoDeAdopcion.Ensayar);
                    break;
                case "--apply":
                    modo = Elegir(modo, ModoDeAdopcion.Aplicar);
                    break;
                case "--undo":
                    modo = Elegir(modo, ModoDeAdopcion.Deshacer);
                    break;
                case "--force":
                    orden = orden with { Forzar = true };
                    break;
                case "--json":
                    orden = orden with { Json = Valor(args, ref i) };
                    break;
                case "--gestores":
                    orden = orden with { Gestores = Valor(args, ref i) };
                    break;
                case "--zona-origen":
                    orden = orden with { ZonaOrigen = Zona(Valor(args, ref i)) };
                    break;
                case "--exportar":
                    orden = orden with { Exportar = Valor(args, ref i) };
                    break;
                case "--port" or "--reloj":
                    i++;
                    break;
                case "--demo":
                    break;
                default:
                    throw new UsoDeAdopcionException($"Argumento desconocido: {args[i]}. {Uso}");
            }
        }

        orden = orden with { Modo = modo ?? ModoDeAdopcion.Ensayar };
        return (orden.Forzar || orden.Exportar is not null) && orden.Modo != ModoDeAdopcion.Deshacer
            ? throw new UsoDeAdopcionException($"--force y --exportar solo van con --undo. {Uso}")
            : orden;
    }

    private static ModoDeAdopcion Elegir(ModoDeAdopcion? antes, ModoDeAdopcion ahora) => antes is null || antes == ahora
        ? ahora
        : throw new UsoDeAdopcionException($"--dry-run, --apply y --undo se excluyen. {Uso}");

    private static string Valor(IReadOnlyList<string> args, ref int i) => ++i < args.Count && !args[i].StartsWith("--", StringComparison.Ordinal)
        ? args[i]
        : throw new UsoDeAdopcionException($"Falta el valor de {args[i - 1]}. {Uso}");

    // Only names of the IANA list: PostgreSQL takes other texts for zones of its own making.
    private static string Zona(string nombre) => TimeZoneInfo.TryFindSystemTimeZoneById(nombre, out var zona) && (nombre == "UTC" || zona.HasIanaId)
        ? nombre
        : throw new UsoDeAdopcionException($"No se conoce la zona horaria «{nombre}» (por ejemplo UTC o America/Mexico_City). {Uso}");
}
