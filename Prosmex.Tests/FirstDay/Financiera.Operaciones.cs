using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <content>Operations on loans and payments.</content>
internal sealed partial class Financiera
{
    /// <summary>The body of a loan, with ids as strings as the client sends them.</summary>
    public JsonObject Solicitud(string cliente, TestTipo tipo, JsonNode monto, string aval, string? fecha = null)
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

    public static JsonObject Fila(TestPrestamo prestamo, decimal monto, string? fecha = null) => Fila(prestamo.Id, monto, fecha);

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
    public async Task<TestPrestamo> PrestarAsync(
        Api quien, string cliente, TestTipo tipo, decimal monto, string aval, string? fecha = null, DateOnly? inicio = null)
    {
        var data = Forma.Keys(
            (await quien.PostWithKeyAsync("/prestamos/", Solicitud(cliente, tipo, monto, aval, fecha))).Datum("post", "/prestamos", HttpStatusCode.Created),
            "message", "prestamo");
        Assert.Equal("Prestamo created successfully", (string?)data["message"]);
        return Anotar((int)data["prestamo"]!, cliente, tipo, monto, aval, inicio);
    }

    /// <summary>Grants several loans that start today, or none.</summary>
    public async Task PrestarAsync(Api quien, params (string Cliente, TestTipo Tipo, decimal Monto, string Aval)[] filas)
    {
        var body = new JsonArray([.. filas.Select(f => Solicitud(f.Cliente, f.Tipo, f.Monto, f.Aval))]);
        var data = Forma.Keys((await quien.PostWithKeyAsync("/prestamos", body)).Datum("post", "/prestamos", HttpStatusCode.Created), "message", "created", "total");
        Assert.Equal(filas.Length, (int)data["total"]!);
        var creados = data["created"]!.AsArray();
        Assert.Equal(filas.Length, creados.Count);
        foreach (var (f, i) in filas.Select((f, i) => (f, i)))
        {
            var id = (int)creados[i]!["prestamo_id"]!;
            Forma.HasExactly(creados[i], ("index", i), ("prestamo_id", id), ("cliente_id", Libro.Cliente(f.Cliente).Id), ("monto_prestamo", f.Monto));
            Anotar(id, f.Cliente, f.Tipo, f.Monto, f.Aval, null);
        }
    }

    /// <summary>Changes a loan, here and in the book.</summary>
    public async Task EditarAsync(TestPrestamo prestamo, JsonObject cambios, Action<TestPrestamo> enElLibro)
    {
        var data = (await Admin.PutAsync($"/prestamos/{prestamo.Id}/", cambios)).Datum("put", "/prestamos/{id}");
        Forma.HasExactly(data, ("message", "Prestamo updated successfully"), ("prestamo", prestamo.Id));
        enElLibro(prestamo);
    }

    /// <summary>Deletes a loan; a renewal gives the loan that it renewed back.</summary>
    public async Task EliminarAsync(TestPrestamo prestamo)
    {
        Forma.HasExactly((await Admin.DeleteAsync($"/prestamos/{prestamo.Id}")).Datum("delete", "/prestamos/{id}"), ("message", "Prestamo deleted successfully"));
        Libro.Prestamos.Remove(prestamo);
        if (prestamo.Renueva is { } renovado)
        {
            renovado.Liquidacion = null;
        }

        (await Admin.GetAsync($"/prestamos/{prestamo.Id}")).Problem(HttpStatusCode.NotFound);
    }

    /// <summary>Collects now from one or several, in one request.</summary>
    public Task CobrarAsync(params (TestPrestamo Prestamo, decimal Monto)[] filas) =>
        CobrarEnFechaAsync([.. filas.Select(f => (f.Prestamo, f.Monto, (string?)null, Ahora))]);

    /// <summary>Collects with dates: as they are sent, and the instants that they mean.</summary>
    public async Task CobrarEnFechaAsync(params (TestPrestamo Prestamo, decimal Monto, string? Fecha, DateTimeOffset Instante)[] filas)
    {
        var body = new JsonArray([.. filas.Select(f => Fila(f.Prestamo, f.Monto, f.Fecha))]);
        var data = (await Titular.PostAsync("/pagos/", body)).Datum("post", "/pagos", HttpStatusCode.Created);
        Forma.Keys(data, filas.Length == 1 ? "pago" : "pagos");
        JsonNode?[] pagos = filas.Length == 1 ? [data["pago"]] : [.. data["pagos"]!.AsArray()];
        Assert.Equal(filas.Length, pagos.Length);
        var anotados = filas.Select((f, i) => Anotar((int)pagos[i]!["id"]!, f.Prestamo, f.Monto, f.Instante)).ToList();
        foreach (var (pago, i) in anotados.Select((p, i) => (p, i)))
        {
            // Each loan as it stands after the whole batch.
            Forma.HasExactly(pagos[i], Forma.Pago(pago));
        }
    }

    /// <summary>Reverses a payment, with or without a reason.</summary>
    public async Task ReversarAsync(TestPago pago, string? motivo = null)
    {
        var body = motivo is null ? null : new JsonObject { ["motivo"] = motivo };
        var data = (await Admin.SendAsync(HttpMethod.Delete, $"/pagos/{pago.Id}", body)).Datum("delete", "/pagos/{id}");
        Forma.HasExactly(data, ("message", "Pago eliminado correctamente"));
        pago.Reversado = true;
        await VerPagoAsync(pago, AdminId, motivo);
        (await Admin.DeleteAsync($"/pagos/{pago.Id}")).Problem(HttpStatusCode.Conflict);
    }

    /// <summary>Corrects a payment: the old one is reversed, the answer is a new one.</summary>
    public async Task<TestPago> CorregirAsync(TestPago pago, decimal monto, string? fecha = null, DateTimeOffset? instante = null)
    {
        var cambios = new JsonObject { ["monto_pagado"] = monto.ToString("0.00", CultureInfo.InvariantCulture) };
        if (fecha is not null)
        {
            cambios["fecha_pago"] = fecha;
        }

        var data = Forma.Keys((await Admin.PutAsync($"/pagos/{pago.Id}", cambios)).Datum("put", "/pagos/{id}"), "pago");
        pago.Reversado = true;
        var id = (int)data["pago"]!["id"]!;
        Assert.NotEqual(pago.Id, id);
        var nuevo = Anotar(id, pago.Prestamo, monto, instante ?? pago.Fecha);
        Forma.HasExactly(data["pago"], Forma.Pago(nuevo));
        var old = (await Titular.GetAsync($"/pagos/{pago.Id}")).Datum("get", "/pagos/{id}")["pago"]!;
        Assert.True((bool)old["reversado"]!);
        Assert.Equal(AdminId, (int)old["reversado_por"]!);
        (await Admin.PutAsync($"/pagos/{pago.Id}", cambios.DeepClone())).Problem(HttpStatusCode.Conflict);
        (await Admin.DeleteAsync($"/pagos/{pago.Id}")).Problem(HttpStatusCode.Conflict);
        return nuevo;
    }

    /// <summary>GET /pagos/{id} answers this payment with who reversed it and why.</summary>
    public async Task VerPagoAsync(TestPago pago, int? reversadoPor = null, string? motivo = null)
    {
        var data = Forma.Keys((await Titular.GetAsync($"/pagos/{pago.Id}/")).Datum("get", "/pagos/{id}"), "pago");
        Forma.HasExactly(data["pago"], [.. Forma.Pago(pago), ("reversado_por", reversadoPor), ("motivo", motivo)]);
    }

    /// <summary>A batch is refused whole: 400 for loans, the first bad row's status for payments; every bad row is listed, nothing stays.</summary>
    public async Task RechazarLoteAsync(Api quien, string path, JsonArray body, HttpStatusCode status, int[] malas, Action<ApiResponse, JsonArray>? inspect = null) =>
        await SinHuellaAsync(async () =>
        {
            var response = (await quien.PostAsync(path, body)).Problem(status);
            var data = Forma.Keys(response.Data, "message", "errors", "failed");
            var errores = data["errors"]!.AsArray();
            Assert.Equal(malas, errores.Select(e => (int)e!["index"]!));
            Assert.Equal(malas.Length, (int)data["failed"]!);
            string[] conocidos = path == "/pagos/"
                ? ["prestamo_id", "monto_pagado", "fecha_pago"]
                : ["cliente_id", "fecha_inicio", "monto_prestamo", "tipo_prestamo_id", "aval_id"];
            foreach (var error in errores)
            {
                Forma.Keys(error, "index", "data", "error", "codigo");
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

            inspect?.Invoke(response, errores);
        });

    private TestPago Anotar(int id, TestPrestamo prestamo, decimal monto, DateTimeOffset instante)
    {
        var pago = new TestPago(id, prestamo, monto, instante);
        prestamo.Pagos.Add(pago);
        return pago;
    }

    private TestPrestamo Anotar(int id, string cliente, TestTipo tipo, decimal monto, string aval, DateOnly? inicio)
    {
        var renovado = Libro.De(Libro.Cliente(cliente)).SingleOrDefault(p => !p.Completado);
        if (renovado is not null)
        {
            renovado.Liquidacion = renovado.Restante;
        }

        var prestamo = new TestPrestamo
        {
            Id = id,
            Cliente = Libro.Cliente(cliente),
            Aval = Libro.Cliente(aval),
            Tipo = tipo,
            Monto = monto,
            FechaInicio = inicio ?? Today,
            Creado = Ahora,
            Renueva = renovado,
        };
        Libro.Prestamos.Add(prestamo);
        return prestamo;
    }
}
