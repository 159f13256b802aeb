using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Prosmex.Functions.Http;

/// <summary>The envelope of most responses.</summary>
public sealed record Datos<T>(T Data);

/// <summary>A response that only confirms the work.</summary>
public sealed record MensajeDto(string Message);

/// <summary>The results of functions.</summary>
public static class Responses
{
    /// <summary>200 with the value as it is.</summary>
    public static IResult Bare<T>(T value) => TypedResults.Json(value, ProsmexJson.Options);

    /// <summary>201 with the value as it is.</summary>
    public static IResult BareCreated<T>(T value) => TypedResults.Json(value, ProsmexJson.Options, statusCode: StatusCodes.Status201Created);

    /// <summary>200 with <c>{data: …}</c>.</summary>
    public static IResult Ok<T>(T datos) => Bare(new Datos<T>(datos));

    /// <summary>The same, or 304 where the caller has this version.</summary>
    public static IResult Conditional<T>(T datos, string version) => new ServedFileResult(
        ServedFile.Of("application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(new Datos<T>(datos), ProsmexJson.Options), version))
    { IsPrivate = true };

    /// <summary>201 with <c>{data: …}</c>.</summary>
    public static IResult Created<T>(T datos) => BareCreated(new Datos<T>(datos));

    /// <summary>202 with <c>{data: …}</c>.</summary>
    public static IResult Accepted<T>(T datos) => TypedResults.Json(new Datos<T>(datos), ProsmexJson.Options, statusCode: StatusCodes.Status202Accepted);

    /// <summary>200 with <c>{data: {message}}</c>.</summary>
    public static IResult Done(string message) => Ok(new MensajeDto(message));

    /// <summary>The same, once <paramref name="work"/> is done.</summary>
    public static async Task<IResult> DoneAsync(Task work, string message)
    {
        ArgumentNullException.ThrowIfNull(work);
        await work;
        return Done(message);
    }
}
