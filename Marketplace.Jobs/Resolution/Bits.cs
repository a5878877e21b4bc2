using System.Numerics;

namespace Marketplace.Resolution;

/// <summary>A set of small numbers. Those below 64 need no memory of their own, which is nearly every module's releases.</summary>
internal readonly struct Bits
{
    private readonly ulong _low;
    private readonly ulong[]? _high;

    private Bits(ulong low, ulong[]? high) => (_low, _high) = (low, high);

    public bool IsEmpty => _low == 0 && (_high is null || !_high.AsSpan().ContainsAnyExcept(0UL));

    public int Count => BitOperations.PopCount(_low) + (_high?.Sum(BitOperations.PopCount) ?? 0);

    /// <summary>The smallest number; the set must not be empty.</summary>
    public int First
    {
        get
        {
            if (_low != 0)
            {
                return BitOperations.TrailingZeroCount(_low);
            }

            var word = _high.AsSpan().IndexOfAnyExcept(0UL);
            return (64 * (word + 1)) + BitOperations.TrailingZeroCount(_high![word]);
        }
    }

    public static Bits Of(int number) => default(Bits).With(number);

    public bool Contains(int number) => number < 64 ? (_low >> number & 1) != 0 : (Word((number >> 6) - 1) >> (number & 63) & 1) != 0;

    public Bits With(int number)
    {
        if (number < 64)
        {
            return new(_low | 1UL << number, _high);
        }

        var high = new ulong[Math.Max(_high?.Length ?? 0, number >> 6)];
        _high?.CopyTo(high, 0);
        high[(number >> 6) - 1] |= 1UL << (number & 63);
        return new(_low, high);
    }

    public Bits And(Bits other) => new(_low & other._low, _high is null || other._high is null ? null : Merge(other, (a, b) => a & b));

    public Bits Or(Bits other) => new(_low | other._low, _high is null && other._high is null ? null : Merge(other, (a, b) => a | b));

    public Bits Minus(Bits other) => new(_low & ~other._low, _high is null ? null : Merge(other, (a, b) => a & ~b));

    public bool IsWithin(Bits other) => (_low & ~other._low) == 0 && (_high is null || Minus(other).IsEmpty);

    public bool Overlaps(Bits other) => (_low & other._low) != 0 || (_high is not null && other._high is not null && !And(other).IsEmpty);

    public bool Equals(Bits other) => IsWithin(other) && other.IsWithin(this);

    public IEnumerable<int> Numbers()
    {
        for (var left = this; !left.IsEmpty; left = left.Minus(Of(left.First)))
        {
            yield return left.First;
        }
    }

    private ulong Word(int at) => _high is not null && at < _high.Length ? _high[at] : 0;

    private ulong[] Merge(Bits other, Func<ulong, ulong, ulong> merge)
    {
        var words = new ulong[Math.Max(_high?.Length ?? 0, other._high?.Length ?? 0)];
        for (var at = 0; at < words.Length; at++)
        {
            words[at] = merge(Word(at), other.Word(at));
        }

        return words;
    }
}
