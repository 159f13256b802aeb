namespace Prosmex.Tests.Hostile;

/// <summary>Malicious values. Those for bodies are JSON texts, valid or not; those for the address are escaped.</summary>
internal static class HostileValues
{
    /// <summary>Stand for bytes that no text has; <see cref="Bodies.Bytes"/> puts them in.</summary>
    public const char LoneByte = '\ue000', Overlong = '\ue001', LoneSurrogate = '\ue002';

    /// <summary>Injection attempts, without the words that the leak check looks for.</summary>
    public static readonly string[] Injections =
    [
        "' OR '1'='1", "'; DROP TABLE pagos; --", "'; UPDATE usuarios SET rol_id=6; --", "'||pg_sleep(9)||'", "1) OR (1=1", "%' --", "$1", "@p0", "{0}{1}", "%s%n%x%p",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\\\" onload=\\\"x", "${jndi:ldap://x/a}", "{{7*7}}", "=cmd|'/c calc'!A0", "../../../../etc/passwd",
        "C:\\\\Windows\\\\win.ini", "`id`", "$(id)", "|| true", "\\r\\nSet-Cookie: a=b", "\\\\u0000", "null", "undefined", "true", "__proto__",
    ];

    public static readonly string[] Numbers =
    [
        "0", "-1", "1", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "999999999999999999999999999999", "1e400", "-1e400", "1E5", "1e2", "1e-7", "0.001",
        "100.005", "0.005", "12.345", "9999999999.99", "99999999999.99", "0.1e1", "-0", "-0.0", "-0.01", "1.0", "1.5", "5000.01", "\"1e3\"", "\"1e400\"", "\"NaN\"", "\"Infinity\"",
        "\"-Infinity\"", "\"12,5\"", "\" 12 \"", "\"+1\"", "\"0x10\"", "\"१२\"", "\"１２\"", "\"\"", "\"1 000\"", "\"007\"", "\"--1\"", "\"1.\"", "\".5\"", "\"∞\"",
    ];

    /// <summary>Not even JSON.</summary>
    public static readonly string[] Impossible =
        ["NaN", "Infinity", "-Infinity", "007", "+1", ".5", "1.", "0x10", "1_000", "'a'", "undefined", "True", "\"a", "\"\n\"", "\"\\x41\"", "\"\\u12\"", "/*c*/1", "", ",", "{", "[1", "{\"a\"}", "{\"a\":1,}", "[1,]"];

    public static readonly string[] Others = ["null", "true", "false", "[]", "{}", "[1]", "{\"a\":1}", "[[[]]]", "\"\"", "\" \"", "[null]", "{\"\":null}"];

    public static readonly string[] Strings =
    [
        .. Injections.Select(i => $"\"{i}\""), "\"\"", "\"   \"", $"\"{new string('A', 101)}\"", $"\"{new string('A', 10_000)}\"", $"\"{new string('ñ', 5_000)}\"", "\"😀😀\"",
        "\"a\u202eb\"", "\"a\u200bb\"", "\"é́́́\"", "\"\\n\\t\"", "\"\\u001b[31m\"", "\"\ufeffa\"", "\"\\ufffd\"", "\"\\ufffe\"", "\"\ufdd0\"", "\"\U0010ffff\"", "\"ﬁ\"", "\"İ\"", "\"ß\"", "\"\\/\"", "\"Ａ\"",
    ];

    /// <summary>Texts that can neither be kept nor sent back, or are none at all.</summary>
    public static readonly string[] Durations =
    [
        "\"\\u0000\"", "\"a\\u0000b\"", "\"a\0b\"", "\"\\ud800\"", "\"a\\udc00\"", "\"\\udc00\\ud800\"", "\"\\ud800\\ud800\"", "\"\\ud83d\\u0041\"",
        $"\"a{LoneByte}b\"", $"\"{Overlong}\"", $"\"{LoneSurrogate}\"",
    ];

    public static readonly string[] Dates =
    [
        "2026-02-30", "31/13/2026", "2026-13-01", "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2026-11-18T25:61:61Z", "2026-11-18T12:00:00+99:00", "2026-11-18T12:00:00+14:00",
        "2026-W47", "1763400000", "now", "infinity", "-infinity", "epoch", "hoy", "18-11-26", "2026-11-18T12:00:00Z junk", "2026-11-18 12:00", "1999-12-31", "2000-01-01",
        "2026-11-18T23:59:59.99999999999Z", "２０２６-11-18", "2026-11-19", "2027-01-01", "29/02/2025", "29-02-2024", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "-2026-11-18", "2026-11-18T", "",
    ];

    /// <summary>In place of an id in the path.</summary>
    public static readonly string[] Ids =
    [
        "0", "-1", "2147483647", "2147483648", "999999999999999999999999999999", "abc", "%00", "1%00", "%2F", "1%2F2", "..", ".", "%2e%2e", "1/..", "1/../1", "%2e%2e%2f1", "1.0", "1e3", "%2B1",
        "%201", "01", "-0", "0x1", "%EF%BC%91", "%E0%A5%A7", "%F0%9F%98%80", "%FF", "%ED%A0%80", "1;a=b", "1'--", "1%20OR%201=1", "%7Bid%7D", "*", "1,2", "null", "NaN", "%25", "%zz", "~", "1:1", "@", "",
    ];

    /// <summary>In place of a value of the query string.</summary>
    public static readonly string[] OfQuery =
    [
        "", "0", "-1", "1", "2147483647", "2147483648", "-2147483648", "99999999999999999999", "1.5", "1e3", "NaN", "abc", "%00", "a%00b", "%FF", "%ED%A0%80", "%zz", "%", "+", "%20", "null", "[]", "1,2",
        "%27%20OR%20%271%27=%271", "%27;DROP%20TABLE%20pagos;--", "%25", "_", "%5C", "%25%25%25", "%F0%9F%98%80", "%E2%80%AE", "%7B0%7D", "%3Cscript%3E", "true", "0x10", "%D9%A1", "-0", "%2B1", "a=b",
        new('a', 101), new('a', 3000), "%C3%B1", "%EF%BF%BD", "%EF%BC%91", "activo", "Titular", "titular", "Admin%00",
    ];

    /// <summary>Fields that a client must not set, on any route.</summary>
    public static readonly string[] ForbiddenFields =
    [
        "id", "status", "activo", "monto_pagado", "registrado_por", "rol_id", "usuario_id", "prestamo_id", "cliente_id", "pago_id", "pagado", "numero_pagos", "semana_activa", "fecha_cierre", "renovacion",
        "renueva_a", "excepcion_adopcion", "reversado", "reversa_de", "tipo", "xmin", "Version", "es_aval", "completado", "monto_utilidad", "monto_prestamo_real", "recibido_en", "grupo_id", "__proto__", "$type", "$id", "$ref",
    ];

    public static readonly string?[] ContentTypeHeaders =
    [
        null, "", "text/plain", "application/json; charset=utf-8", "application/json;charset=latin1", "application/json; charset=nada", "application/problem+json", "APPLICATION/JSON", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "text/json", "application/xml", ";;;", "application", "application/json, text/plain", "*/*", "application/octet-stream",
    ];

    public static readonly (string Name, string Value)[] Headers =
    [
        ("Accept", "application/xml"), ("Accept", "text/html;q=0"), ("Accept", ";;;"), ("Accept", "*/*"), ("Accept", ""), ("Accept-Language", "xx-ZZ, ' OR 1=1"), ("Accept-Encoding", "br;q=9, nada"),
        ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", $"{Sentinels.Unknown}, ::1"), ("X-Forwarded-Host", "malo.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/admin"),
        ("Forwarded", "for=127.0.0.1;host=malo.example"), ("X-Original-URL", "/users"), ("X-Rewrite-Url", "/users"), ("X-HTTP-Method-Override", "DELETE"), ("X-Real-IP", "127.0.0.1"),
        ("Idempotency-Key", ""), ("Idempotency-Key", "1"), ("Idempotency-Key", "3f8a1f6e-1111-4222-8333-444455556666"), ("Idempotency-Key", "a b c"), ("Idempotency-Key", new('k', 300)), ("Idempotency-Key", "ñandú"),
        ("Idempotency-Key", "' OR 1=1 --"), ("Idempotency-Key", $"\"{Sentinels.Unknown}\""), ("Idempotency-Key", "a,b"), ("Origin", "null"), ("Origin", "https://malo.example"), ("Origin", "nada"),
        ("Cookie", $"access_token={Sentinels.Token}"), ("Range", "bytes=0-1"), ("If-Match", "*"), ("If-None-Match", "*"), ("If-Modified-Since", "nunca"), ("Prefer", "return=minimal"), ("traceparent", "00-zz-zz-zz"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", Sentinels.Unknown), ("X-Request-ID", Sentinels.Unknown), ("User-Agent", "<script>"), ("User-Agent", ""),
        ("x-functions-key", Sentinels.Unknown), ("X-MS-CLIENT-PRINCIPAL", "e30="), ("X-MS-CLIENT-PRINCIPAL-ID", "1"), ("X-ARR-SSL", "1"), ("Referer", "javascript:1"), ("X-Muy-Larga", new('z', 6000)),
    ];

    public static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get", "HOLA"];
}
