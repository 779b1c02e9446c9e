using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>A place in a status list.</summary>
public readonly record struct StatusPlace(int List, int Index);

/// <summary>
/// Gives every signed copy its own place. The counter in the database says how many are taken; a keyed permutation
/// turns
/// it into an index that nobody can foretell. Same place twice is impossible: the copies' key is the place.
/// </summary>
public sealed class StatusIndexes(BlindIndex index)
{
    public const int ListSize = 1 << 17;
    private readonly ConcurrentDictionary<int, StatusIndexPermutation> _permutations = new();

    /// <summary>Takes places inside the caller's transaction; a rolled back transaction gives them back.</summary>
    public async Task<IReadOnlyList<StatusPlace>> TakeAsync(IssuerDb db, int count, CancellationToken cancel)
    {
        var first = await TakeNumbersAsync(db, count, cancel);
        var places = new StatusPlace[count];
        for (var i = 0; i < count; i++)
        {
            var (list, number) = Math.DivRem(first + i, ListSize);
            places[i] = new StatusPlace((int)list, _permutations.GetOrAdd((int)list, Permutation).Permute((int)number));
        }

        for (var list = first / ListSize; list <= (first + count - 1) / ListSize; list++)
        {
            var taken = (int)Math.Min(ListSize, first + count - (list * ListSize));
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO status_lists (number, taken, changes) VALUES ({(int)list}, {taken}, 0)
                ON CONFLICT (number) DO UPDATE SET taken = {taken}
                """, cancel);
        }

        return places;
    }

    /// <summary>Numbers all copies ever made; the row stays locked until the caller commits.</summary>
    private static async Task<long> TakeNumbersAsync(IssuerDb db, long count, CancellationToken cancel) =>
        await SerialNumbers.TakeAsync(db, SerialNumbers.StatusPlaces, 0, count, cancel);

    private StatusIndexPermutation Permutation(int list) =>
        new(index.Compute(Purpose.StatusPermutation, $"{list}"), ListSize);
}
