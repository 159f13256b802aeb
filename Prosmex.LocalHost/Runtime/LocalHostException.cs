namespace Prosmex.LocalHost.Runtime;

/// <summary>A problem that prevents the start. The message is for the user: Spanish, one line per problem.</summary>
internal sealed class LocalHostException(string message) : Exception(message);
