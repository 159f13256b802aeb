using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prosmex.Tests.FirstDay;

/// <summary>Exact keys, JSON types and values of an answer, written down from the contract and not from the code.</summary>
internal static partial class Forma
{
    /// <summary>
    /// The object has these keys and no other. A decimal is a number, a string a string, an instant ends with Z, a day is yyyy-MM-dd,
    /// an array of pairs an object in the object.
    /// </summary>
    public static void HasExactly(JsonNode? real, params (string Key, object? Value)[] expected)
    {
        var jsonObject = Assert.IsType<JsonObject>(real);
        Assert.Equal(expected.Select(e => e.Key).Order(StringComparer.Ordinal), jsonObject.Select(o => o.Key).Order(StringComparer.Ordinal));
        foreach (var (key, value) in expected)
        {
            if (value is (string, object?)[] hijo)
            {
                HasExactly(jsonObject[key], hijo);
                continue;
            }

            Assert.True(Es(jsonObject[key], value), $"{key}: expected {value ?? "null"}, got {jsonObject[key]?.ToJsonString() ?? "null"} in {jsonObject.ToJsonString()}");
        }
    }

    /// <summary>A list of exactly these objects in this order.</summary>
    public static void Lista(JsonNode? real, IEnumerable<(string Key, object? Value)[]> expected)
    {
        var lista = Assert.IsType<JsonArray>(real);
        var filas = expected.ToList();
        Assert.True(filas.Count == lista.Count, $"Expected {filas.Count} rows, got {lista.ToJsonString()}");
        foreach (var (fila, i) in filas.Select((f, i) => (f, i)))
        {
            HasExactly(lista[i], fila);
        }
    }

    /// <summary>The object has exactly these keys, with any values.</summary>
    public static JsonObject Keys(JsonNode? real, params string[] claves)
    {
        var jsonObject = Assert.IsType<JsonObject>(real);
        Assert.Equal(claves.Order(StringComparer.Ordinal), jsonObject.Select(o => o.Key).Order(StringComparer.Ordinal));
        return jsonObject;
    }

    /// <summary>GET /prestamos/{id}.</summary>
    public static (string Key, object? Value)[] Detail(TestPrestamo p) =>
    [
        ("prestamo_id", p.Id), ("cliente_id", p.Cliente.Id), ("fecha_inicio", p.FechaInicio), ("monto_prestamo", p.Monto), ("monto_utilidad", p.Utilidad),
        ("tipo_prestamo_id", p.Tipo.Id), ("aval_id", p.Aval.Id), ("completado", p.Completado), ("status", p.Status), ("renovacion", p.Renueva is not null),
        ("semana_activa", p.SemanaActiva), ("monto_pagado", p.Pagado), ("monto_restante", p.Restante), ("adelanto_acumulado", p.Adelanto),
    ];

    /// <summary>A row of GET /prestamos/.</summary>
    public static (string Key, object? Value)[] Fila(TestPrestamo p) =>
    [
        ("prestamo_id", p.Id), ("cliente_id", p.Cliente.Id), ("cliente_nombre", p.Cliente.NombreCompleto), ("fecha_inicio", p.FechaInicio),
        ("monto_prestamo", p.Monto), ("monto_prestamo_real", p.MontoReal), ("monto_utilidad", p.Utilidad), ("monto_pagado", p.Pagado),
        ("tipo_prestamo_id", p.Tipo.Id), ("tipo_prestamo_nombre", p.Tipo.Nombre), ("aval_id", p.Aval.Id), ("aval_nombre", p.Aval.NombreCompleto),
        ("renovacion", p.Renueva is not null), ("completado", p.Completado), ("semana_activa", p.SemanaActiva), ("fecha_creacion", p.Creado),
        ("numero_pagos", p.SemanaActiva), ("semanas_que_debe", p.SemanasQueDebe),
    ];

    /// <summary>A row of GET /pagos/prestamos, the collector's sheet.</summary>
    public static (string Key, object? Value)[] Hoja(TestPrestamo p) =>
    [
        ("GRUPO", p.Cliente.Grupo.Nombre), ("CLIENTE", p.Cliente.NombreCompleto), ("AVAL", p.Aval.NombreCompleto),
        ("MONTO_PR\u00C9STAMO", p.Monto), ("MONTO_PR\u00C9STAMO_REAL", p.MontoReal), ("FECHA_PR\u00C9STAMO", p.FechaInicio),
        ("COBRANZA_IDEAL_SEMANAL", p.CobranzaIdeal), ("TIPO_PRESTAMO", p.Tipo.Nombre), ("NUMERO_PAGOS", p.SemanaActiva), ("SEMANAS_QUE_DEBE", p.SemanasQueDebe),
        ("PRESTAMO_ID", p.Id), ("MONTO_UTILIDAD", p.Utilidad), ("RENOVACION", p.Renueva is not null), ("COMPLETADO", p.Completado),
        ("MONTO_PAGADO", p.Pagado), ("ADELANTO_ACUMULADO", p.Adelanto),
    ];

    /// <summary>A row of GET /pagos/pagos-prestamo/{id}.</summary>
    public static (string Key, object? Value)[] PagoDelPrestamo(TestPago g) =>
    [
        ("GRUPO", g.Prestamo.Cliente.Grupo.Nombre), ("CLIENTE", g.Prestamo.Cliente.NombreCompleto), ("MONTO_PRESTAMO", g.Prestamo.Monto),
        ("MONTO_PAGO", g.Monto), ("FECHA_PAGO", Dia(g.Fecha)),
    ];

    /// <summary>A payment as POST, PUT and GET /pagos/ answer it.</summary>
    public static (string Key, object? Value)[] Pago(TestPago g) =>
    [
        ("id", g.Id), ("fecha_pago", g.Fecha), ("monto_pagado", g.Monto.ToString("0.00", CultureInfo.InvariantCulture)), ("prestamo", Detail(g.Prestamo)),
        ("reversado", g.Reversado),
    ];

    /// <summary>The business day of an instant. Mexico City has kept UTC-6 all year round since 2022.</summary>
    public static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(instante.ToOffset(TimeSpan.FromHours(-6)).DateTime);

    /// <summary>Every number of an answer has two decimals at most, no exponent, and 0 no sign.</summary>
    public static void NumbersInCentavos(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject jsonObject:
                jsonObject.ToList().ForEach(o => NumbersInCentavos(o.Value));
                break;
            case JsonArray lista:
                lista.ToList().ForEach(NumbersInCentavos);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                Assert.Matches(Centavos(), value.ToJsonString());
                break;
        }
    }

    private static bool Es(JsonNode? real, object? expected) => expected switch
    {
        null => real is null,
        bool b => real?.GetValueKind() == (b ? JsonValueKind.True : JsonValueKind.False),
        string s => real?.GetValueKind() == JsonValueKind.String && (string?)real == s,
        int n => real?.GetValueKind() == JsonValueKind.Number && real.ToJsonString() == n.ToString(CultureInfo.InvariantCulture),
        decimal d => real?.GetValueKind() == JsonValueKind.Number && Centavos().IsMatch(real.ToJsonString()) && (decimal)real == d,
        DateOnly dia => real?.GetValueKind() == JsonValueKind.String && (string?)real == dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instante => real?.GetValueKind() == JsonValueKind.String && ((string)real!).EndsWith('Z')
            && DateTimeOffset.Parse((string)real!, CultureInfo.InvariantCulture) == instante,
        _ => throw new ArgumentOutOfRangeException(nameof(expected), expected, null),
    };

    [GeneratedRegex(@"^(?!-0(\.0+)?$)-?(0|[1-9]\d*)(\.\d{1,2})?$")]
    private static partial Regex Centavos();
}
