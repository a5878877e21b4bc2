using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Pricing.Tax;

/// <summary>One changed digit is what people get wrong most; how often it is found is what a checksum promises.</summary>
public class VatIdMutationTests
{
    private const int Rounds = 300;

    // Whole sums find every changed digit. Where a sum of 10 is written as another digit, or two sums are accepted, a part slips through: about one in
    // eleven of what changes the sum into those. Persons' ids of Czechia before 1954 and codes of British government have no checksum and are not tried.
    [Theory]
    [InlineData("ATU########", 100)]
    [InlineData("BE0#########", 100)]
    [InlineData("BG#########", 97)]
    [InlineData("CHE#########", 100)]
    [InlineData("CY0#######@", 100)]
    [InlineData("CZ1#######", 97)]
    [InlineData("DE1########", 100)]
    [InlineData("DK1#######", 100)]
    [InlineData("EE#########", 100)]
    [InlineData("EL0########", 96)]
    [InlineData("ESB########", 100)]
    [InlineData("FI########", 100)]
    [InlineData("FR##1########", 98)]
    [InlineData("GB#########", 96)]
    [InlineData("HR###########", 100)]
    [InlineData("HU########", 100)]
    [InlineData("IE#######@", 100)]
    [InlineData("IT#######001#", 100)]
    [InlineData("LT#######1#", 95)]
    [InlineData("LU########", 97)]
    [InlineData("LV4##########", 100)]
    [InlineData("MT1#######", 100)]
    [InlineData("NL#########B01", 89)]
    [InlineData("NO9########MVA", 100)]
    [InlineData("PL##########", 100)]
    [InlineData("PT5########", 96)]
    [InlineData("RO1########", 96)]
    [InlineData("SE##########01", 100)]
    [InlineData("SI1#######", 97)]
    [InlineData("SK202#######", 100)]
    [InlineData("XI#########", 96)]
    public void A_changed_digit_is_found_as_often_as_the_checksum_promises(string shape, int percent)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (changed, found) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var right = Make(shape, random);
            foreach (var at in Enumerable.Range(0, shape.Length).Where(at => shape[at] == '#'))
            {
                var other = right[..at] + (char)('0' + ((right[at] - '0' + random.Next(1, 10)) % 10)) + right[(at + 1)..];
                changed++;
                found += VatId.Check(other) is VatIdCheck.Invalid ? 1 : 0;
            }
        }

        Assert.True(found * 100 >= changed * percent, $"Seed {seed}: of {changed} changed digits {found} were found, {100.0 * found / changed:0.0} %.");
    }

    // Digits by chance until the checksum fits; it does so at one in ten to a hundred.
    private static string Make(string shape, Random random)
    {
        while (true)
        {
            var id = string.Concat(shape.Select(letter => letter switch
            {
                '#' => (char)('0' + random.Next(10)),
                '@' => (char)('A' + random.Next(26)),
                _ => letter,
            }));
            if (VatId.Check(id) is VatIdCheck.Valid)
            {
                return id;
            }
        }
    }
}
