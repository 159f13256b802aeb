using Prosmex.Domain.Clientes;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>What the value of a limit counts.</summary>
public enum UnidadDeLimite
{
    Pesos,
    Semanas,
    Prestamos,
    Horas,

    /// <summary>1 for yes, 0 for no.</summary>
    SiONo,
}

/// <summary>A limit that the office meets, in words for users.</summary>
/// <param name="Clave">Stable name.</param>
/// <param name="Ajuste">The setting that changes it; null where it is fixed.</param>
public sealed record LimiteDto(string Clave, string Nombre, decimal Valor, UnidadDeLimite Unidad, string Significado, string? Ajuste);

/// <summary>The limits that settings and rules put on the office's work.</summary>
public static class Limites
{
    public static IReadOnlyList<LimiteDto> De(ProsmexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            new(
                "limite_de_prestamo", "Préstamo sin permiso especial", options.LimiteDePrestamo, UnidadDeLimite.Pesos,
                "Para un préstamo mayor, quien lo otorga necesita el permiso «préstamo mayor al límite».", "Prosmex:Prestamos:Limite"),
            new(
                "semanas_para_renovar", "Semanas cumplidas para renovar", options.SemanasParaRenovar, UnidadDeLimite.Semanas,
                "Un préstamo se puede renovar cuando ya tiene cumplidas estas semanas.", "Prosmex:Prestamos:SemanasParaRenovar"),
            new(
                "prestamos_que_avisan", "Préstamos que respalda un aval", ReglasDelAval.PrestamosQueAvisan, UnidadDeLimite.Prestamos,
                "Desde este número de préstamos abiertos, el sistema avisa al elegir a esa persona como aval. Es un aviso: se puede continuar.", Ajuste: null),
            new(
                "plazo_de_envio", "Cobros que llegan tarde del teléfono", (decimal)EnvioFila.Window.TotalHours, UnidadDeLimite.Horas,
                "Un cobro que llega con más diferencia que esta con su fecha queda como dinero por aclarar.", Ajuste: null),
            new(
                "horas_de_sesion", "Duración de una sesión", (decimal)options.SessionLifetime.TotalHours, UnidadDeLimite.Horas,
                "Pasado este tiempo hay que iniciar sesión de nuevo.", "Prosmex:Sesion:Horas"),
            new(
                "gestor_ve_sin_asignar", "El gestor ve los grupos sin gestor", options.GestorSinAsignarVeTodo ? 1 : 0, UnidadDeLimite.SiONo,
                "Si es sí, quien tiene el rol Gestor de cobranza ve también los grupos que no tienen gestor asignado.", "Prosmex:GestorSinAsignarVeTodo"),
        ];
    }
}
