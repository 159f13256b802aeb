namespace Prosmex.LocalHost.Postgres;

/// <summary>The private server cannot run; the message is one line in Spanish that says what to do about it.</summary>
internal sealed class PrivatePostgresException(string message) : Exception(message);
