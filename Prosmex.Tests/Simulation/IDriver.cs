namespace Prosmex.Tests.Simulation;

/// <summary>What came of an operation.</summary>
/// <param name="Codigo">Of the refusal; null where it was done.</param>
/// <param name="Malas">The bad rows of a refused batch, each with its own code.</param>
/// <param name="Cierres">The weeks that it closed.</param>
internal sealed record ApiResponse(string? Codigo, IReadOnlyList<(int Index, string Codigo)> Malas, IReadOnlyList<TestCierre> Cierres)
{
    public static readonly ApiResponse Hecho = new(null, [], []);
}

/// <summary>A collection as it is kept.</summary>
internal sealed record CobroGuardado(int Pago, int Prestamo, DateTimeOffset Fecha, decimal Monto, bool Reversado);

/// <summary>Drives the program: turns the simulation's operations into calls and its state into what the model can be held against.</summary>
internal interface IDriver
{
    /// <summary>Whether it keeps faltas; without a database nothing does.</summary>
    public bool KeepsFaltas { get; }

    /// <summary>Begins an empty lender with clients 1 to <paramref name="clientes"/>; forgets the one before.</summary>
    public Task BeginAsync(int clientes, int semanasParaRenovar, DateTimeOffset ahora);

    public Task<ApiResponse> DoAsync(Operation operation, DateTimeOffset ahora);

    /// <summary>Of the loans that exist, in any order.</summary>
    public Task<IReadOnlyList<EstadoDePrestamo>> VerAsync(IReadOnlyCollection<int> prestamos);

    /// <summary>Per loan that has any, the sum and the number of the rows of its ledger.</summary>
    public Task<IReadOnlyDictionary<int, (decimal Suma, int Asientos)>> SumAsync();

    /// <summary>Every collection that was accepted.</summary>
    public Task<IReadOnlyList<CobroGuardado>> CobrosAsync();

    /// <summary>Mondays of the closed weeks, oldest first.</summary>
    public Task<IReadOnlyList<DateOnly>> CerradasAsync();
}
