using System.Globalization;
using System.Text;

namespace Prosmex.Domain.Common;

/// <summary>
/// Collects everything that is wrong with a request, so that the caller hears of all of it at once.
/// A create demands every field (null counts as absent); an edit takes what is there (null is a value, refused unless nullable).
/// </summary>
public sealed class Validacion(bool exigirTodo)
{
    private readonly Dictionary<string, string> _campos = [];
    private bool _algunCampo;

    public static Validacion AlCrear() => new(exigirTodo: true);

    public static Validacion AlEditar() => new(exigirTodo: false);

    /// <summary>A text of 1 to <paramref name="maximo"/> characters (UTF-16 units), not blank, trimmed.</summary>
    public Opcional<string> Texto(string campo, Opcional<string> valor, int maximo = 100, Func<string, string?>? regla = null) =>
        Revisar(campo, valor, texto => ProblemaDeTexto(texto, maximo) ?? regla?.Invoke(texto.Trim()), texto => texto.Trim().Normalize());

    /// <summary>A text kept to the letter, such as a password: only the rule given is applied.</summary>
    public Opcional<string> Literal(string campo, Opcional<string> valor, Func<string, string?> regla) =>
        Revisar(campo, valor, regla, texto => texto);

    public Opcional<int> Entero(string campo, Opcional<int?> valor, int minimo, int maximo) =>
        Revisar(campo, valor, n => n < minimo || n > maximo ? $"debe ser un entero de {minimo} a {maximo}." : null, n => n!.Value);

    /// <summary>An id: a positive int32.</summary>
    public Opcional<int> Id(string campo, Opcional<int?> valor) =>
        Revisar(campo, valor, n => n < 1 ? "debe ser un identificador positivo." : null, n => n!.Value);

    /// <summary>An id or null; the key itself is demanded on create unless <paramref name="puedeFaltar"/>.</summary>
    public Opcional<int?> IdONull(string campo, Opcional<int?> valor, bool puedeFaltar = false)
    {
        if (!valor.EsNull)
        {
            return !valor.Presente && puedeFaltar
                ? default
                : Revisar(campo, valor, n => n < 1 ? "debe ser un identificador positivo o null." : null, n => n);
        }

        _algunCampo = true;
        return valor;
    }

    /// <summary>Never demanded: the default of the entity holds where it is absent.</summary>
    public Opcional<bool> Booleano(string campo, Opcional<bool?> valor)
    {
        if (exigirTodo && !valor.TieneValor)
        {
            return default;
        }

        return Revisar(campo, valor, _ => null, b => b!.Value);
    }

    /// <summary>An amount in MXN; see <see cref="Numero.Monto"/>.</summary>
    public Opcional<decimal> Monto(string campo, Opcional<Numero> valor, bool positivo = false) => Revisar(
        campo,
        valor,
        n => n.Monto() is not { } monto ? $"debe ser un monto de 0 a {Dinero.Texto(Dinero.Maximo)}, con dos decimales cuando más."
            : positivo && monto == 0 ? "debe ser mayor que cero."
            : null,
        n => n.Monto()!.Value);

    /// <summary>As <see cref="Monto"/>; never demanded.</summary>
    public Opcional<decimal> MontoSiViene(string campo, Opcional<Numero> valor) => exigirTodo && !valor.TieneValor ? default : Monto(campo, valor);

    /// <summary>A fraction of up to six decimals; see <see cref="Numero.Tasa"/>.</summary>
    public Opcional<decimal> Tasa(string campo, Opcional<Numero> valor) =>
        Revisar(campo, valor, n => n.Tasa() is null ? "debe ser una fracción de 0 a 100, con seis decimales cuando más." : null, n => n.Tasa()!.Value);

    /// <summary>An amount in MXN that a client computed; see <see cref="Numero.Calculado"/>.</summary>
    public Opcional<decimal> Calculado(string campo, Opcional<Numero> valor, bool admiteNegativo = false) => Revisar(
        campo,
        valor,
        n => n.Calculado() is not { } monto ? "debe ser un número finito de hasta diez enteros."
            : monto < 0 && !admiteNegativo ? "no puede ser negativo."
            : null,
        n => n.Calculado()!.Value);

    /// <summary>A day or an instant; never demanded.</summary>
    public Opcional<Fecha> Fecha(string campo, Opcional<string> valor)
    {
        if (exigirTodo && !valor.TieneValor)
        {
            return default;
        }

        return Revisar(
            campo,
            valor,
            texto => Common.Fecha.Leer(texto.Trim()) is null ? "debe ser una fecha: AAAA-MM-DD, DD/MM/AAAA, DD-MM-AAAA o un instante ISO 8601." : null,
            texto => Common.Fecha.Leer(texto.Trim())!.Value);
    }

    /// <summary>An instant, not a mere day.</summary>
    public Opcional<DateTimeOffset> Instante(string campo, Opcional<string> valor) => Revisar(
        campo,
        valor,
        texto => Common.Fecha.Leer(texto.Trim())?.Instante is null ? "debe ser un instante ISO 8601." : null,
        texto => Common.Fecha.Leer(texto.Trim())!.Value.Instante!.Value);

    /// <summary>As <see cref="Instante"/>; never demanded.</summary>
    public Opcional<DateTimeOffset> InstanteSiViene(string campo, Opcional<string> valor) => exigirTodo && !valor.TieneValor ? default : Instante(campo, valor);

    /// <summary>A UUID, but not that of zeros, which nobody made.</summary>
    public Opcional<Guid> Uuid(string campo, Opcional<string> valor) => Revisar(
        campo,
        valor,
        texto => Guid.TryParseExact(texto.Trim(), "D", out var uuid) && uuid != Guid.Empty ? null : "debe ser un UUID.",
        texto => Guid.ParseExact(texto.Trim(), "D"));

    /// <summary>What only several fields together are guilty of.</summary>
    public void Rechazar(string campo, string problema) => _campos[campo] = problema;

    /// <summary>Everything that was found, or null.</summary>
    public ErrorDeDominio? Error =>
        _campos.Count > 0 ? ErroresComunes.Invalidos(_campos)
        : !exigirTodo && !_algunCampo ? ErroresComunes.SolicitudVacia
        : null;

    /// <summary>One of a closed list of names.</summary>
    public Opcional<T> Uno<T>(string campo, Opcional<string> valor, IReadOnlyDictionary<string, T> catalogo) =>
        Revisar(campo, valor, n => catalogo.ContainsKey(n) ? null : $"debe ser uno de: {string.Join(", ", catalogo.Keys)}.", n => catalogo[n]);

    /// <summary>Throws everything that was found; on an edit also when no settable field was there.</summary>
    /// <exception cref="DominioException">solicitud.invalida, solicitud.vacia.</exception>
    public void Exigir()
    {
        if (Error is { } error)
        {
            throw new DominioException(error);
        }
    }

    /// <summary>What is wrong with a text, or null. Also for texts that come by query.</summary>
    public static string? ProblemaDeTexto(string texto, int maximo) =>
        string.IsNullOrWhiteSpace(texto) ? "no puede estar vacío."
        : texto.Trim().Length > maximo ? $"admite hasta {maximo} caracteres."
        : !EsAlmacenable(texto) ? "tiene caracteres que no se pueden guardar."
        : null;

    // PostgreSQL stores no NUL, and UTF-8 has no half of a surrogate pair; what nobody can see belongs in no name either,
    // nor what Unicode calls no character: string.Normalize throws on it.
    private static bool EsAlmacenable(string texto)
    {
        foreach (var rune in texto.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune == Rune.ReplacementChar || EsNoCaracter(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EsNoCaracter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private Opcional<TOut> Revisar<TIn, TOut>(string campo, Opcional<TIn> valor, Func<TIn, string?> problema, Func<TIn, TOut> convertir)
    {
        _algunCampo |= valor.Presente;
        if (!valor.TieneValor)
        {
            if (exigirTodo || valor.Presente)
            {
                _campos[campo] = exigirTodo ? "es obligatorio." : "no puede ser null.";
            }

            return default;
        }

        var limpio = valor.Sobre(default)!;
        if (problema(limpio) is { } texto)
        {
            _campos[campo] = texto;
            return default;
        }

        return Opcional<TOut>.De(convertir(limpio));
    }
}
