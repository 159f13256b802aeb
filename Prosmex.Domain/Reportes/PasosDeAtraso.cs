using System.Globalization;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>What the lender does about a loan that is late, from a number of days late on.</summary>
/// <param name="Dias">The first of those days.</param>
/// <param name="Paso">As users read it.</param>
public sealed record PasoDeAtrasoDto(int Dias, string Paso);

/// <summary>The steps of a lender, from the setting <c>Prosmex:Atrasos:Pasos</c>; at least one, by days.</summary>
public sealed record PasosDeAtraso
{
    private const string Setting = "Prosmex:Atrasos:Pasos";
    private const int MaxPasos = 20;
    private const int MaxDias = 9999;
    private const int MaxCharacters = 60;

    private PasosDeAtraso(IReadOnlyList<PasoDeAtrasoDto> pasos) => All = pasos;

    /// <summary>Collectors come every week: a telephone call after the first week missed, the office after a month.</summary>
    public static PasosDeAtraso Default { get; } = new(
        [new(1, "Llamar"), new(8, "Visitar"), new(15, "Visitar con el aval"), new(29, "Turnar al supervisor"), new(57, "Revisar para castigo")]);

    public IReadOnlyList<PasoDeAtrasoDto> All { get; }

    /// <summary>The first days of the steps.</summary>
    internal int[] Dias => [.. All.Select(p => p.Dias)];

    /// <summary>The step that begins on that day.</summary>
    internal PasoDeAtrasoDto? Of(int? dias) => All.FirstOrDefault(p => p.Dias == dias);

    /// <exception cref="InvalidConfigurationException">The setting is invalid.</exception>
    internal static PasosDeAtraso Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return Default;
        }

        List<PasoDeAtrasoDto> pasos = [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ReadPaso)];
        if (pasos.Count is 0 or > MaxPasos || pasos.Zip(pasos.Skip(1)).Any(p => p.First.Dias >= p.Second.Dias))
        {
            throw new InvalidConfigurationException($"{Setting} debe tener de 1 a {MaxPasos} pasos, cada uno con más días que el anterior: 1 Llamar; 8 Visitar.");
        }

        return new(pasos);
    }

    private static PasoDeAtrasoDto ReadPaso(string text)
    {
        var parts = text.Split(' ', 2);
        return parts is [var numero, var paso]
            && int.TryParse(numero, NumberStyles.None, CultureInfo.InvariantCulture, out var dias) && dias is >= 1 and <= MaxDias
            && CleanText.FindProblem(paso, MaxCharacters) is null
            ? new(dias, CleanText.Of(paso))
            : throw new InvalidConfigurationException(
                $"{Setting}: «{text}» no es un paso. Escriba los días de atraso, de 1 a {MaxDias}, y qué se hace, con {MaxCharacters} caracteres como máximo: 1 Llamar; 8 Visitar.");
    }
}
