using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Hostile;

/// <summary>Valid values by field name and schema. For an unknown name the type decides.</summary>
internal sealed class Examples(Random r, World world, bool isSignIn)
{
    // Each round registers many payments of one loan at once.
    private const string PagosDeGolpe = "pagos_de_golpe";

    // The visita of an example is a pago, which has no promesa: such a row is refused.
    private const double OfAPago = 0.1;

    // One client with an aval in the same group, one bracket, one product, so that the fields of a body belong together.
    private readonly (int Cliente, int Aval) _pair = world.Pair(r);
    private readonly int _desde = r.Next(20_000, 900_000) * 10;

    // An envío's controls and its one row must agree.
    private readonly string _montoDeHoja = $"{r.Next(0, 60)}.{r.Next(0, 100):00}";

    // A product's weeks, rate and interest must agree.
    private readonly int _semanas = r.Next(11, 20);

    /// <summary>The fields of a body with the text of their values; of a partial one some.</summary>
    public List<(string Name, string Value)> Objeto(JsonObject schema)
    {
        var properties = schema["properties"]!.AsObject().ToList();
        var exigidas = schema["required"]?.AsArray().Select(n => (string)n!).ToHashSet();
        var elegidas = exigidas is null
            ? r.SomeOf(properties, 0.3)
            : [.. properties.Where(p => exigidas.Contains(p.Key) || r.Happens(p.Key == "promesa" ? OfAPago : 0.4))];
        var deSenal = properties.Exists(p => p.Key == "regla");

        // On the page a visit is noted without a pago.
        var sinPago = properties.Exists(p => p.Key == "visita") && !properties.Exists(p => p.Key == "monto");
        return [.. elegidas.Select(p => (p.Key, deSenal && p.Key == "clave" ? $"\"{world.Id(r, "de_golpe")}\""
            : sinPago && p.Key == "visita" ? r.Pick(["\"no_estaba\"", "\"no_quiso\"", "\"prometio\""])
            : Value(p.Key, Operations.Resolve(p.Value!))))];
    }

    public static string Text(IEnumerable<(string Name, string Value)> fields) =>
        $"{{{string.Join(',', fields.Select(c => $"\"{c.Name}\":{c.Value}"))}}}";

    /// <summary>For the query string, not escaped.</summary>
    public string QueryString(Parameter parameter) => parameter.Name switch
    {
        "page" => $"{r.Next(1, 4)}",
        "per_page" => $"{r.Next(1, 201)}",
        "q" => r.Pick(["zeta", "ñ", "é"]),
        "decision" => r.Pick(["misma", "distinta"]),
        "estado" => r.Pick(["activo", "vencido", "liquidado", "renovado"]),
        "regla" => PagosDeGolpe,
        "promesa" => r.Pick(["ninguna", "pendiente", "cumplida", "incumplida"]),
        "paso" => r.Pick(["1", "8", "15"]),
        "monto" => $"{r.Next(1, 900)}00.50",
        "rol" => r.Pick(["Titular", "Gerente", "Supervisor", "Admin"]),
        var n when Integer(n) is { } whole => $"{whole}",
        _ => parameter.Type == "integer" ? $"{r.Next(1, 5)}" : Dia(),
    };

    private string Value(string name, JsonObject schema)
    {
        if (schema["enum"] is JsonArray options)
        {
            return options[r.Next(options.Count)]?.ToJsonString() ?? "null";
        }

        string[] tipos = schema["type"] is JsonArray varios ? [.. varios.Select(t => (string)t!)] : [(string)schema["type"]!];
        if (tipos.Contains("boolean"))
        {
            return name == "activo" || r.Happens(0.7) ? "true" : "false";
        }

        if (tipos.Contains("integer"))
        {
            return OfString(tipos, $"{Integer(name) ?? r.Next(1, 5)}");
        }

        return tipos.Contains("number") ? OfString(tipos, Monto(name))
            : tipos.Contains("array") ? $"[{Value(name, Operations.Resolve(schema["items"]!))}]"
            : tipos.Contains("object") ? schema["properties"] is null ? "{}" : Text(Objeto(schema))
            : JsonSerializer.Serialize((string?)schema["format"] == "uuid" ? Uuid() : Text(name));
    }

    private string Uuid()
    {
        var bytes = new byte[16];
        r.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private string OfString(string[] tipos, string numero) => tipos.Contains("string") && r.Happens(0.4) ? $"\"{numero}\"" : numero;

    private int? Integer(string name) => name switch
    {
        "cliente_id" => _pair.Cliente,
        "aval_id" => _pair.Aval,
        "otro_id" => world.Id(r, "clientes"),
        "grupo_id" => r.Happens(0.9) ? World.Grupo : world.Id(r, "grupos"),
        "ruta_id" => world.Id(r, "rutas"),
        "prestamo_id" => world.Id(r, "prestamos"),
        "pago_id" => world.Id(r, "pagos"),
        "tipo_prestamo_id" => world.Id(r, "tipos"),
        "usuario_id_gestor" => World.Persona(1),
        "usuario_id_titular" => World.Persona(2),
        "usuario_id_supervisor" => World.Persona(3),
        "usuario_id_gerente" => World.Persona(4),
        "rol_id" => r.Next(1, 6),
        "numero_semanas" => _semanas,
        "control_filas" => 1,

        // A rule that is off: the work of the others goes on.
        "aprobadores" => 0,
        _ when name.StartsWith("usuario_id", StringComparison.Ordinal) => world.Id(r, "usuarios"),
        _ => null,
    };

    private string Monto(string name) => name switch
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

    private string Text(string name) => name switch
    {
        "estado_civil" => r.Pick(["casado", "divorciado", "viudo", "soltero"]),
        "propiedad" => r.Pick(["casa_propia", "rentada", "prestada"]),
        "cp" => $"0{r.Next(0, 10_000):0000}",
        "codigo_ine" => $"{Sentinels.Ine}{r.Next():00000000000}"[..18],
        "usuario" => isSignIn ? world.SignIn(r).Usuario : $"hostil-{r.Next():x}-{r.Next():x}",
        _ when name.Contains("contrasena", StringComparison.Ordinal) =>
            isSignIn || name.Contains("actual", StringComparison.Ordinal) || name.Contains("anterior", StringComparison.Ordinal)
                ? World.EveryContrasena
                : $"{Sentinels.Contrasena}-{r.Next():x}",
        "limite" => "semanas_para_renovar",
        "tipo" => "castigo",
        "regla" => PagosDeGolpe,
        "telefono_id" => World.Telefono(r),
        "version" => "1.0.3",
        "envio_id" or "clave" => Uuid(),
        "llave" => "1001-20261116",
        "visita" => "pago",
        "telefono" => $"33{r.Next(10_000_000, 100_000_000)}",
        "curp" => r.Pick(Sentinels.Curps),
        "rfc" => "GODE561231GR8",
        "clabe" => "032180000118359719",
        "sexo" => r.Pick(["mujer", "hombre", "no_binario"]),
        "estado" => r.Pick(["jalisco", "ciudad_de_mexico"]),
        "decision" => r.Pick(["misma", "distinta"]),
        "numero" => $"{r.Next(1, 1000)}",
        "ocurrido_en" or "enviado_en" => $"{World.Today}T{r.Next(8, 12):00}:{r.Next(0, 60):00}:00-06:00",
        "fecha_pago" => r.Happens(0.5) ? World.Today : $"{World.Today}T{r.Next(8, 12):00}:{r.Next(0, 60):00}:00-06:00",
        _ when name.Contains("fecha", StringComparison.Ordinal) || name is "desde" or "hasta" or "semana" => Dia(),
        _ => $"{Sentinels.Nombre} {r.Next(1, 1000)}",
    };

    private string Dia()
    {
        var dia = DateOnly.ParseExact(World.Today, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-r.Next(0, 30));
        return dia.ToString(r.Pick(["yyyy-MM-dd", "yyyy-MM-dd", "dd/MM/yyyy", "dd-MM-yyyy"]), CultureInfo.InvariantCulture);
    }
}
