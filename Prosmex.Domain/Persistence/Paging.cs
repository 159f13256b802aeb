using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>Reads pages of lists.</summary>
internal static class Paging
{
    /// <summary>
    /// Reads a page and the list's total in one statement. Only an empty page needs more: <paramref name="whenEmpty"/> throws if the parent does not
    /// exist, and the total is counted for a page beyond the end.
    /// </summary>
    /// <param name="filas">In a stable order.</param>
    /// <param name="total">A query for the total.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="whenEmpty">Throws where the parent of the list does not exist.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    public static async Task<Page<T>> ToPageAsync<T>(
        this IQueryable<T> filas, Expression<Func<int>> total, PageRequest paging, Func<Task>? whenEmpty, CancellationToken cancellationToken)
    {
        var fila = Expression.Parameter(typeof(T), "fila");
        var conTotal = Expression.Lambda<Func<T, RowWithTotal<T>>>(
            Expression.New(typeof(RowWithTotal<T>).GetConstructors().Single(), fila, total.Body), fila);
        var page = await filas.Skip(paging.Skip).Take(paging.PerPage).Select(conTotal).ToListAsync(cancellationToken);
        if (page is [var primera, ..])
        {
            return new(page.ConvertAll(f => f.Fila), paging, primera.Total);
        }

        if (whenEmpty is not null)
        {
            await whenEmpty();
        }

        // As a subquery of the same query; executed by itself, EF would need a table of the context for a scalar.
        return new([], paging, paging.Skip > 0 && await filas.Take(1).Select(conTotal).ToListAsync(cancellationToken) is [var una] ? una.Total : 0);
    }

    /// <summary>The same for a list without a parent.</summary>
    public static Task<Page<T>> ToPageAsync<T>(this IQueryable<T> filas, Expression<Func<int>> total, PageRequest paging, CancellationToken cancellationToken) =>
        filas.ToPageAsync(total, paging, whenEmpty: null, cancellationToken);

#pragma warning disable CA1812 // Instantiated by EF.
    private sealed class RowWithTotal<T>(T fila, int total)
    {
        public T Fila { get; } = fila;

        public int Total { get; } = total;
    }
#pragma warning restore CA1812
}
