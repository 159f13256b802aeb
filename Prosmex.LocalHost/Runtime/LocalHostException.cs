namespace Prosmex.LocalHost.Runtime;

/// <summary>What keeps the program from starting. The message is for the person who started it: Spanish, one line a problem.</summary>
internal sealed class LocalHostException(string message) : Exception(message);
