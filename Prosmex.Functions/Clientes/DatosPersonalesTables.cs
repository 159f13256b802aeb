using System.Globalization;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Clientes;

/// <summary>The tables of all that is kept of one person.</summary>
internal static class DatosPersonalesTables
{
    private static readonly Table<(string Dato, string Valor)> DeLaPersona = new(
        new("Dato", CellFormat.Text, d => d.Dato, Width: 24),
        new("Valor", CellFormat.Text, d => d.Valor, Width: 48));

    private static readonly Table<MovimientoCanceladoDto> DeCancelados = new(
        new("Núm. de préstamo", CellFormat.Id, m => m.PrestamoId),
        new("Fecha", CellFormat.Dia, m => m.Fecha),
        new("Movimiento", CellFormat.Text, m => EnumNames.LabelOf(m.Tipo), Width: 28),
        new("Núm. de pago", CellFormat.Id, m => m.PagoId, Width: 12),
        new("Monto", CellFormat.Monto, m => m.Monto),
        new("Cancelado", CellFormat.Text, m => InMexico(m.CanceladoEn), Width: 18),
        new("Motivo", CellFormat.Text, m => m.Motivo ?? "", Width: 48));

    private static readonly Table<FaltaDto> DeFaltas = new(
        new("Semana", CellFormat.Dia, f => Semana.De(f.Fecha).Lunes),
        new("Núm. de préstamo", CellFormat.Id, f => f.PrestamoId),
        new("Pagado en la semana", CellFormat.Monto, f => f.MontoAbonado));

    private static readonly Table<MembresiaDto> DeGrupos = new(
        new("Grupo", CellFormat.Text, g => g.Grupo, Width: 30),
        new("Desde", CellFormat.Dia, g => g.Desde),
        new("Hasta", CellFormat.Dia, g => g.Hasta?.AddDays(-1)));

    private static readonly Table<AvaladoDto> DeAvalados = new(
        new("Núm. de préstamo", CellFormat.Id, a => a.PrestamoId),
        new("Fecha de inicio", CellFormat.Dia, a => a.FechaInicio),
        new("Monto en papel", CellFormat.Monto, a => a.MontoPrestamo),
        new("Estado", CellFormat.Text, a => EnumNames.LabelOf(a.Status), Width: 11));

    private static readonly Table<VisitaDePersonaDto> DeVisitas = new(
        new("Día y hora", CellFormat.Text, v => InMexico(v.Fecha), Width: 18),
        new("Núm. de préstamo", CellFormat.Id, v => v.PrestamoId),
        new("Visita", CellFormat.Text, v => EnumNames.LabelOf(v.Visita), Width: 12),
        new("Prometió para", CellFormat.Dia, v => v.PromesaFecha),
        new("Prometió", CellFormat.Monto, v => v.PromesaMonto),
        new("Nota", CellFormat.Text, v => v.Nota ?? "", Width: 48));

    private static readonly Table<SolicitudDePersonaDto> DeSolicitudes = new(
        new("Día y hora", CellFormat.Text, s => InMexico(s.Fecha), Width: 18),
        new("Qué se pidió", CellFormat.Text, s => s.Nombre, Width: 40),
        new("Estado", CellFormat.Text, s => EnumNames.LabelOf(s.Estado), Width: 30));

    private static readonly Table<DecisionDePersonaDto> DeDecisiones = new(
        new("Día y hora", CellFormat.Text, d => InMexico(d.Fecha), Width: 18),
        new("Comparada con otra persona", CellFormat.Text, d => EnumNames.LabelOf(d.Decision), Width: 28),
        new("Nota", CellFormat.Text, d => d.Nota, Width: 48));

    private static readonly Table<HuellaDto> DelRegistro = new(
        new("Día y hora", CellFormat.Text, r => InMexico(r.Cuando), Width: 18),
        new("Usuario", CellFormat.Text, r => r.Usuario, Width: 20),
        new("Qué", CellFormat.Text, r => r.Entidad, Width: 14),
        new("Acción", CellFormat.Text, r => EnumNames.LabelOf(r.Accion), Width: 14));

    public static string FileName(DatosPersonalesDto datos) => $"datos-personales-{datos.Cuenta.Cliente.Id}-{datos.Cuenta.Fecha:yyyy-MM-dd}";

    public static IReadOnlyList<Hoja> Hojas(DatosPersonalesDto datos)
    {
        var title = new SheetTitle(
            $"Datos personales de {CuentaTables.Nombre(datos.Cuenta)}", string.Create(CultureInfo.InvariantCulture, $"Lo que se guarda al {datos.Cuenta.Fecha:dd/MM/yyyy}"));
        return
        [
            DeLaPersona.Hoja("Persona", title, Persona(datos.Cuenta.Cliente, datos.Expediente)),
            .. CuentaTables.Hojas(datos.Cuenta),
            DeCancelados.Hoja("Cancelados", title, datos.MovimientosCancelados),
            DeFaltas.Hoja("Faltas", title, datos.Faltas),
            DeGrupos.Hoja("Grupos", title, datos.Grupos),
            DeAvalados.Hoja("Es aval", title, datos.Avala),
            DeVisitas.Hoja("Visitas", title, datos.Visitas),
            DeSolicitudes.Hoja("Solicitudes", title, datos.Solicitudes),
            DeDecisiones.Hoja("Parecidos", title, datos.Decisiones),
            DelRegistro.Hoja("Registro", title, datos.Registro),
        ];
    }

    private static string InMexico(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, HoraMexico.Zone).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    private static IEnumerable<(string Dato, string Valor)> Persona(ClienteDto c, ExpedienteDto e) =>
    [
        ("Nombre", c.Nombre),
        ("Apellido paterno", c.ApellidoPaterno),
        ("Apellido materno", c.ApellidoMaterno),
        ("Clave de elector (INE)", c.CodigoIne),
        ("Colonia", c.Colonia),
        ("Código postal", c.Cp),
        ("Estado civil", EnumNames.LabelOf(c.EstadoCivil)),
        ("Hijos", c.NumHijos.ToString(CultureInfo.InvariantCulture)),
        ("Vivienda", EnumNames.LabelOf(c.Propiedad)),
        ("Puede ser aval", c.EsAval ? "Sí" : "No"),
        ("Teléfono", e.Telefono ?? ""),
        ("CURP", e.Curp ?? ""),
        ("RFC", e.Rfc ?? ""),
        ("CLABE", e.Clabe ?? ""),
        ("Fecha de nacimiento", e.FechaNacimiento?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? ""),
        ("Sexo", e.Sexo is { } sexo ? EnumNames.LabelOf(sexo) : ""),
        ("Calle", e.Calle ?? ""),
        ("Número", e.Numero ?? ""),
        ("Municipio", e.Municipio ?? ""),
        ("Estado", e.Estado is { } estado ? EnumNames.LabelOf(estado) : ""),
        ("Ocupación", e.Ocupacion ?? ""),
        ("Notas", e.Notas ?? ""),
    ];
}
