using Npgsql;
using Prosmex.Domain.Bonos;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Senales;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Persistence;

/// <summary>Constraint and function names shared by the model, the migrations and the translation of database errors.</summary>
internal static class ConstraintErrors
{
    /// <summary>ICU collation for lists that people read, the same on every operating system.</summary>
    public const string SpanishCollation = "es_mx";

    public const string UnicoUsuario = "ux_usuarios_usuario";
    public const string UnicoPrestamoAbierto = "ux_prestamos_cliente_abierto";
    public const string UnicaClaveDePago = "ux_pagos_clave";
    public const string UnicaSenalDescartada = "ux_senales_descartadas_regla_clave";
    public const string BonoSinTraslape = "ex_bono_sin_traslape";

    /// <summary>The SQL function <c>sin_acentos(text)</c>; only inside queries.</summary>
    public static string WithoutAccents(string text) => throw new NotSupportedException(text);

    /// <summary>The domain error of a violated constraint; null where the violation is a defect.</summary>
    public static ErrorDeDominio? Translate(PostgresException excepcion) => excepcion switch
    {
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UnicoUsuario } => UsuarioErrores.NombreTomado,
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UnicoPrestamoAbierto } => PrestamoErrores.ClienteConPrestamo,
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UnicaClaveDePago } => PagoErrores.ClaveUsada,
        { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UnicaSenalDescartada } => SenalErrores.YaDescartada,
        { SqlState: PostgresErrorCodes.ExclusionViolation, ConstraintName: BonoSinTraslape } => BonoErrores.Traslape,
        { SqlState: PostgresErrorCodes.ForeignKeyViolation, TableName: "prestamos", ConstraintName: var key }
            when key!.Contains("clientes", StringComparison.Ordinal) => ClienteErrores.ConPrestamos,
        { SqlState: PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation } => ErroresComunes.Referenciado,
        { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => ErroresComunes.CambioSimultaneo,
        _ => null,
    };

    /// <summary>The same for an exception that wraps the server's error.</summary>
    public static ErrorDeDominio? Find(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
        {
            if (ex is PostgresException postgres)
            {
                return Translate(postgres);
            }
        }

        return null;
    }
}
