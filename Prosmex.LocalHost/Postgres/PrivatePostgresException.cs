namespace Prosmex.LocalHost.Postgres;

/// <summary>The private server cannot run; the message is one line in Spanish with the remedy.</summary>
internal sealed class PrivatePostgresException(string message) : Exception(message);
