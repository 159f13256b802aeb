using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Prosmex.Tests.LocalHost;

/// <content>The fake functions.</content>
public sealed partial class HttpFunctionsTests
{
    public sealed class Things
    {
        [Function("Entero")]
        public IResult Integer([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "enteros/{id:int}")] HttpRequest req, int id, FunctionContext context, CancellationToken ct) =>
            context.CancellationToken == ct && req.HttpContext.RequestAborted == ct ? TypedResults.Ok(id) : TypedResults.Conflict();

        [Function("Largo")]
        public Task<IResult> LongAsync([HttpTrigger("get", Route = "largos/{id:long}")] HttpRequest req, long id) => Task.FromResult<IResult>(TypedResults.Ok(id));

        [Function("Guia")]
        public IResult ByGuid([HttpTrigger("get", Route = "guids/{id:guid}")] HttpRequest req, Guid id) => TypedResults.Ok(id);

        [Function("Texto")]
        public static IResult Text([HttpTrigger("get", Route = "textos/{nombre:minlength(1)}")] HttpRequest req, string nombre) => TypedResults.Ok(nombre);

        [Function("Todo")]
        public IResult Todo([HttpTrigger(Route = "todo")] HttpRequest req) => HttpMethods.IsHead(req.Method) ? TypedResults.Ok() : TypedResults.Ok(req.Method);

        [Function("Accion")]
        public IActionResult Accion([HttpTrigger(AuthorizationLevel.Anonymous, Route = "accion")] HttpRequest req) => new OkObjectResult(new[] { 1 });

        [Function("Cuerpo")]
        public async Task<IResult> BodyAsync([HttpTrigger("post", Route = "largo")] HttpRequest req, CancellationToken ct)
        {
            using var reader = new StreamReader(req.Body);
            return TypedResults.Ok((await reader.ReadToEndAsync(ct)).Length);
        }
    }

    public sealed class CatchAll
    {
        [Function("ZzNoEncontrado")]
        public IResult NoEncontrado([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*resto}")] HttpRequest req) => TypedResults.NotFound("resto");
    }

    public sealed class Returns
    {
        [Function("Objeto")]
        public object Objeto([HttpTrigger("get", Route = "objeto")] HttpRequest req) => new { a = 1 };

        [Function("Nada")]
        public void Nothing([HttpTrigger("get", Route = "nada")] HttpRequest req)
        {
        }

        [Function("Tarea")]
        public async Task JobAsync([HttpTrigger("get", Route = "tarea")] HttpRequest req) => await Task.Yield();

        [Function("Falla")]
        public IResult Fail([HttpTrigger("get", Route = "falla")] HttpRequest req) => throw Marked(req);

        [Function("FallaTarde")]
        public async Task<IResult> FailLateAsync([HttpTrigger("get", Route = "fallatarde")] HttpRequest req)
        {
            await Task.Yield();
            throw Marked(req);
        }

        [Function("Ciclo")]
        public IResult Ciclo([HttpTrigger("get", Route = "ciclo")] HttpRequest req)
        {
            Marked(req);
            return Results.Json(new { antes = "texto", perezoso = Lazy() });
        }

        [Function("FallaDirecta")]
        public IResult FailDirectly([HttpTrigger("get", Route = "falladirecta")] HttpRequest req) => new Unwritable();

        [Function("Corto")]
        public IResult Short([HttpTrigger("get", Route = "corto/{id:long}")] HttpRequest req, int id) => TypedResults.Ok(id);

        private static InvalidOperationException Marked(HttpRequest req)
        {
            req.HttpContext.Response.Headers["X-Antes"] = "si";
            return new InvalidOperationException("no");
        }

        private static IEnumerable<int> Lazy()
        {
            yield return 1;
            throw new InvalidOperationException("no");
        }

        private sealed class Unwritable : IResult
        {
            public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException("no");
        }
    }

    public sealed class StrayParameter
    {
        [Function("Mala")]
        public IResult Mala([HttpTrigger("post", Route = "mala")] HttpRequest req, string usuario) => TypedResults.Ok(usuario);
    }

    public sealed class NoTrigger
    {
        [Function("Mala")]
        public IResult Mala(HttpRequest req) => TypedResults.Ok();
    }

    public sealed class TwoNames
    {
        [Function("Mala")]
        public IResult Una([HttpTrigger("get", Route = "una")] HttpRequest req) => TypedResults.Ok();

        [Function("MALA")]
        public IResult Otra([HttpTrigger("get", Route = "otra")] HttpRequest req) => TypedResults.Ok();
    }

    public sealed class Unconstrained
    {
        [Function("Mala")]
        public IResult Mala([HttpTrigger("get", Route = "mala/{id}")] HttpRequest req, int id) => TypedResults.Ok(id);
    }

    public sealed class BadSchedule
    {
        [Function("Mala")]
        public void Mala([TimerTrigger("30 * * * *")] TimerInfo timer)
        {
        }
    }

    public sealed class MissingSchedule
    {
        [Function("Mala")]
        public void Mala([TimerTrigger("%Prosmex:Horario%")] TimerInfo timer)
        {
        }
    }
}
