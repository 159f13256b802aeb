using System.Text.RegularExpressions;
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
internal static partial class ConstraintErrors
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
    public static ErrorDeDominio? Translate(PostgresException excepcion) => (excepcion.SqlState, NameOf(excepcion)) switch
    {
        (PostgresErrorCodes.UniqueViolation, UnicoUsuario) => UsuarioErrores.NombreTomado,
        (PostgresErrorCodes.UniqueViolation, UnicoPrestamoAbierto) => PrestamoErrores.ClienteConPrestamo,
        (PostgresErrorCodes.UniqueViolation, UnicaClaveDePago) => PagoErrores.ClaveUsada,
        (PostgresErrorCodes.UniqueViolation, UnicaSenalDescartada) => SenalErrores.YaDescartada,
        (PostgresErrorCodes.ExclusionViolation, BonoSinTraslape) => BonoErrores.Traslape,
        (PostgresErrorCodes.ForeignKeyViolation, { } key) when key.StartsWith("fk_prestamos_clientes", StringComparison.Ordinal) => ClienteErrores.ConPrestamos,
        (PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation, _) => ErroresComunes.Referenciado,
        (PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected, _) => ErroresComunes.CambioSimultaneo,
        _ => null,
    };

    // A cluster passes on the message of another node's violation and no name of the constraint. Either way the name ends in the number of the shard,
    // such as ux_usuarios_usuario_102088; a test holds that no name of ours ends like that.
    private static string? NameOf(PostgresException excepcion) =>
        Name().Match(excepcion.ConstraintName ?? excepcion.MessageText) is { Success: true } name ? name.Value : null;

    /// <summary>The same for an exception that wraps the server's error.</summary>
    public static ErrorDeDominio? Find(Exception? excepcion) => excepcion.FindPostgres() is { } postgres ? Translate(postgres) : null;

    [GeneratedRegex(@"\b(ux|ex|fk)_\w+?(?=(_\d+)?\b)")]
    private static partial Regex Name();
}
