using System.Collections.Concurrent;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>A small memory of good certificate chains, asked with the header's own octets.</summary>
internal sealed class LeafKeys
{
    private const int Capacity = 512;

    private readonly ConcurrentDictionary<Chain, VerificationKey> _keys = new(ByContent.Instance);
    private readonly ConcurrentDictionary<Chain, VerificationKey>.AlternateLookup<Sent> _bySent;

    public LeafKeys() => _bySent = _keys.GetAlternateLookup<Sent>();

    /// <summary>The key of a chain that was found good for that day, else null.</summary>
    public VerificationKey? Find(ReadOnlySpan<byte> x5c, DateOnly signedOn) =>
        _bySent.TryGetValue(new Sent(x5c, signedOn), out var key) ? key : null;

    /// <summary>Remembers the key of a good chain; a refusal is not remembered.</summary>
    public VerificationKey Keep(ReadOnlySpan<byte> x5c, DateOnly signedOn, VerificationKey key)
    {
        if (_keys.Count >= Capacity)
        {
            _keys.Clear();
        }

        return _keys.GetOrAdd(new Chain(x5c.ToArray(), signedOn), key);
    }

    private readonly record struct Chain(byte[] X5c, DateOnly SignedOn);

    private readonly ref struct Sent(ReadOnlySpan<byte> x5c, DateOnly signedOn)
    {
        public ReadOnlySpan<byte> X5c { get; } = x5c;

        public DateOnly SignedOn { get; } = signedOn;
    }

    private sealed class ByContent : IEqualityComparer<Chain>, IAlternateEqualityComparer<Sent, Chain>
    {
        // The end of a signature: chance itself. Only chains to a pinned root come in, so nobody can make them collide.
        private const int Hashed = 24;

        public static readonly ByContent Instance = new();

        public bool Equals(Chain one, Chain other) => Equals(new Sent(one.X5c, one.SignedOn), other);

        public int GetHashCode(Chain chain) => GetHashCode(new Sent(chain.X5c, chain.SignedOn));

        public bool Equals(Sent sent, Chain chain) =>
            sent.SignedOn == chain.SignedOn && sent.X5c.SequenceEqual(chain.X5c);

        public int GetHashCode(Sent sent)
        {
            var hash = default(HashCode);
            hash.Add(sent.SignedOn);
            hash.AddBytes(sent.X5c[^Math.Min(Hashed, sent.X5c.Length)..]);
            return hash.ToHashCode();
        }

        public Chain Create(Sent sent) => new(sent.X5c.ToArray(), sent.SignedOn);
    }
}
