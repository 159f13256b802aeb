using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>
/// A program with a real streaming replica, a user who writes and one who reads. Which server answers is told by what it answers: while the replica
/// stands still, it does not have what was written since.
/// </summary>
public abstract class ReplicaOffice(ReplicatedServer servers) : IAsyncLifetime
{
    // Longer than a busy machine takes for any test.
    protected const int Bound = 60;

    // On a busy machine everything may take longer than the program allows.
    protected const string Patient = ";Timeout=20;Command Timeout=20;Options=-c lock_timeout=20000 -c statement_timeout=20000";

    private readonly string _suffix = $"{Guid.NewGuid():N}"[..8];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal ProgramWithClock Program { get; private set; } = null!;

    protected Api Writer { get; private set; } = null!;

    protected Api Reader { get; private set; } = null!;

    protected ReplicatedServer Servers => servers;

    internal StreamingReplica Replica => servers.Replica;

    public async ValueTask InitializeAsync()
    {
        Program = await StartAsync(servers.Connection + Patient, Replica.Connection + Patient);
        await Personas.AgregarAsync(servers.Connection, $"ada{_suffix}");
        await Personas.AgregarAsync(servers.Connection, $"bea{_suffix}");
        Writer = await Program.Api().SignedInAsync($"ada{_suffix}");
        Reader = await Program.Api().SignedInAsync($"bea{_suffix}");
        await CatchUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Writer.Dispose();
        Reader.Dispose();
        await Program.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static Task<ProgramWithClock> StartAsync(string primary, string replica, params (string Name, string Value)[] settings) =>
        ProgramWithClock.StartAsync(primary, [("ConnectionStrings:ProsmexLectura", replica), ("Prosmex:Lectura:AtrasoMaximo", $"{Bound}"), .. settings]);

    protected Task CatchUpAsync() => UseAsync(Program, Reader, Replica);

    // The program asks both servers at most once a second.
    internal static async Task UseAsync(ProgramWithClock program, Api reader, StreamingReplica replica)
    {
        await replica.CatchUpAsync();
        await RevocationOffice.UntilAsync(
            async () =>
            {
                program.Clock.Advance(1);
                await reader.GetAsync("/clientes");
                return program.Service<ReadReplica>().IsFresh;
            },
            "the replica is used");
    }

    /// <summary>Of the user who reads.</summary>
    protected Task<Api> AnotherSessionAsync() => Program.Api().SignedInAsync($"bea{_suffix}");

    protected static async Task<int> ClientsAsync(Api api, string path = "/clientes/avales?per_page=1") => (int)(await api.GetAsync(path)).Data["total_pages"]!;

    protected Task WriteClientAsync() => WriteClientAsync(Writer);

    protected static async Task<int> WriteClientAsync(Api api) =>
        (int)(await api.PostWithKeyAsync("/clientes", JsonNode.Parse(Despacho.Cliente().Replace("{", """{"es_aval":true,""", StringComparison.Ordinal))!)).Data["cliente"]!;

    // Granted weeks ago, so that it is late too.
    protected async Task WriteLoanAsync()
    {
        var (client, aval) = (await WriteClientAsync(Writer), await WriteClientAsync(Writer));
        var loan = (int)(await Writer.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{client}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
        await TestDatabase.ExecuteAsync(servers.Connection, $"UPDATE prestamos SET fecha_inicio = '2026-10-28' WHERE prestamo_id = {loan}");
        var paid = await Writer.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{loan}},"monto_pagado":50,"fecha_pago":"2026-11-18"}]"""));
        Assert.True(paid.Message.IsSuccessStatusCode, paid.Text);
    }

    /// <summary>No client can be written while the connection is open.</summary>
    protected async Task<NpgsqlConnection> LockClientsAsync()
    {
        var other = new NpgsqlConnection(servers.Connection + ";Pooling=false");
        await other.OpenAsync(Cancellation);
        await using var take = new NpgsqlCommand("BEGIN; LOCK TABLE clientes_avales IN EXCLUSIVE MODE", other);
        await take.ExecuteNonQueryAsync(Cancellation);
        return other;
    }
}
