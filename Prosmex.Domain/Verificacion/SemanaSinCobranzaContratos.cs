using Prosmex.Domain.Common;

namespace Prosmex.Domain.Verificacion;

/// <summary>A declared week without collection.</summary>
/// <param name="Semana">Its Monday.</param>
/// <param name="Ruta">The route for whose groups it was declared; null with <c>grupo</c> null for all groups.</param>
/// <param name="Grupo">The group for which alone it was declared.</param>
/// <param name="Grupos">How many groups it holds for: those of the moment when it was declared.</param>
/// <param name="DeclaradaPor">Who declared it.</param>
public sealed record SemanaSinCobranzaDto(
    int Id, DateOnly Semana, NombradoDto? Ruta, NombradoDto? Grupo, int Grupos, string Motivo, NombradoDto DeclaradaPor, DateTimeOffset DeclaradaEn);

/// <summary>What declaring a week, or taking that back, changed in closed weeks; nothing where the week is not closed yet.</summary>
/// <param name="Faltas">Faltas that were deleted, or recorded when it was taken back.</param>
/// <param name="Vencidos">Loans that are no longer vencido, or became so when it was taken back.</param>
public sealed record CambiosDeSemanaDto(int Faltas, int Vencidos);

/// <summary>A week that is to have no collection.</summary>
public sealed record SemanaSinCobranzaRequest
{
    internal const int MaximoDeMotivo = 200;

    /// <summary>Any day of the week, from 2000 to a year ahead.</summary>
    public Optional<string> Semana { get; init; }

    /// <summary>For the groups of this route alone.</summary>
    [NullableField, OptionalOnCreate]
    public Optional<int?> RutaId { get; init; }

    /// <summary>For this group alone; without it and without <c>ruta_id</c> for all groups.</summary>
    [NullableField, OptionalOnCreate]
    public Optional<int?> GrupoId { get; init; }

    /// <summary>Why: 1 to 200 characters.</summary>
    public Optional<string> Motivo { get; init; }

    /// <param name="hoy">Mexico City.</param>
    /// <exception cref="DominioException">solicitud.invalida.</exception>
    internal DeclaracionDeSemana Validate(DateOnly hoy)
    {
        var v = Validation.ForCreate();
        var (dia, motivo) = (v.Dia("semana", Semana), v.Text("motivo", Motivo, MaximoDeMotivo));
        var (ruta, grupo) = (v.IdOrNull("ruta_id", RutaId, isOptional: true), v.IdOrNull("grupo_id", GrupoId, isOptional: true));
        var (primero, ultimo) = (Prestamos.Prestamo.PrimerInicio, hoy.AddYears(1));
        if (dia.HasValue && (dia.GetValueOrDefault(default) < primero || dia.GetValueOrDefault(default) > ultimo))
        {
            v.Reject("semana", $"elija un día entre el {Fecha.Text(primero)} y el {Fecha.Text(ultimo)}.");
        }

        if (ruta.HasValue && grupo.HasValue)
        {
            v.Reject("ruta_id", "Elija una ruta o un grupo, solo uno de los dos.");
        }

        v.ThrowIfInvalid();
        return new(Common.Semana.De(dia.GetValueOrDefault(default)), ruta.GetValueOrDefault(null), grupo.GetValueOrDefault(null), motivo.GetValueOrDefault(null)!);
    }
}

/// <summary>A valid request.</summary>
internal sealed record DeclaracionDeSemana(Semana Semana, int? RutaId, int? GrupoId, string Motivo);

public static class SemanaSinCobranzaErrores
{
    public static readonly ErrorDeDominio NoEncontrada =
        new(TipoDeError.NoEncontrado, "semana_sin_cobranza.no_encontrada", "Esa semana sin cobranza ya no existe. Actualice la lista.");

    public static readonly ErrorDeDominio YaDeclarada = new(
        TipoDeError.Conflicto,
        "semana_sin_cobranza.ya_declarada",
        "Esa semana ya es sin cobranza para alguno de esos grupos. Quite primero esa declaración y declare la semana otra vez.");

    public static readonly ErrorDeDominio SinGrupos =
        new(TipoDeError.Conflicto, "semana_sin_cobranza.sin_grupos", "No hay ningún grupo para el que declarar la semana. Elija otra ruta o registre primero sus grupos.");

    public static readonly ErrorDeDominio Adoptada = new(
        TipoDeError.Conflicto,
        "semana_sin_cobranza.adoptada",
        "Esa semana se cerró en el sistema anterior y sus faltas no se vuelven a calcular. Elija una semana posterior.");
}
