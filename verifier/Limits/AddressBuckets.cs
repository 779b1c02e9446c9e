using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace SkillsPassport.Verifier.Limits;

/// <summary>A bucket for each address, in the memory of this copy: they protect its processor, not a secret, and
/// looking into a database would cost more than what they limit (ADR 0050).</summary>
public sealed class AddressBuckets(IOptions<LimitOptions> options, TimeProvider clock)
{
    /// <summary>Beyond so many, newcomers share one bucket: whoever owns a million addresses gets no more than
    /// that.</summary>
    private const int MostAddresses = 65_536;

    private static readonly long SweepEvery = TimeSpan.FromSeconds(5).Ticks;
    private readonly ConcurrentDictionary<UInt128, TokenBucket> _buckets = new();
    private readonly TokenBucket _crowd = new(options.Value.VerifyPerMinute, clock);
    private long _sweptAt;

    public TokenBucket Of(IPAddress? from)
    {
        var key = NumberOf(from);
        if (_buckets.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_buckets.Count >= MostAddresses)
        {
            Sweep();
            if (_buckets.Count >= MostAddresses)
            {
                return _crowd;
            }
        }

        return _buckets.GetOrAdd(key, _ => new TokenBucket(options.Value.VerifyPerMinute, clock));
    }

    /// <summary>One subscriber is one IPv4 address or one IPv6 /64: the rest of it is theirs to vary.</summary>
    private static UInt128 NumberOf(IPAddress? from)
    {
        if (from is null)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[16];
        (from.IsIPv4MappedToIPv6 ? from : from.MapToIPv6()).TryWriteBytes(bytes, out _);
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return from.IsIPv4MappedToIPv6 || from.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? number : number >> 64 << 64;
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow().Ticks;
        var last = Volatile.Read(ref _sweptAt);
        if (now - last < SweepEvery || Interlocked.CompareExchange(ref _sweptAt, now, last) != last)
        {
            return;
        }

        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsIdle)
            {
                _buckets.TryRemove(key, out _);
            }
        }
    }
}
