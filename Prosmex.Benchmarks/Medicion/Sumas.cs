using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>Every payment that was answered, to be held against the ledger.</summary>
internal sealed class Sumas
{
    private readonly ConcurrentDictionary<string, (long Pagos, decimal Monto)> _contestado = new();

    public long Pagos => _contestado.Values.Sum(c => c.Pagos);

    public decimal Monto => _contestado.Values.Sum(c => c.Monto);

    public IReadOnlyDictionary<string, (long Pagos, decimal Monto)> PorSistema => _contestado;

    /// <summary>Counts the payments of a 201; a loan's own sum, which has the same name, is a number and not a text.</summary>
    public void Anotar(string sistema, ReadOnlySpan<byte> json)
    {
        var (pagos, monto) = (0, 0m);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("monto_pagado"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                pagos++;
                monto += decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);
            }
        }

        _contestado.AddOrUpdate(sistema, (pagos, monto), (_, antes) => (antes.Pagos + pagos, antes.Monto + monto));
    }
}
