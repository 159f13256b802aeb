namespace Prosmex.Tests.Hostile;

/// <summary>Makes the request of an index: the same seed, index and world make the same one.</summary>
internal sealed class Generador(int seed)
{
    private const double Licitas = 0.33;

    // Each operation in turn: those with a body, where most can be wrong, in more turns, but those that hash passwords in few.
    private static readonly Operation[] Turnos =
        [.. Enumerable.Range(0, 8).SelectMany(vuelta => Operaciones.Todas.Where(o => vuelta < (o.EsCostosa ? 1 : o.Cuerpo is null ? 4 : 8)))];

    public Solicitud Crear(int index, Mundo mundo)
    {
        var r = Dados(index);
        var operacion = Turnos[index % Turnos.Length];
        var rol = r.Toca(0.5) ? 6 : r.Next(1, 7);
        return r.Toca(Licitas) ? Licita(r, index, operacion, mundo, rol) : Hostil(r, index, operacion, mundo, rol);
    }

    /// <summary>An administrator does what the operation is for.</summary>
    public Solicitud CrearLicita(int index, Operation operacion, Mundo mundo) => Licita(Dados(index), index, operacion, mundo, rol: 6);

    private Random Dados(int index) => new(unchecked((seed * 1_000_003) + index));

    private Solicitud Licita(Random r, int index, Operation operacion, Mundo mundo, int rol) => new(
        seed,
        index,
        operacion,
        operacion.Metodo.ToUpperInvariant(),
        Ruta(r, operacion, mundo, hostil: false) + Consulta(r, operacion, mundo, hostil: false),
        Credenciales.Propia(r, operacion, mundo, rol),
        [],
        operacion.Cuerpo is not null && (operacion.ExigeCuerpo || r.Toca(0.5)) ? Cuerpos.Licito(r, operacion, Ejemplo(r, operacion, mundo)) : null);

    private Solicitud Hostil(Random r, int index, Operation operacion, Mundo mundo, int rol)
    {
        var ejemplo = Ejemplo(r, operacion, mundo);
        var metodo = r.Toca(0.04) ? r.De(Valores.Metodos) : operacion.Metodo.ToUpperInvariant();
        var body = operacion.Cuerpo is null ? (r.Toca(0.08) ? Cuerpos.DeSobra(r) : null)
            : r.Toca(0.03) ? null
            : r.Toca(0.8) ? Cuerpos.Hostil(r, operacion, ejemplo)
            : Cuerpos.Licito(r, operacion, ejemplo);

        return new(
            seed,
            index,
            operacion,
            metodo,
            Ruta(r, operacion, mundo, hostil: r.Toca(operacion.Cuerpo is null ? 0.45 : 0.12)) + Consulta(r, operacion, mundo, hostil: r.Toca(operacion.Metodo == "get" ? 0.6 : 0.1)),
            r.Toca(0.12) ? Credenciales.Ajena(r, mundo) : Credenciales.Propia(r, operacion, mundo, rol),
            r.Toca(0.3) ? Cabeceras(r, metodo) : [],

            // TRACE carries none.
            metodo == "TRACE" ? null : body);
    }

    private static Func<List<(string, string)>> Ejemplo(Random r, Operation operacion, Mundo mundo) =>
        () => new Ejemplos(r, mundo, operacion.EsPublica).Objeto(operacion.Cuerpo!);

    private static string Ruta(Random r, Operation operacion, Mundo mundo, bool hostil)
    {
        var ruta = string.Concat(operacion.Segmentos.Select(s => "/" + (!Operaciones.EsParametro(s) ? s
            : hostil && r.Toca(0.9) ? r.De(Valores.Ids)
            : mundo.ValorDeRuta(r, operacion, s.Trim('{', '}')))));
        ruta = ruta.Length == 0 ? "/" : ruta;
        return !hostil || (ruta.Contains('%', StringComparison.Ordinal) && r.Toca(0.9)) ? ruta
            : r.Next(14) switch
            {
                0 => ruta.ToUpperInvariant(),
                1 => ruta + "//",
                2 => "/" + ruta,
                3 => "/." + ruta,
                4 => $"/{Centinelas.Desconocido}/..{ruta}",
                5 => $"{ruta}/{Centinelas.Desconocido}",
                6 => $"{ruta}.json",
                7 => ruta + "%20",
                _ when r.Toca(0.5) => ruta + "/",
                _ => ruta,
            };
    }

    private static string Consulta(Random r, Operation operacion, Mundo mundo, bool hostil)
    {
        var ejemplos = new Ejemplos(r, mundo, esEntrada: false);
        List<string> partes = [];
        foreach (var parametro in operacion.Consulta.Where(p => p.Obligatorio || r.Toca(0.4)))
        {
            var value = !hostil || r.Toca(0.35) ? Uri.EscapeDataString(ejemplos.Consulta(parametro))
                : parametro.Tipo == "string" && r.Toca(0.4) ? Uri.EscapeDataString(r.De(Valores.Fechas))
                : r.De(Valores.DeConsulta);
            partes.Add($"{(hostil && r.Toca(0.05) ? parametro.Nombre.ToUpperInvariant() : parametro.Nombre)}={value}");
        }

        if (hostil && partes.Count > 0 && r.Toca(0.1))
        {
            partes.Add(r.De(partes));
        }

        if (hostil && r.Toca(0.3))
        {
            partes.Add(r.De([$"{Centinelas.Desconocido}={Centinelas.Desconocido}", $"{Centinelas.Desconocido}", "=", "&&", "page[]=1", "page%00=1", "semana=2026-13-45", "per_page=1000000", $"id={r.De(Valores.DeConsulta)}"]));
        }

        return partes.Count == 0 ? "" : "?" + string.Join('&', partes);
    }

    private static IReadOnlyList<(string Nombre, string Valor)> Cabeceras(Random r, string metodo) =>
        metodo == "OPTIONS" && r.Toca(0.7)
            ? [("Origin", "null"), ("Access-Control-Request-Method", r.De(Valores.Metodos)), ("Access-Control-Request-Headers", "authorization,idempotency-key")]
            : [.. Enumerable.Range(0, r.Next(1, 4)).Select(_ => r.De(Valores.Cabeceras)).DistinctBy(c => c.Nombre)];
}
