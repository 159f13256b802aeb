namespace Prosmex.Tests.Hostile;

/// <summary>Makes the request of an index: the same seed, index and world make the same one.</summary>
internal sealed class Generator(int seed)
{
    private const double LawfulShare = 0.33;

    // Each operation in turn: those with a body, where most can be wrong, in more turns, but those that hash passwords in few.
    private static readonly Operation[] Turns =
        [.. Enumerable.Range(0, 8).SelectMany(round => Operations.All.Where(o => round < (o.IsCostly ? 1 : o.Body is null ? 4 : 8)))];

    public HostileRequest Create(int index, World world)
    {
        var r = RandomOf(index);
        var operation = Turns[index % Turns.Length];
        var rol = r.Happens(0.5) ? 6 : r.Next(1, 7);
        return r.Happens(LawfulShare) ? Lawful(r, index, operation, world, rol) : Hostile(r, index, operation, world, rol);
    }

    /// <summary>An administrator does what the operation is for.</summary>
    public HostileRequest CreateLawful(int index, Operation operation, World world) => Lawful(RandomOf(index), index, operation, world, rol: 6);

    private Random RandomOf(int index) => new(unchecked((seed * 1_000_003) + index));

    private HostileRequest Lawful(Random r, int index, Operation operation, World world, int rol) => new(
        seed,
        index,
        operation,
        operation.Method.ToUpperInvariant(),
        Path(r, operation, world, hostile: false) + QueryString(r, operation, world, hostile: false),
        Credentials.Own(r, operation, world, rol),
        [],
        operation.Body is not null && (operation.RequiresBody || r.Happens(0.5)) ? Bodies.Lawful(r, operation, Example(r, operation, world)) : null);

    private HostileRequest Hostile(Random r, int index, Operation operation, World world, int rol)
    {
        var example = Example(r, operation, world);
        var method = r.Happens(0.04) ? r.Pick(HostileValues.Methods) : operation.Method.ToUpperInvariant();
        var body = operation.Body is null ? (r.Happens(0.08) ? Bodies.Superfluous(r) : null)
            : r.Happens(0.03) ? null
            : r.Happens(0.8) ? Bodies.Hostile(r, operation, example)
            : Bodies.Lawful(r, operation, example);

        return new(
            seed,
            index,
            operation,
            method,
            Path(r, operation, world, hostile: r.Happens(operation.Body is null ? 0.45 : 0.12)) + QueryString(r, operation, world, hostile: r.Happens(operation.Method == "get" ? 0.6 : 0.1)),
            r.Happens(0.12) ? Credentials.Foreign(r, world) : Credentials.Own(r, operation, world, rol),
            r.Happens(0.3) ? Headers(r, method) : [],

            // TRACE carries none.
            method == "TRACE" ? null : body);
    }

    private static Func<List<(string, string)>> Example(Random r, Operation operation, World world) =>
        () => new Examples(r, world, operation.IsPublic).Objeto(operation.Body!);

    private static string Path(Random r, Operation operation, World world, bool hostile)
    {
        var path = string.Concat(operation.Segments.Select(s => "/" + (!Operations.IsParameter(s) ? s
            : hostile && r.Happens(0.9) ? r.Pick(HostileValues.Ids)
            : world.PathValue(r, operation, s.Trim('{', '}')))));
        path = path.Length == 0 ? "/" : path;
        return !hostile || (path.Contains('%', StringComparison.Ordinal) && r.Happens(0.9)) ? path
            : r.Next(14) switch
            {
                0 => path.ToUpperInvariant(),
                1 => path + "//",
                2 => "/" + path,
                3 => "/." + path,
                4 => $"/{Sentinels.Unknown}/..{path}",
                5 => $"{path}/{Sentinels.Unknown}",
                6 => $"{path}.json",
                7 => path + "%20",
                _ when r.Happens(0.5) => path + "/",
                _ => path,
            };
    }

    private static string QueryString(Random r, Operation operation, World world, bool hostile)
    {
        var examples = new Examples(r, world, isSignIn: false);
        List<string> parts = [];
        foreach (var parameter in operation.Query.Where(p => p.IsRequired || r.Happens(0.4)))
        {
            var value = !hostile || r.Happens(0.35) ? Uri.EscapeDataString(examples.QueryString(parameter))
                : parameter.Type == "string" && r.Happens(0.4) ? Uri.EscapeDataString(r.Pick(HostileValues.Dates))
                : r.Pick(HostileValues.OfQuery);
            parts.Add($"{(hostile && r.Happens(0.05) ? parameter.Name.ToUpperInvariant() : parameter.Name)}={value}");
        }

        if (hostile && parts.Count > 0 && r.Happens(0.1))
        {
            parts.Add(r.Pick(parts));
        }

        if (hostile && r.Happens(0.3))
        {
            parts.Add(r.Pick([$"{Sentinels.Unknown}={Sentinels.Unknown}", $"{Sentinels.Unknown}", "=", "&&", "page[]=1", "page%00=1", "semana=2026-13-45", "per_page=1000000", $"id={r.Pick(HostileValues.OfQuery)}"]));
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private static IReadOnlyList<(string Name, string Value)> Headers(Random r, string method) =>
        method == "OPTIONS" && r.Happens(0.7)
            ? [("Origin", "null"), ("Access-Control-Request-Method", r.Pick(HostileValues.Methods)), ("Access-Control-Request-Headers", "authorization,idempotency-key")]
            : [.. Enumerable.Range(0, r.Next(1, 4)).Select(_ => r.Pick(HostileValues.Headers)).DistinctBy(c => c.Name)];
}
