using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Prosmex.WorkerTests.Host.Rpc;

namespace Prosmex.WorkerTests.Host;

/// <summary>The host's end of the one stream that the worker opens.</summary>
internal sealed class WorkerStream : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _waiting = new();
    private readonly TaskCompletionSource<StreamingMessage> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<RpcLog> _logs = new();

    /// <summary>What the worker logged at Information or above, oldest first.</summary>
    public IReadOnlyList<RpcLog> Logs => [.. _logs];

    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var writing = WriteAsync(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                Receive(message);
            }
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            // The worker ended.
        }

        _outgoing.Writer.TryComplete();
        _ended.TrySetException(new IOException("The worker went away."));
        await writing;
    }

    /// <summary>Sends the host's capabilities, and loads every function; one that cannot be loaded has its error set.</summary>
    /// <returns>The functions by name, as the host sorts them, and where the worker takes their requests.</returns>
    public async Task<(IReadOnlyList<IndexedFunction> Functions, Uri Http)> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        await ExpectAsync(nameof(StartStream), cancellationToken);
        var init = (await AskAsync(new() { WorkerInitRequest = new() { HostVersion = "4.0.0.0", WorkerDirectory = folder, FunctionAppDirectory = folder } }, nameof(WorkerInitResponse), cancellationToken)).WorkerInitResponse;
        Require(init.Result);
        var index = (await AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = folder } }, nameof(FunctionMetadataResponse), cancellationToken)).FunctionMetadataResponse;
        Require(index.Result);
        List<IndexedFunction> functions = [.. index.FunctionMetadataResults.Select(m => new IndexedFunction(m)).OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)];
        foreach (var function in functions)
        {
            var id = function.Metadata.FunctionId;
            var loaded = (await AskAsync(new() { FunctionLoadRequest = new() { FunctionId = id, Metadata = function.Metadata } }, id, cancellationToken)).FunctionLoadResponse;
            function.Error = loaded.Result.Status == StatusResult.Types.Status.Success ? null : $"{loaded.Result.Exception?.Message ?? loaded.Result.Result}";
        }

        return (functions, new Uri(init.Capabilities["HttpUri"]));
    }

    /// <summary>Invokes a function; completes with the worker's response.</summary>
    public async Task<StatusResult> InvokeAsync(InvocationRequest request) =>
        (await AskAsync(new() { InvocationRequest = request }, request.InvocationId, CancellationToken.None)).InvocationResponse.Result;

    public void Cancel(string invocationId) => Send(new() { InvocationCancel = new() { InvocationId = invocationId } });

    /// <summary>Asks the worker to terminate within the grace period.</summary>
    public void Terminate(TimeSpan grace) => Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });

    private static void Require(StatusResult result)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new InvalidOperationException($"The worker refuses: {result.Exception?.Message ?? result.Result}");
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.RpcLog when message.RpcLog.Level >= RpcLog.Types.Level.Information:
                _logs.Enqueue(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                Answer(message.InvocationResponse.InvocationId, message);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                Answer(message.FunctionLoadResponse.FunctionId, message);
                break;
            default:
                Answer($"{message.ContentCase}", message);
                break;
        }
    }

    private void Answer(string key, StreamingMessage message) => Waiting(key).TrySetResult(message);

    private Task<StreamingMessage> AskAsync(StreamingMessage question, string key, CancellationToken cancellationToken)
    {
        var answer = ExpectAsync(key, cancellationToken);
        Send(question);
        return answer;
    }

    private async Task<StreamingMessage> ExpectAsync(string key, CancellationToken cancellationToken)
    {
        var message = await await Task.WhenAny(Waiting(key).Task, _ended.Task).WaitAsync(cancellationToken);
        _waiting.TryRemove(key, out _);
        return message;
    }

    // The answer may come before or after it is awaited.
    private TaskCompletionSource<StreamingMessage> Waiting(string key) =>
        _waiting.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await stream.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or InvalidOperationException)
        {
            // The worker ended.
        }
    }
}
