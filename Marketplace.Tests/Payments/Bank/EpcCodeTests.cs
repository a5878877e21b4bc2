using Marketplace.Data;
using Marketplace.Payments.Bank;

namespace Marketplace.Tests.Payments.Bank;

public sealed class EpcCodeTests
{
    private static readonly TransferOrder Order = new("Market GmbH", "DE89370400440532013000", "COBADEFFXXX", new(11900, "EUR"), "RF18539007547034");

    [Fact]
    public void The_lines_are_those_of_the_guidelines() => Assert.Equal(
        """
        BCD
        002
        1
        SCT
        COBADEFFXXX
        Market GmbH
        DE89370400440532013000
        EUR119.00

        RF18539007547034
        """.ReplaceLineEndings("\n"), EpcCode.Of(Order));

    [Fact]
    public void Another_reference_is_unstructured_and_the_BIC_may_be_left_out_within_the_economic_area()
    {
        var lines = EpcCode.Of(Order with { Bic = null, Reference = "MP-0123456789" })!.Split('\n');

        Assert.Equal(("", "", "", "MP-0123456789"), (lines[4], lines[8], lines[9], lines[10]));
    }

    [Fact]
    public void There_is_none_in_another_currency_nor_for_an_account_outside_the_economic_area_without_its_BIC()
    {
        var swiss = Order with { Iban = "CH9300762011623852957" };

        Assert.Null(EpcCode.Of(Order with { Amount = new(11900, "CHF") }));
        Assert.Null(EpcCode.Of(Order with { Amount = new(0, "EUR") }));
        Assert.Null(EpcCode.Of(swiss with { Bic = null }));
        Assert.NotNull(EpcCode.Of(swiss));
    }

    [Fact]
    public void A_long_name_is_cut_and_cannot_add_lines()
    {
        var lines = EpcCode.Of(Order with { Name = "Müller\nEUR1.00 " + new string('ü', 100) })!.Split('\n');

        Assert.Equal(("EUR119.00", 70), (lines[7], lines[5].Length));
    }

    [Fact]
    public void The_code_is_square_with_a_quiet_zone_and_at_most_version_13()
    {
        var rows = EpcCode.Matrix(EpcCode.Of(Order with { Name = new('ü', 70) })!);

        Assert.All(rows, row => Assert.Equal(rows.Count, row.Length));
        Assert.True(rows.Count <= 69 + 8, $"{rows.Count}");
        Assert.All(rows.Take(4).Concat(rows.TakeLast(4)), row => Assert.DoesNotContain(true, row.Cast<bool>()));
        // The finder at the left top.
        Assert.True(Enumerable.Range(4, 7).All(at => rows[4][at] && rows[at][4]));
    }
}
