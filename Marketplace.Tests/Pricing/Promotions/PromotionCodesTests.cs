using Marketplace.Pricing.Promotions;

namespace Marketplace.Tests.Pricing.Promotions;

public class PromotionCodesTests
{
    [Theory]
    [InlineData("welcome26", "WELCOME26")]
    [InlineData(" Wel come-26 ", "WELCOME26")]
    [InlineData("7KPM-2QXA-WN4T", "7KPM2QXAWN4T")]
    [InlineData("abc", null)]
    [InlineData("", null)]
    [InlineData("---- ----", null)]
    [InlineData("WÄLCOME", null)]
    [InlineData("=SUM(A1)", null)]
    [InlineData("WELCOME٢", null)]
    public void Codes_are_compared_without_case_spaces_and_hyphens(string text, string? code) => Assert.Equal(code, PromotionCodes.Normalize(text));

    [Fact]
    public void A_long_text_is_no_code()
    {
        Assert.Equal(40, PromotionCodes.Normalize(new string('A', 40))!.Length);
        Assert.Null(PromotionCodes.Normalize(new string('A', 41)));
        Assert.Null(PromotionCodes.Normalize(new string(' ', 1_000_000) + "WELCOME26"));
    }

    [Fact]
    public void Ten_thousand_codes_are_each_another_and_read_without_doubt()
    {
        var codes = PromotionCodes.Generate(PromotionCodes.MaxGenerated);

        Assert.Equal(10_000, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Equal(code, PromotionCodes.Normalize(PromotionCodes.Grouped(code))));
        var letters = codes.SelectMany(code => code).CountBy(letter => letter).ToDictionary();
        Assert.DoesNotContain(letters.Keys, letter => "01OIL".Contains(letter, StringComparison.Ordinal));
        // All of them come, about as often: 120,000 letters of 31 are 3,871 each, and six deviations of it are 367.
        Assert.Equal(31, letters.Count);
        Assert.All(letters.Values, count => Assert.InRange(count, 3_504, 4_238));
        Assert.DoesNotContain(codes.First(), PromotionCodes.Generate(100));
    }
}
