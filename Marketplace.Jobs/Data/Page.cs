using Microsoft.EntityFrameworkCore;

namespace Marketplace.Data;

/// <summary>One bounded page of a list, and how many rows there are in all.</summary>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Total, int Number, int Size)
{
    public int Pages => (Total + Size - 1) / Size;
}

public static class Paging
{
    public const int MaxSize = 100;

    /// <summary>How many rows come before page <paramref name="number"/>, which anybody may have typed; no more than a query can leave out.</summary>
    public static int Offset(int number, int size) => (int)Math.Min((Math.Max(number, 1) - 1L) * size, int.MaxValue);

    extension<T>(IQueryable<T> rows)
    {
        /// <summary>Reads page <paramref name="number"/> (from 1) of an ordered query.</summary>
        public async Task<Page<T>> PageAsync(int number, int size, CancellationToken cancel)
        {
            size = Math.Clamp(size, 1, MaxSize);
            number = Math.Max(number, 1);
            var total = await rows.CountAsync(cancel);
            var page = await rows.Skip(Offset(number, size)).Take(size).ToListAsync(cancel);
            return new Page<T>(page, total, number, size);
        }

        /// <summary>Reads the page that the query asks for, of rows in its order.</summary>
        public Task<Page<T>> PageAsync(ListQuery query, CancellationToken cancel) => rows.PageAsync(query.Page, query.Size, cancel);
    }

    extension<T>(IEnumerable<T> rows)
    {
        /// <summary>The page that the query asks for, of rows that are few and all read already.</summary>
        public Page<T> Page(ListColumns<T> columns, ListQuery query)
        {
            T[] found = [.. columns.Apply(rows.AsQueryable(), query)];
            return new Page<T>([.. found.Skip(Offset(query.Page, query.Size)).Take(query.Size)], found.Length, query.Page, query.Size);
        }
    }
}
