using System.Globalization;
using Prosmex.Domain.Recibos;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hostile;

/// <summary>A session's two tokens.</summary>
internal sealed record SesionTokens(string AccessToken, string RefreshToken);

/// <summary>What there is when a round of requests begins: the ids and tokens that they are made from.</summary>
internal sealed class World
{
    /// <summary>The program's clock stands still on this day.</summary>
    public const string Today = "2026-11-18";

    public const string Clock = Today + "T12:00:00-06:00";

    /// <summary>Its gestor, titular, supervisor and gerente are the callers.</summary>
    public const int Grupo = 101;

    /// <summary>Unassigned: foreign to every role below director.</summary>
    public const int GrupoAjeno = 102;

    public const string EveryContrasena = Sentinels.Contrasena + "-2026";

    /// <summary>Where the id of a path is not that of its first segment's noun.</summary>
    private static readonly (string Prefix, string Kind)[] Kinds =
    [
        ("/pagos/faltas/", "prestamos"), ("/pagos/pagos-prestamo/", "prestamos"), ("/prestamos/tipos/", "tipos"), ("/reporte/sobrante-", "grupos"), ("/users/", "victimas"),
        ("/hojas/", "grupos"), ("/clientes/{id}/expediente", "con_expediente"), ("/cobro/telefonos/", "telefonos"),
        ("/solicitudes/{id}/retirar", "solicitudes_propias"),
    ];

    public required IReadOnlyDictionary<int, SesionTokens> Sesiones { get; init; }

    /// <summary>By role, of other people: they may end.</summary>
    public required IReadOnlyDictionary<int, SesionTokens[]> Expendable { get; init; }

    /// <summary>An expired access token.</summary>
    public required string Vencido { get; init; }

    /// <summary>An access token in its time, of a session that was ended.</summary>
    public required string Terminado { get; init; }

    /// <summary>
    /// Ids by table, and for some tables <c>…_desechables</c>: those that nothing names, so that they can be deleted.
    /// </summary>
    public required IReadOnlyDictionary<string, int[]> Ids { get; init; }

    /// <summary>Users who sign in with <see cref="EveryContrasena"/>; new in every round.</summary>
    public required IReadOnlyList<string> SignIns { get; init; }

    /// <summary>Clients without a loan, each with a group member who can be their aval.</summary>
    public required IReadOnlyList<(int Cliente, int Aval)> Pairs { get; init; }

    /// <summary>The caller with a role.</summary>
    public static int Persona(int rol) => 1000 + rol;

    /// <summary>Another user with the same role.</summary>
    public static int Suplente(int rol) => 1010 + rol;

    public int Id(Random r, string kind) => Ids.TryGetValue(kind, out var ids) && ids.Length > 0 ? r.Pick(ids) : r.Next(1, 20);

    public (int Cliente, int Aval) Pair(Random r) => Pairs.Count > 0 ? r.Pick(Pairs) : (Id(r, "clientes"), Id(r, "clientes"));

    public (string Usuario, string Contrasena) SignIn(Random r) => (r.Pick(SignIns), EveryContrasena);

    /// <summary>The secret of one of a few phones, so that contacts find some that were registered.</summary>
    public static string Telefono(Random r) => $"5b0d3c1e-7a44-4c1f-9d52-{r.Next(1, 30):d12}";

    public string PathValue(Random r, Operation operation, string parameter) =>
        parameter == "codigo" ? Recibo(r) : $"{IdDeRuta(r, operation, parameter)}";

    // As a phone makes it before its row has arrived.
    private static string Recibo(Random r)
    {
        var key = new byte[16];
        r.NextBytes(key);
        var datos = new DatosDeRecibo(new Guid(key), r.Next(1, 100), DateTimeOffset.Parse(Clock, CultureInfo.InvariantCulture));
        var llave = new ReciboKeyId(Persona(1), new(2026, 11, 16));
        return ReciboLink.Make(datos, llave, new ReciboKeys(TestServer.Options("")).Of(llave)).ToString();
    }

    private int IdDeRuta(Random r, Operation operation, string parameter)
    {
        var kind = Kinds.FirstOrDefault(c => operation.Template.StartsWith(c.Prefix, StringComparison.Ordinal)).Kind
            ?? (parameter.EndsWith("_id", StringComparison.Ordinal) && Ids.ContainsKey($"{parameter[..^3]}s") ? $"{parameter[..^3]}s" : operation.Segments[0]);
        var disposable = $"{kind}_desechables";
        return Id(r, operation.Method is "delete" or "put" && Ids.ContainsKey(disposable) && r.Happens(operation.Method == "delete" ? 0.8 : 0.5) ? disposable : kind);
    }
}
