using System.Globalization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Senales;

/// <summary>A row of the signs; one row without a rule carries the total where the page is empty.</summary>
/// <param name="Clientes">As JSON.</param>
/// <param name="Cuantos">Of clients, payments or renewals, as the rule counts.</param>
/// <param name="De">Of how many.</param>
/// <param name="Monto">MXN: lent, or handed out.</param>
/// <param name="DeMonto">Of how much.</param>
/// <param name="Detail">What is shared, after what it is and a colon; or the days of the week from Monday, 1, on.</param>
internal sealed record FilaDeSenal(
    int Total,
    string? Regla,
    string? Clave,
    int? GrupoId,
    string? Grupo,
    string Clientes,
    int[]? Prestamos,
    int? UsuarioId,
    string Usuario,
    DateOnly? Desde,
    int? Cuantos,
    int? De,
    decimal? Monto,
    decimal? DeMonto,
    string? Detail,
    int? PorId,
    string Por,
    DateTimeOffset? DescartadaEn,
    string? Nota)
{
    private static readonly string[] Dias = ["", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

    public SenalDto Senal()
    {
        var (regla, clientes) = (EnumNames.Parse<ReglaDeSenal>(Regla!), NestedRows.Read<NombradoDto>(Clientes));
        return new(
            regla,
            Clave!,
            Mensaje(regla, clientes),
            GrupoId,
            Grupo,
            clientes,
            Prestamos!,
            UsuarioId is { } usuarioId ? new(usuarioId, Usuario) : null,
            Desde,
            PorId is { } porId ? new(new(porId, Por), DescartadaEn!.Value, Nota!) : null);
    }

    private string Mensaje(ReglaDeSenal regla, List<NombradoDto> clientes) => regla switch
    {
        ReglaDeSenal.AltaYPrestamo =>
            $"{Quien} dio de alta a {clientes[0].Nombre} y el mismo día le prestó {Dinero.Text(Monto!.Value)}. Su expediente no tiene teléfono ni CURP.",
        ReglaDeSenal.ContactoCompartido => Detail!.Split(':', 2) is ["telefono", var telefono]
            ? $"{Cuantos} clientes tienen el mismo teléfono: {telefono}."
            : $"{Cuantos} clientes tienen el mismo domicilio: {Detail.Split(':', 2)[1]}.",
        ReglaDeSenal.CirculoDeAvales =>
            $"{Cuantos} clientes se avalan entre sí por {Dinero.Text(Monto!.Value)}. De nadie hay CURP ni teléfono propio, y nadie ha liquidado un préstamo.",
        ReglaDeSenal.PagosDeGolpe =>
            $"{Quien} registró {Cuantos} de los {De} pagos del préstamo núm. {Numero} en menos de un minuto.",
        ReglaDeSenal.DiaAjeno =>
            $"{Cuantos} de los {De} pagos recientes del préstamo núm. {Numero} son de un día en que su ruta no cobra: {FieldLabels.Join([.. Detail!.Split(',').Select(Dia)], "y")}.",
        ReglaDeSenal.ReciboSinPago =>
            $"Un cliente consultó un recibo de {Dinero.Text(Monto!.Value)} que hizo el teléfono de {Usuario}, y ese pago no ha llegado a la oficina.",
        _ => $"El préstamo se renovó {Cuantos} veces seguidas casi sin entregar efectivo: {Dinero.Text(Monto!.Value)} de {Dinero.Text(DeMonto!.Value)}.",
    };

    private string Quien => UsuarioId is null ? "La misma persona" : Usuario;

    private int Numero => Prestamos![0];

    private static string Dia(string numero) => Dias[int.Parse(numero, CultureInfo.InvariantCulture)];
}
