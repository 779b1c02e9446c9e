using SkillsPassport.Credentials.Status;

namespace SkillsPassport.Credentials.Tests.Status;

public class StatusIndexPermutationTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(1 << 17)]
    public void Every_index_is_given_exactly_once(int size)
    {
        var permutation = new StatusIndexPermutation(Key, size);
        var seen = new bool[size];
        for (var counter = 0; counter < size; counter++)
        {
            var index = permutation.Permute(counter);
            Assert.False(seen[index]);
            seen[index] = true;
        }

        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public void The_same_key_gives_the_same_order_and_another_key_another()
    {
        var first = new StatusIndexPermutation(Key, 1 << 17);
        var again = new StatusIndexPermutation(Key, 1 << 17);
        var other = new StatusIndexPermutation([.. Key.Reverse()], 1 << 17);
        Assert.Equal(Take(first), Take(again));
        Assert.InRange(Take(first).Zip(Take(other)).Count(pair => pair.First == pair.Second), 0, 5);

        static IEnumerable<int> Take(StatusIndexPermutation permutation) =>
            Enumerable.Range(0, 1000).Select(permutation.Permute);
    }

    [Fact]
    public void The_next_index_cannot_be_guessed_from_the_last()
    {
        var permutation = new StatusIndexPermutation(Key, 1 << 17);
        var indexes = Enumerable.Range(0, 1 << 17).Select(permutation.Permute).ToArray();
        var steps = indexes.Zip(indexes.Skip(1), (a, b) => (b - a + (1 << 17)) % (1 << 17)).ToArray();
        // No step is common: the most frequent one of 131,071 random steps occurs fewer than twelve times.
        Assert.InRange(steps.GroupBy(step => step).Max(group => group.Count()), 1, 12);
        Assert.InRange(steps.Count(step => step == 1), 0, 12);
    }

    [Fact]
    public void Half_of_a_list_spreads_over_the_whole_of_it()
    {
        var permutation = new StatusIndexPermutation(Key, 1 << 17);
        var low = Enumerable.Range(0, 1 << 16).Count(counter => permutation.Permute(counter) < 1 << 16);
        Assert.InRange(low, (1 << 15) - 700, (1 << 15) + 700);
    }

    [Fact]
    public void A_counter_outside_the_list_is_a_fault()
    {
        var permutation = new StatusIndexPermutation(Key, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Permute(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Permute(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StatusIndexPermutation(new byte[8], 10));
    }
}
