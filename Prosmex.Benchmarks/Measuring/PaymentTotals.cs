using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>The payments confirmed by responses, to be compared with the ledger.</summary>
internal sealed class PaymentTotals
{
    private readonly ConcurrentDictionary<string, (long Pagos, decimal Monto)> _answered = new();

    public long Pagos => _answered.Values.Sum(c => c.Pagos);

    public decimal Monto => _answered.Values.Sum(c => c.Monto);

    public IReadOnlyDictionary<string, (long Pagos, decimal Monto)> BySystem => _answered;

    /// <summary>
    /// Counts the payments of an answer: in a payment the amount is a string, in a loan the field of the same name is a number; an envío says how many
    /// there are and their sum.
    /// </summary>
    public void Record(string system, ReadOnlySpan<byte> json)
    {
        var (pagos, monto) = (0, 0m);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("aplicadas"u8) && reader.Read())
            {
                pagos += reader.GetInt32();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("total_aplicado"u8) && reader.Read())
            {
                monto += reader.GetDecimal();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("monto_pagado"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                pagos++;
                monto += decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);
            }
        }

        _answered.AddOrUpdate(system, (pagos, monto), (_, before) => (before.Pagos + pagos, before.Monto + monto));
    }
}
