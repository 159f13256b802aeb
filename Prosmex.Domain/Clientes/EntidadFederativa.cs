using System.ComponentModel;

namespace Prosmex.Domain.Clientes;

/// <summary>The 32 states of Mexico.</summary>
public enum EntidadFederativa
{
    Aguascalientes,
    [Description("Baja California")]
    BajaCalifornia,
    [Description("Baja California Sur")]
    BajaCaliforniaSur,
    Campeche,
    Coahuila,
    Colima,
    Chiapas,
    Chihuahua,
    [Description("Ciudad de México")]
    CiudadDeMexico,
    Durango,
    Guanajuato,
    Guerrero,
    Hidalgo,
    Jalisco,
    [Description("Estado de México")]
    EstadoDeMexico,
    [Description("Michoacán")]
    Michoacan,
    Morelos,
    Nayarit,
    [Description("Nuevo León")]
    NuevoLeon,
    Oaxaca,
    Puebla,
    [Description("Querétaro")]
    Queretaro,
    [Description("Quintana Roo")]
    QuintanaRoo,
    [Description("San Luis Potosí")]
    SanLuisPotosi,
    Sinaloa,
    Sonora,
    Tabasco,
    Tamaulipas,
    Tlaxcala,
    Veracruz,
    [Description("Yucatán")]
    Yucatan,
    Zacatecas,
}

internal static class EntidadesFederativas
{
    /// <summary>The code of a person born abroad: no state.</summary>
    public const string BornAbroad = "NE";

    /// <summary>By RENAPO's code, as the CURP has it. Mexico City keeps that of the Distrito Federal.</summary>
    public static readonly IReadOnlyDictionary<string, EntidadFederativa> ByCurpCode = new Dictionary<string, EntidadFederativa>(StringComparer.Ordinal)
    {
        ["AS"] = EntidadFederativa.Aguascalientes,
        ["BC"] = EntidadFederativa.BajaCalifornia,
        ["BS"] = EntidadFederativa.BajaCaliforniaSur,
        ["CC"] = EntidadFederativa.Campeche,
        ["CL"] = EntidadFederativa.Coahuila,
        ["CM"] = EntidadFederativa.Colima,
        ["CS"] = EntidadFederativa.Chiapas,
        ["CH"] = EntidadFederativa.Chihuahua,
        ["DF"] = EntidadFederativa.CiudadDeMexico,
        ["DG"] = EntidadFederativa.Durango,
        ["GT"] = EntidadFederativa.Guanajuato,
        ["GR"] = EntidadFederativa.Guerrero,
        ["HG"] = EntidadFederativa.Hidalgo,
        ["JC"] = EntidadFederativa.Jalisco,
        ["MC"] = EntidadFederativa.EstadoDeMexico,
        ["MN"] = EntidadFederativa.Michoacan,
        ["MS"] = EntidadFederativa.Morelos,
        ["NT"] = EntidadFederativa.Nayarit,
        ["NL"] = EntidadFederativa.NuevoLeon,
        ["OC"] = EntidadFederativa.Oaxaca,
        ["PL"] = EntidadFederativa.Puebla,
        ["QT"] = EntidadFederativa.Queretaro,
        ["QR"] = EntidadFederativa.QuintanaRoo,
        ["SP"] = EntidadFederativa.SanLuisPotosi,
        ["SL"] = EntidadFederativa.Sinaloa,
        ["SR"] = EntidadFederativa.Sonora,
        ["TC"] = EntidadFederativa.Tabasco,
        ["TS"] = EntidadFederativa.Tamaulipas,
        ["TL"] = EntidadFederativa.Tlaxcala,
        ["VZ"] = EntidadFederativa.Veracruz,
        ["YN"] = EntidadFederativa.Yucatan,
        ["ZS"] = EntidadFederativa.Zacatecas,
    };
}
