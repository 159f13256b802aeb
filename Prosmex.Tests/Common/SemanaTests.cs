using System.Globalization;
using CsCheck;
using Prosmex.Domain.Common;

namespace Prosmex.Tests.Common;

/// <summary>The calendar week of Mexico City.</summary>
[Trait("Kind", "Unit")]
public sealed class SemanaTests
{
    // From 1996 to 2022 clocks in Mexico City changed twice a year.
    private static readonly Gen<DateTimeOffset> Instantes = Gen.Long[new DateTime(1990, 1, 1).Ticks, new DateTime(2060, 1, 1).Ticks].Select(t => new DateTimeOffset(t, TimeSpan.Zero));

    [Theory]
    [InlineData("2026-11-16T05:59:59.9999999Z", "2026-11-09")]
    [InlineData("2026-11-15T23:59:59.999-06:00", "2026-11-09")]
    [InlineData("2026-11-16T00:00:00-06:00", "2026-11-16")]
    [InlineData("2026-11-16T06:00:00Z", "2026-11-16")]
    [InlineData("2026-11-16T14:59:59+09:00", "2026-11-09")]
    [InlineData("2026-11-22T23:59:59.999-06:00", "2026-11-16")]
    [InlineData("2022-04-04T04:59:59.999Z", "2022-03-28")]
    [InlineData("2022-04-04T05:00:00Z", "2022-04-04")]
    [InlineData("2022-10-31T05:59:59.999Z", "2022-10-24")]
    [InlineData("2022-10-31T06:00:00Z", "2022-10-31")]
    [InlineData("2022-10-24T05:00:00Z", "2022-10-24")]
    [InlineData("2022-10-24T04:59:59.999Z", "2022-10-17")]
    public void De_AnInstant_IsTheSemanaInMexico(string instante, string lunes) =>
        Assert.Equal(Dia(lunes), Semana.De(DateTimeOffset.Parse(instante, CultureInfo.InvariantCulture)).Lunes);

    [Theory]
    [InlineData("2026-11-16", "2026-11-16", "2026-11-22")]
    [InlineData("2026-11-18", "2026-11-16", "2026-11-22")]
    [InlineData("2026-11-22", "2026-11-16", "2026-11-22")]
    [InlineData("2025-12-31", "2025-12-29", "2026-01-04")]
    [InlineData("2026-01-01", "2025-12-29", "2026-01-04")]
    [InlineData("2026-12-28", "2026-12-28", "2027-01-03")]
    [InlineData("2024-02-29", "2024-02-26", "2024-03-03")]
    [InlineData("2028-02-29", "2028-02-28", "2028-03-05")]
    [InlineData("2000-01-01", "1999-12-27", "2000-01-02")]
    public void De_ADay_RunsFromMondayToSunday(string dia, string lunes, string domingo)
    {
        var semana = Semana.De(Dia(dia));
        Assert.Equal((Dia(lunes), Dia(domingo)), (semana.Lunes, semana.Domingo));
        Assert.Equal(Dia(lunes).AddDays(7), semana.Siguiente.Lunes);
    }

    [Theory]
    [InlineData("2022-03-28", 167)]
    [InlineData("2022-10-24", 169)]
    [InlineData("2022-04-04", 168)]
    [InlineData("2022-10-31", 168)]
    [InlineData("2023-04-03", 168)]
    [InlineData("2023-10-30", 168)]
    [InlineData("2026-11-16", 168)]
    public void Fin_AtClockChanges_IsNotSevenTimes24Hours(string lunes, int horas)
    {
        var semana = Semana.De(Dia(lunes));
        Assert.Equal(TimeSpan.FromHours(horas), semana.Fin - semana.Inicio);
    }

    [Fact]
    public void Inicio_Always_IsMondayMidnightInMexico()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 6, 0, 0, TimeSpan.Zero), Semana.De(Dia("2026-11-16")).Inicio);
        Assert.Equal(new DateTimeOffset(2022, 7, 4, 5, 0, 0, TimeSpan.Zero), Semana.De(Dia("2022-07-04")).Inicio);
    }

    [Fact]
    public void De_AnyInstant_FallsInExactlyOneSemana() => Instantes.Sample(instante =>
    {
        var semana = Semana.De(instante);
        var anterior = Semana.De(semana.Lunes.AddDays(-7));
        Assert.Equal(DayOfWeek.Monday, semana.Lunes.DayOfWeek);
        Assert.True(semana.Inicio <= instante && instante < semana.Fin, $"{instante:O} is not in {semana.Lunes:O}");

        // No gap and no overlap with either neighbour.
        Assert.Equal(semana.Fin, semana.Siguiente.Inicio);
        Assert.Equal(semana.Inicio, anterior.Fin);
        Assert.Equal(semana, anterior.Siguiente);
        Assert.Equal(semana, Semana.De(semana.Inicio));
        Assert.Equal(anterior, Semana.De(semana.Inicio.AddTicks(-1)));
        Assert.Equal(semana.Siguiente, Semana.De(semana.Fin));
    });

    [Fact]
    public void De_EachDayOfTheSemana_GivesTheSame() => Instantes.Sample(instante =>
    {
        var semana = Semana.De(instante);
        Assert.All(Enumerable.Range(0, 7), d => Assert.Equal(semana, Semana.De(semana.Lunes.AddDays(d))));
        Assert.Equal(semana, Semana.De(semana.Domingo));
        Assert.Equal(semana, Semana.De(instante.ToOffset(TimeSpan.FromHours(9))));
    });

    private static DateOnly Dia(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
