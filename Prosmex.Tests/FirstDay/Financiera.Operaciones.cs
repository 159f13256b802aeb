using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <content>Operations on loans and payments.</content>
internal sealed partial class Financiera
{
    /// <summary>The body of a loan, with ids as strings as the client sends them.</summary>
    public JsonObject Solicitud(string cliente, TipoDePrueba tipo, JsonNode monto, string aval, string? fecha = null)
    {
        var body = new JsonObject
        {
            ["cliente_id"] = $"{Libro.Cliente(cliente).Id}",
            ["monto_prestamo"] = monto,
            ["tipo_prestamo_id"] = $"{tipo.Id}",
            ["aval_id"] = $"{Libro.Cliente(aval).Id}",
        };
        if (fecha is not null)
        {
            body["fecha_inicio"] = fecha;
        }

        return body;
    }

    public static JsonObject Fila(PrestamoDePrueba prestamo, decimal monto, string? fecha = null) => Fila(prestamo.Id, monto, fecha);

    public static JsonObject Fila(int prestamoId, JsonNode? monto, string? fecha = null)
    {
        var fila = new JsonObject { ["prestamo_id"] = prestamoId, ["monto_pagado"] = monto };
        if (fecha is not null)
        {
            fila["fecha_pago"] = fecha;
        }

        return fila;
    }

    /// <summary>Grants one loan.</summary>
    public async Task<PrestamoDePrueba> PrestarAsync(
        Api quien, string cliente, TipoDePrueba tipo, decimal monto, string aval, string? fecha = null, DateOnly? inicio = null)
    {
        var data = Forma.Claves(
            (await quien.PostWithKeyAsync("/prestamos/", Solicitud(cliente, tipo, monto, aval, fecha))).Dato("post", "/prestamos", HttpStatusCode.Created),
            "message", "prestamo");
        Assert.Equal("Prestamo created successfully", (string?)data["message"]);
        return Anotar((int)data["prestamo"]!, cliente, tipo, monto, aval, inicio);
    }

    /// <summary>Grants several loans that start today, or none.</summary>
    public async Task PrestarAsync(Api quien, params (string Cliente, TipoDePrueba Tipo, decimal Monto, string Aval)[] filas)
    {
        var body = new JsonArray([.. filas.Select(f => Solicitud(f.Cliente, f.Tipo, f.Monto, f.Aval))]);
        var data = Forma.Claves((await quien.PostWithKeyAsync("/prestamos", body)).Dato("post", "/prestamos", HttpStatusCode.Created), "message", "created", "total");
        Assert.Equal(filas.Length, (int)data["total"]!);
        var creados = data["created"]!.AsArray();
        Assert.Equal(filas.Length, creados.Count);
        foreach (var (f, i) in filas.Select((f, i) => (f, i)))
        {
            var id = (int)creados[i]!["prestamo_id"]!;
            Forma.Exacta(creados[i], ("index", i), ("prestamo_id", id), ("cliente_id", Libro.Cliente(f.Cliente).Id), ("monto_prestamo", f.Monto));
            Anotar(id, f.Cliente, f.Tipo, f.Monto, f.Aval, null);
        }
    }

    /// <summary>Changes a loan, here and in the book.</summary>
    public async Task EditarAsync(PrestamoDePrueba prestamo, JsonObject cambios, Action<PrestamoDePrueba> enElLibro)
    {
        var data = (await Admin.PutAsync($"/prestamos/{prestamo.Id}/", cambios)).Dato("put", "/prestamos/{id}");
        Forma.Exacta(data, ("message", "Prestamo updated successfully"), ("prestamo", prestamo.Id));
        enElLibro(prestamo);
    }

    /// <summary>Deletes a loan; a renewal gives the loan that it renewed back.</summary>
    public async Task EliminarAsync(PrestamoDePrueba prestamo)
    {
        Forma.Exacta((await Admin.DeleteAsync($"/prestamos/{prestamo.Id}")).Dato("delete", "/prestamos/{id}"), ("message", "Prestamo deleted successfully"));
        Libro.Prestamos.Remove(prestamo);
        if (prestamo.Renueva is { } renovado)
        {
            renovado.Liquidacion = null;
        }

        (await Admin.GetAsync($"/prestamos/{prestamo.Id}")).Problema(HttpStatusCode.NotFound);
    }

    /// <summary>Collects now from one or several, in one request.</summary>
    public Task CobrarAsync(params (PrestamoDePrueba Prestamo, decimal Monto)[] filas) =>
        CobrarEnFechaAsync([.. filas.Select(f => (f.Prestamo, f.Monto, (string?)null, Ahora))]);

    /// <summary>Collects with dates: as they are sent, and the instants that they mean.</summary>
    public async Task CobrarEnFechaAsync(params (PrestamoDePrueba Prestamo, decimal Monto, string? Fecha, DateTimeOffset Instante)[] filas)
    {
        var body = new JsonArray([.. filas.Select(f => Fila(f.Prestamo, f.Monto, f.Fecha))]);
        var data = (await Titular.PostAsync("/pagos/", body)).Dato("post", "/pagos", HttpStatusCode.Created);
        Forma.Claves(data, filas.Length == 1 ? "pago" : "pagos");
        JsonNode?[] pagos = filas.Length == 1 ? [data["pago"]] : [.. data["pagos"]!.AsArray()];
        Assert.Equal(filas.Length, pagos.Length);
        var anotados = filas.Select((f, i) => Anotar((int)pagos[i]!["id"]!, f.Prestamo, f.Monto, f.Instante)).ToList();
        foreach (var (pago, i) in anotados.Select((p, i) => (p, i)))
        {
            // Each loan as it stands after the whole batch.
            Forma.Exacta(pagos[i], Forma.Pago(pago));
        }
    }

    /// <summary>Reverses a payment, with or without a reason.</summary>
    public async Task ReversarAsync(PagoDePrueba pago, string? motivo = null)
    {
        var body = motivo is null ? null : new JsonObject { ["motivo"] = motivo };
        var data = (await Admin.EnviarAsync(HttpMethod.Delete, $"/pagos/{pago.Id}", body)).Dato("delete", "/pagos/{id}");
        Forma.Exacta(data, ("message", "Pago eliminado correctamente"));
        pago.Reversado = true;
        await VerPagoAsync(pago, AdminId, motivo);
        (await Admin.DeleteAsync($"/pagos/{pago.Id}")).Problema(HttpStatusCode.Conflict);
    }

    /// <summary>Corrects a payment: the old one is reversed, the answer is a new one.</summary>
    public async Task<PagoDePrueba> CorregirAsync(PagoDePrueba pago, decimal monto, string? fecha = null, DateTimeOffset? instante = null)
    {
        var cambios = new JsonObject { ["monto_pagado"] = monto.ToString("0.00", CultureInfo.InvariantCulture) };
        if (fecha is not null)
        {
            cambios["fecha_pago"] = fecha;
        }

        var data = Forma.Claves((await Admin.PutAsync($"/pagos/{pago.Id}", cambios)).Dato("put", "/pagos/{id}"), "pago");
        pago.Reversado = true;
        var id = (int)data["pago"]!["id"]!;
        Assert.NotEqual(pago.Id, id);
        var nuevo = Anotar(id, pago.Prestamo, monto, instante ?? pago.Fecha);
        Forma.Exacta(data["pago"], Forma.Pago(nuevo));
        var viejo = (await Titular.GetAsync($"/pagos/{pago.Id}")).Dato("get", "/pagos/{id}")["pago"]!;
        Assert.True((bool)viejo["reversado"]!);
        Assert.Equal(AdminId, (int)viejo["reversado_por"]!);
        (await Admin.PutAsync($"/pagos/{pago.Id}", cambios.DeepClone())).Problema(HttpStatusCode.Conflict);
        (await Admin.DeleteAsync($"/pagos/{pago.Id}")).Problema(HttpStatusCode.Conflict);
        return nuevo;
    }

    /// <summary>GET /pagos/{id} answers this payment with who reversed it and why.</summary>
    public async Task VerPagoAsync(PagoDePrueba pago, int? reversadoPor = null, string? motivo = null)
    {
        var data = Forma.Claves((await Titular.GetAsync($"/pagos/{pago.Id}/")).Dato("get", "/pagos/{id}"), "pago");
        Forma.Exacta(data["pago"], [.. Forma.Pago(pago), ("reversado_por", reversadoPor), ("motivo", motivo)]);
    }

    /// <summary>A batch is refused whole: 400 for loans, the first bad row's status for payments; every bad row is listed, nothing stays.</summary>
    public async Task RechazarLoteAsync(Api quien, string ruta, JsonArray body, HttpStatusCode estado, int[] malas, Action<ApiResponse, JsonArray>? mirar = null) =>
        await SinHuellaAsync(async () =>
        {
            var response = (await quien.PostAsync(ruta, body)).Problema(estado);
            var data = Forma.Claves(response.Data, "message", "errors", "failed");
            var errores = data["errors"]!.AsArray();
            Assert.Equal(malas, errores.Select(e => (int)e!["index"]!));
            Assert.Equal(malas.Length, (int)data["failed"]!);
            string[] conocidos = ruta == "/pagos/"
                ? ["prestamo_id", "monto_pagado", "fecha_pago"]
                : ["cliente_id", "fecha_inicio", "monto_prestamo", "tipo_prestamo_id", "aval_id"];
            foreach (var error in errores)
            {
                Forma.Claves(error, "index", "data", "error", "codigo");
                Assert.NotEqual("", (string)error!["error"]!);
                Assert.Matches(@"^[a-z_]+\.[a-z_]+$", (string)error["codigo"]!);
                var fila = body[(int)error["index"]!] as JsonObject;
                Assert.Equal(fila is null, error["data"] is null);
                foreach (var (fieldName, value) in error["data"] as JsonObject ?? [])
                {
                    Assert.Contains(fieldName, conocidos);
                    Assert.Equal(fila![fieldName]?.ToString(), value?.ToString());
                }
            }

            mirar?.Invoke(response, errores);
        });

    private PagoDePrueba Anotar(int id, PrestamoDePrueba prestamo, decimal monto, DateTimeOffset instante)
    {
        var pago = new PagoDePrueba(id, prestamo, monto, instante);
        prestamo.Pagos.Add(pago);
        return pago;
    }

    private PrestamoDePrueba Anotar(int id, string cliente, TipoDePrueba tipo, decimal monto, string aval, DateOnly? inicio)
    {
        var renovado = Libro.De(Libro.Cliente(cliente)).SingleOrDefault(p => !p.Completado);
        if (renovado is not null)
        {
            renovado.Liquidacion = renovado.Restante;
        }

        var prestamo = new PrestamoDePrueba
        {
            Id = id,
            Cliente = Libro.Cliente(cliente),
            Aval = Libro.Cliente(aval),
            Tipo = tipo,
            Monto = monto,
            FechaInicio = inicio ?? Hoy,
            Creado = Ahora,
            Renueva = renovado,
        };
        Libro.Prestamos.Add(prestamo);
        return prestamo;
    }
}
