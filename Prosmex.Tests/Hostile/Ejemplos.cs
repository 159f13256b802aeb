using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Hostile;

/// <summary>Valid values by field name and schema. For an unknown name the type decides.</summary>
internal sealed class Ejemplos(Random r, Mundo mundo, bool esEntrada)
{
    // Each round registers many payments of one loan at once.
    private const string PagosDeGolpe = "pagos_de_golpe";

    // The visita of an example is a pago, which has no promesa: such a row is refused.
    private const double OfAPago = 0.1;

    // One client with an aval in the same group, one bracket, one product, so that the fields of a body belong together.
    private readonly (int Cliente, int Aval) _pareja = mundo.Pareja(r);
    private readonly int _desde = r.Next(20_000, 900_000) * 10;

    // An envío's controls and its one row must agree.
    private readonly string _montoDeHoja = $"{r.Next(0, 60)}.{r.Next(0, 100):00}";

    // A product's weeks, rate and interest must agree.
    private readonly int _semanas = r.Next(11, 20);

    /// <summary>The fields of a body with the text of their values; of a partial one some.</summary>
    public List<(string Nombre, string Valor)> Objeto(JsonObject esquema)
    {
        var propiedades = esquema["properties"]!.AsObject().ToList();
        var exigidas = esquema["required"]?.AsArray().Select(n => (string)n!).ToHashSet();
        var elegidas = exigidas is null
            ? r.Algunos(propiedades, 0.3)
            : [.. propiedades.Where(p => exigidas.Contains(p.Key) || r.Toca(p.Key == "promesa" ? OfAPago : 0.4))];
        var deSenal = propiedades.Exists(p => p.Key == "regla");

        // On the page a visit is noted without a pago.
        var sinPago = propiedades.Exists(p => p.Key == "visita") && !propiedades.Exists(p => p.Key == "monto");
        return [.. elegidas.Select(p => (p.Key, deSenal && p.Key == "clave" ? $"\"{mundo.Id(r, "de_golpe")}\""
            : sinPago && p.Key == "visita" ? r.De(["\"no_estaba\"", "\"no_quiso\"", "\"prometio\""])
            : Valor(p.Key, Operaciones.Resolver(p.Value!))))];
    }

    public static string Texto(IEnumerable<(string Nombre, string Valor)> fields) =>
        $"{{{string.Join(',', fields.Select(c => $"\"{c.Nombre}\":{c.Valor}"))}}}";

    /// <summary>For the query string, not escaped.</summary>
    public string Consulta(Parametro parametro) => parametro.Nombre switch
    {
        "page" => $"{r.Next(1, 4)}",
        "per_page" => $"{r.Next(1, 201)}",
        "q" => r.De(["zeta", "ñ", "é"]),
        "decision" => r.De(["misma", "distinta"]),
        "estado" => r.De(["activo", "vencido", "liquidado", "renovado"]),
        "regla" => PagosDeGolpe,
        "promesa" => r.De(["ninguna", "pendiente", "cumplida", "incumplida"]),
        "paso" => r.De(["1", "8", "15"]),
        "monto" => $"{r.Next(1, 900)}00.50",
        "rol" => r.De(["Titular", "Gerente", "Supervisor", "Admin"]),
        var n when Entero(n) is { } entero => $"{entero}",
        _ => parametro.Tipo == "integer" ? $"{r.Next(1, 5)}" : Dia(),
    };

    private string Valor(string nombre, JsonObject esquema)
    {
        if (esquema["enum"] is JsonArray options)
        {
            return options[r.Next(options.Count)]?.ToJsonString() ?? "null";
        }

        string[] tipos = esquema["type"] is JsonArray varios ? [.. varios.Select(t => (string)t!)] : [(string)esquema["type"]!];
        if (tipos.Contains("boolean"))
        {
            return nombre == "activo" || r.Toca(0.7) ? "true" : "false";
        }

        if (tipos.Contains("integer"))
        {
            return DeCadena(tipos, $"{Entero(nombre) ?? r.Next(1, 5)}");
        }

        return tipos.Contains("number") ? DeCadena(tipos, Monto(nombre))
            : tipos.Contains("array") ? $"[{Valor(nombre, Operaciones.Resolver(esquema["items"]!))}]"
            : tipos.Contains("object") ? esquema["properties"] is null ? "{}" : Texto(Objeto(esquema))
            : JsonSerializer.Serialize((string?)esquema["format"] == "uuid" ? Uuid() : Cadena(nombre));
    }

    private string Uuid()
    {
        var bytes = new byte[16];
        r.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private string DeCadena(string[] tipos, string numero) => tipos.Contains("string") && r.Toca(0.4) ? $"\"{numero}\"" : numero;

    private int? Entero(string nombre) => nombre switch
    {
        "cliente_id" => _pareja.Cliente,
        "aval_id" => _pareja.Aval,
        "otro_id" => mundo.Id(r, "clientes"),
        "grupo_id" => r.Toca(0.9) ? Mundo.Grupo : mundo.Id(r, "grupos"),
        "ruta_id" => mundo.Id(r, "rutas"),
        "prestamo_id" => mundo.Id(r, "prestamos"),
        "pago_id" => mundo.Id(r, "pagos"),
        "tipo_prestamo_id" => mundo.Id(r, "tipos"),
        "usuario_id_gestor" => Mundo.Persona(1),
        "usuario_id_titular" => Mundo.Persona(2),
        "usuario_id_supervisor" => Mundo.Persona(3),
        "usuario_id_gerente" => Mundo.Persona(4),
        "rol_id" => r.Next(1, 6),
        "numero_semanas" => _semanas,
        "control_filas" => 1,

        // A rule that is off: the work of the others goes on.
        "aprobadores" => 0,
        _ when nombre.StartsWith("usuario_id", StringComparison.Ordinal) => mundo.Id(r, "usuarios"),
        _ => null,
    };

    private string Monto(string nombre) => nombre switch
    {
        "monto_prestamo" => $"{r.Next(5, 50)}00",
        "control_total" or "monto" => _montoDeHoja,
        "monto_pagado" => $"{r.Next(0, 60)}.{r.Next(0, 100):00}",
        "entrega_min" => $"{_desde}",
        "entrega_max" => $"{_desde + 9}",
        "porcentaje_semanal" => "0.1",
        "interes" => $"0.{_semanas - 10}",
        "corte_total" => $"-{r.Next(0, 9000)}.{r.Next(0, 100):00}",
        _ => $"{r.Next(0, 900)}.{r.Next(0, 10)}",
    };

    private string Cadena(string nombre) => nombre switch
    {
        "estado_civil" => r.De(["casado", "divorciado", "viudo", "soltero"]),
        "propiedad" => r.De(["casa_propia", "rentada", "prestada"]),
        "cp" => $"0{r.Next(0, 10_000):0000}",
        "codigo_ine" => $"{Centinelas.Ine}{r.Next():00000000000}"[..18],
        "usuario" => esEntrada ? mundo.Entrada(r).Usuario : $"hostil-{r.Next():x}-{r.Next():x}",
        _ when nombre.Contains("contrasena", StringComparison.Ordinal) =>
            esEntrada || nombre.Contains("actual", StringComparison.Ordinal) || nombre.Contains("anterior", StringComparison.Ordinal)
                ? Mundo.ContrasenaDeTodos
                : $"{Centinelas.Contrasena}-{r.Next():x}",
        "limite" => "semanas_para_renovar",
        "tipo" => "castigo",
        "regla" => PagosDeGolpe,
        "telefono_id" => Mundo.Telefono(r),
        "version" => "1.0.3",
        "envio_id" or "clave" => Uuid(),
        "llave" => "1001-20261116",
        "visita" => "pago",
        "telefono" => $"33{r.Next(10_000_000, 100_000_000)}",
        "curp" => r.De(Centinelas.Curps),
        "rfc" => "GODE561231GR8",
        "clabe" => "032180000118359719",
        "sexo" => r.De(["mujer", "hombre", "no_binario"]),
        "estado" => r.De(["jalisco", "ciudad_de_mexico"]),
        "decision" => r.De(["misma", "distinta"]),
        "numero" => $"{r.Next(1, 1000)}",
        "ocurrido_en" or "enviado_en" => $"{Mundo.Hoy}T{r.Next(8, 12):00}:{r.Next(0, 60):00}:00-06:00",
        "fecha_pago" => r.Toca(0.5) ? Mundo.Hoy : $"{Mundo.Hoy}T{r.Next(8, 12):00}:{r.Next(0, 60):00}:00-06:00",
        _ when nombre.Contains("fecha", StringComparison.Ordinal) || nombre is "desde" or "hasta" or "semana" => Dia(),
        _ => $"{Centinelas.Nombre} {r.Next(1, 1000)}",
    };

    private string Dia()
    {
        var dia = DateOnly.ParseExact(Mundo.Hoy, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-r.Next(0, 30));
        return dia.ToString(r.De(["yyyy-MM-dd", "yyyy-MM-dd", "dd/MM/yyyy", "dd-MM-yyyy"]), CultureInfo.InvariantCulture);
    }
}
