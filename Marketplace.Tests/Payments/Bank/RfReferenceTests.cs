using Marketplace.Payments.Bank;

namespace Marketplace.Tests.Payments.Bank;

public sealed class RfReferenceTests
{
    [Theory]
    [InlineData("539007547034", "RF18539007547034")]
    [InlineData("G72 U UR", "RF45G72UUR")]
    [InlineData("M-2026-000017", null)]
    [InlineData("AVERYLONGPREFIX-2026-000017", null)]
    public void A_reference_is_valid_and_has_at_most_25_characters(string number, string? expected)
    {
        var reference = RfReference.Of(number);

        Assert.Equal(expected ?? reference, reference);
        Assert.True(RfReference.IsValid(reference), reference);
        Assert.True(reference.Length <= RfReference.MaxLength, reference);
    }

    [Theory]
    [InlineData("RF18 5390 0754 7034", true)]
    [InlineData("rf45 g72u ur", true)]
    [InlineData("RF18 5390 0754 7035", false)]
    [InlineData("RF18", false)]
    [InlineData("MP-0123456789", false)]
    [InlineData("", false)]
    public void Check_digits_decide(string text, bool isValid) => Assert.Equal(isValid, RfReference.IsValid(text));

    [Fact]
    public void A_wrong_digit_or_letter_and_two_that_are_swapped_are_found()
    {
        var right = RfReference.Of("M-2026-000017");
        var wrong = from at in Enumerable.Range(2, right.Length - 2)
                    from letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    where letter != right[at] && char.IsAsciiDigit(letter) == char.IsAsciiDigit(right[at])
                    select right[..at] + letter + right[(at + 1)..];
        var swapped = Enumerable.Range(4, right.Length - 5).Where(at => right[at] != right[at + 1])
            .Where(at => char.IsAsciiDigit(right[at]) == char.IsAsciiDigit(right[at + 1]))
            .Select(at => right[..at] + right[at + 1] + right[at] + right[(at + 2)..]);

        Assert.All(wrong.Concat(swapped), one => Assert.False(RfReference.IsValid(one), one));
    }

    [Fact]
    public void It_is_printed_in_groups_of_four() => Assert.Equal("RF18 5390 0754 7034", RfReference.Text("RF18539007547034"));
}
