using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Prosmex.Domain.Common;
using Prosmex.Domain.Recibos;
using Prosmex.Domain.Visitas;

namespace Prosmex.Domain.Hojas;

/// <summary>
/// All structural errors of an envío, reported together: it must be corrected before any of it is stored. A row whose money cannot be applied is not
/// such an error.
/// </summary>
internal sealed class RevisionDeEnvio
{
    private static readonly IReadOnlyDictionary<string, Visita> Visitas = EnumNames.ByName<Visita>();

    private readonly IReadOnlyList<Fila<FilaDeEnvioRequest>> _filas;
    private readonly SortedDictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> _malas = [];
    private string? _message;

    private RevisionDeEnvio(IReadOnlyList<Fila<FilaDeEnvioRequest>> filas) => _filas = filas;

    /// <summary>Null where the head is invalid.</summary>
    public DatosDeEnvio? Envio { get; private set; }

    /// <summary>The valid rows.</summary>
    public IReadOnlyList<DatosDeFila> Buenas { get; private set; } = [];

    /// <summary>Validates what needs no database.</summary>
    public static RevisionDeEnvio De(EnvioRequest request, IReadOnlyList<Fila<FilaDeEnvioRequest>> filas)
    {
        var revision = new RevisionDeEnvio(filas);
        revision.ReadEnvio(request);
        revision.ReadFilas();
        revision.CheckTotals();
        revision.RevisarRepetidas();
        return revision;
    }

    /// <summary>The error for everything found, including what the database knows; null where there is nothing.</summary>
    public ErrorDeDominio? Rechazo(IEnumerable<(DatosDeFila Fila, ErrorDeDominio Error)> ademas)
    {
        List<RejectedRow> malas = [.. _malas.Concat(ademas.Select(a => Mala(a.Fila.Index, a.Error))).OrderBy(m => m.Index)];
        return malas.Count == 0 && _fields.Count == 0 ? null : EnvioErrores.Structure with
        {
            Mensaje = _message ?? (malas.Count == 0 ? EnvioErrores.Structure.Mensaje : $"El envío no se registró; revise el renglón {malas[0].Index + 1}. {malas[0].Error}"),
            Fields = _fields.Count == 0 ? null : _fields,
            Filas = malas.Count == 0 ? null : malas,
        };
    }

    /// <summary>The same for the same content in any order of rows; the time of sending is not included.</summary>
    public byte[] Huella(int grupoId)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{grupoId}\n");
        foreach (var f in Buenas.OrderBy(f => f.Clave))
        {
            text.Append(CultureInfo.InvariantCulture, $"{f.Clave} {f.PrestamoId} {f.Monto:0.00} {f.OcurridoEn.UtcTicks} {f.Visita} {f.Nota}\n");

            // Lines of their own: rows without have the fingerprint that they had before there were promises and keys.
            if (f.Promesa is { } promesa)
            {
                text.Append(CultureInfo.InvariantCulture, $"{promesa.Fecha:yyyy-MM-dd} {promesa.Monto:0.00}\n");
            }

            if (f.Llave is { } llave)
            {
                text.Append(CultureInfo.InvariantCulture, $"{llave}\n");
            }
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void ReadEnvio(EnvioRequest request)
    {
        var v = Validation.ForCreate();
        var id = v.Uuid("envio_id", request.EnvioId);
        var enviado = v.OptionalInstante("enviado_en", request.EnviadoEn);
        var filas = v.Integer("control_filas", request.ControlFilas, 0, int.MaxValue);
        var total = v.Monto("control_total", request.ControlTotal);
        if (v.Error is { } error)
        {
            _message = $"El envío no se registró. {error.Mensaje}";
            foreach (var (fieldName, problem) in error.Fields!)
            {
                _fields[fieldName] = problem;
            }
        }
        else
        {
            Envio = new(id.GetValueOrDefault(default), enviado.IsPresent ? enviado.GetValueOrDefault(default) : null, filas.GetValueOrDefault(0), total.GetValueOrDefault(0));
        }
    }

    private void ReadFilas()
    {
        List<DatosDeFila> buenas = [];
        for (var i = 0; i < _filas.Count; i++)
        {
            if (_filas[i].Request is not { } fila)
            {
                _malas.Add(Mala(i, _filas[i].Error!));
                continue;
            }

            var v = Validation.ForCreate();
            var visita = v.OneOf("visita", fila.Visita, Visitas);
            var monto = v.Monto("monto", fila.Monto);
            if (visita.HasValue && visita.GetValueOrDefault(default) != Visita.Pago && monto.GetValueOrDefault(0) != 0)
            {
                v.Reject("monto", "escriba 0 si no hubo pago.");
            }

            var (clave, prestamo, ocurrido) = (v.Uuid("clave", fila.Clave), v.Id("prestamo_id", fila.PrestamoId), v.Instante("ocurrido_en", fila.OcurridoEn));
            var (nota, promesa) = VisitaFields.Read(v, visita, fila.Nota, fila.Promesa);
            var llave = ReadLlave(v, fila.Llave);
            if (v.Error is { } error)
            {
                _malas.Add(Mala(i, error));
            }
            else
            {
                buenas.Add(new(i, clave.GetValueOrDefault(default), prestamo.GetValueOrDefault(0), monto.GetValueOrDefault(0), ocurrido.GetValueOrDefault(default), visita.GetValueOrDefault(default), nota, promesa, llave));
            }
        }

        Buenas = buenas;
    }

    private static ReciboKeyId? ReadLlave(Validation v, Optional<string> given)
    {
        if (!given.HasValue)
        {
            return null;
        }

        if (given.GetValueOrDefault(null) is { } text && ReciboKeyId.TryParse(text, out var llave))
        {
            return llave;
        }

        v.Reject("llave", "mande la que trae la hoja, sin cambios.");
        return null;
    }

    // The sum is unknown where rows are invalid.
    private void CheckTotals()
    {
        if (Envio is null)
        {
            return;
        }

        if (Envio.ControlFilas != _filas.Count)
        {
            Incomplete("control_filas", $"anotó {Envio.ControlFilas} {(Envio.ControlFilas == 1 ? "cobro" : "cobros")} y {(_filas.Count == 1 ? "llegó" : "llegaron")} {_filas.Count}");
        }

        var total = Buenas.Sum(f => f.Monto);
        if (Buenas.Count == _filas.Count && Envio.ControlTotal != total)
        {
            Incomplete("control_total", $"anotó {Dinero.Text(Envio.ControlTotal)} y llegaron {Dinero.Text(total)}");
        }
    }

    private void Incomplete(string fieldName, string difference)
    {
        _fields[fieldName] = $"El teléfono {difference}.";
        _message ??= $"El envío llegó incompleto: el teléfono {difference}. No se registró nada; envíelo otra vez.";
    }

    private void RevisarRepetidas()
    {
        Dictionary<Guid, int> claves = [];
        Dictionary<int, int> prestamos = [];
        foreach (var fila in Buenas)
        {
            if (!claves.TryAdd(fila.Clave, fila.Index))
            {
                _malas.Add(Mala(fila.Index, EnvioErrores.ClaveRepetida(claves[fila.Clave], fila.Index)));
            }

            if (!prestamos.TryAdd(fila.PrestamoId, fila.Index))
            {
                _malas.Add(Mala(fila.Index, EnvioErrores.PrestamoRepetido(prestamos[fila.PrestamoId], fila.Index)));
            }
        }
    }

    private RejectedRow Mala(int index, ErrorDeDominio error) => new(index, _filas[index].Echo, error.Mensaje, error.Codigo);
}
