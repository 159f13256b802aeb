using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Prosmex.Functions.Http;

/// <summary>The envelope of most answers.</summary>
public sealed record Datos<T>(T Data);

/// <summary>An answer that only says that it is done.</summary>
public sealed record MensajeDto(string Message);

/// <summary>What functions answer with.</summary>
public static class Respuestas
{
    /// <summary>200 with the value as it is.</summary>
    public static IResult Desnudo<T>(T valor) => TypedResults.Json(valor, JsonProsmex.Opciones);

    /// <summary>201 with the value as it is.</summary>
    public static IResult DesnudoCreado<T>(T valor) => TypedResults.Json(valor, JsonProsmex.Opciones, statusCode: StatusCodes.Status201Created);

    /// <summary>200 with <c>{data: …}</c>.</summary>
    public static IResult Ok<T>(T datos) => Desnudo(new Datos<T>(datos));

    /// <summary>The same, or 304 where the caller has this version.</summary>
    public static IResult Condicional<T>(T datos, string version) => new RespuestaDeArchivo(
        Archivo.De("application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(new Datos<T>(datos), JsonProsmex.Opciones), version))
    { EsPrivada = true };

    /// <summary>201 with <c>{data: …}</c>.</summary>
    public static IResult Creado<T>(T datos) => DesnudoCreado(new Datos<T>(datos));

    /// <summary>200 with <c>{data: {message}}</c>.</summary>
    public static IResult Hecho(string mensaje) => Ok(new MensajeDto(mensaje));

    /// <summary>The same, once <paramref name="trabajo"/> is done.</summary>
    public static async Task<IResult> HechoAsync(Task trabajo, string mensaje)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        await trabajo;
        return Hecho(mensaje);
    }
}
