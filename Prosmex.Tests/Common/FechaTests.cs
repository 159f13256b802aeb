using CsCheck;
using Prosmex.Domain.Common;

namespace Prosmex.Tests.Common;

[Trait("Kind", "Unit")]
public sealed class FechaTests
{
    [Theory]
    [InlineData("2026-11-18")]
    [InlineData("18/11/2026")]
    [InlineData("18-11-2026")]
    public void Leer_ADay_IsThatDayWithoutAnInstant(string text) => Assert.Equal(new Fecha(new(2026, 11, 18), null), Fecha.Read(text));

    [Theory]
    [InlineData("2026-11-18T12:00", "2026-11-18T18:00:00Z", "2026-11-18")]
    [InlineData("2026-11-18 12:00:01", "2026-11-18T18:00:01Z", "2026-11-18")]
    [InlineData("2026-11-18T12:00:00.1234567", "2026-11-18T18:00:00.123456Z", "2026-11-18")]
    [InlineData("2026-11-18T05:59:59Z", "2026-11-18T05:59:59Z", "2026-11-17")]
    [InlineData("2026-11-18T06:00:00Z", "2026-11-18T06:00:00Z", "2026-11-18")]
    [InlineData("2026-11-18T00:30:00+02:00", "2026-11-17T22:30:00Z", "2026-11-17")]
    [InlineData("2022-10-01T23:30", "2022-10-02T04:30:00Z", "2022-10-01")]
    public void Leer_InstantWithoutOffset_IsMexicanTime(string text, string instante, string dia)
    {
        var fecha = Fecha.Read(text)!.Value;
        Assert.Equal(Instante(instante), fecha.Instante);
        Assert.Equal(TimeSpan.Zero, fecha.Instante!.Value.Offset);
        Assert.Equal(dia, $"{fecha.Dia:yyyy-MM-dd}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hoy")]
    [InlineData("2026-02-30")]
    [InlineData("2026-1-5")]
    [InlineData("11/18/2026")]
    [InlineData("2026/11/18")]
    [InlineData("18-11-26")]
    [InlineData("2026-11-18T24:00")]
    [InlineData("2026-11-18T12:00:00+25:00")]
    [InlineData("2026-11-18T12:00:00.12345678Z")]
    [InlineData("2026-11-18T12:00:00 -06:00 ")]
    [InlineData("1899-12-31")]
    [InlineData("3000-01-01")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void Leer_AnythingElse_IsNull(string text) => Assert.Null(Fecha.Read(text));

    [Theory]
    [InlineData("2022-04-03", 23)]
    [InlineData("2022-10-30", 25)]
    [InlineData("2022-10-29", 24)]
    [InlineData("2023-04-02", 24)]
    public void Inicio_DaysOfAClockChange_IsTheirMidnight(string dia, int horas)
    {
        var d = DateOnly.Parse(dia, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromHours(horas), HoraMexico.Inicio(d.AddDays(1)) - HoraMexico.Inicio(d));
        Assert.Equal(d, HoraMexico.Dia(HoraMexico.Inicio(d)));
        Assert.Equal(d.AddDays(-1), HoraMexico.Dia(HoraMexico.Inicio(d).AddTicks(-1)));
    }

    [Fact]
    public void Semanas_Of2022ClockChanges_Have167And169Hours()
    {
        static TimeSpan Semana(int mes, int lunes) => HoraMexico.Inicio(new DateOnly(2022, mes, lunes).AddDays(7)) - HoraMexico.Inicio(new(2022, mes, lunes));
        Assert.Equal((167, 169, 168), ((int)Semana(3, 28).TotalHours, (int)Semana(10, 24).TotalHours, (int)Semana(10, 31).TotalHours));
    }

    [Fact]
    public void Instante_SkippedOrRepeatedHour_IsOneInstant()
    {
        Assert.Equal(Instante("2022-10-30T07:30:00Z"), HoraMexico.Instante(new(2022, 10, 30, 1, 30, 0, DateTimeKind.Unspecified)));
        Assert.Equal(Instante("2022-04-03T08:30:00Z"), HoraMexico.Instante(new(2022, 4, 3, 2, 30, 0, DateTimeKind.Unspecified)));
    }

    [Fact]
    public void InstanteDe_TodayIsNow_AnotherDayIsItsNoon()
    {
        var ahora = Instante("2022-08-02T03:00:00Z");
        Assert.Equal(ahora, HoraMexico.InstanteDe(new(2022, 8, 1), ahora));
        Assert.Equal(Instante("2022-08-02T17:00:00Z"), HoraMexico.InstanteDe(new(2022, 8, 2), ahora));
        Assert.Equal(Instante("2022-12-01T18:00:00Z"), HoraMexico.InstanteDe(new(2022, 12, 1), ahora));
    }

    [Fact]
    public void Dia_AnyInstant_FallsBetweenItsInicioAndTheNext() => Gen.Int[0, 1_600_000_000].Sample(
        seconds =>
        {
            var instante = DateTimeOffset.UnixEpoch.AddSeconds(seconds + 500_000_000);
            var dia = HoraMexico.Dia(instante);
            Assert.True(HoraMexico.Inicio(dia) <= instante && instante < HoraMexico.Inicio(dia.AddDays(1)), $"{instante:O}");
        },
        iter: 5000);

    private static DateTimeOffset Instante(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
