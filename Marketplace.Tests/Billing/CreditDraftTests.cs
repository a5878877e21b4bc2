using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Billing;

/// <summary>However an invoice is credited, it is credited at most once, to the minor unit.</summary>
public sealed class CreditDraftTests
{
    private static readonly int Seed = Random.Shared.Next();
    private static readonly DateOnly Day = new(2026, 4, 1);
    private static readonly AppliedRate[] TwoRates = [new("GST", "CA", "", 5), new("Sales tax", "CA", "CA-BC", 7.125m)];

    [Fact]
    public void A_part_takes_its_share_of_the_tax_and_the_rest_takes_what_is_left()
    {
        var invoice = Bills.Of(Bills.German, "EUR", 9999);
        Assert.Equal(1900, invoice.Tax.Minor);

        var first = Credit(invoice, [], (0, 3333));
        var second = Credit(invoice, [first], (0, 3333));
        var rest = Credit(invoice, [first, second], (0, 3333));

        Assert.Equal([633, 633, 634], new[] { first, second, rest }.Select(note => note.Tax.Minor));
        Assert.Equal(InvoiceKind.CreditNote, rest.Kind);
        Assert.Equal((invoice.Number, "It did not work.", 0), (rest.Corrects, rest.Reason, CreditDraft.Left(invoice, [first, second, rest], 0).Minor));
    }

    [Fact]
    public void Parts_of_any_size_over_two_rates_sum_to_the_invoice()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 500; round++)
        {
            var invoice = Bills.Of(TwoRates, "CAD", [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.NextInt64(1, 20000))]);
            var notes = new List<InvoiceDocument>();
            while (Enumerable.Range(0, invoice.Lines.Count).Where(line => CreditDraft.Left(invoice, notes, line).Minor > 0).ToList() is { Count: > 0 } open)
            {
                (int, long)[] parts = [.. open.Take(random.Next(1, open.Count + 1))
                    .Select(line => (line, Some(random, CreditDraft.Left(invoice, notes, line).Minor)))];
                notes.Add(Credit(invoice, notes, parts));
                Assert.True(notes[^1].Tax.Minor >= 0, $"Seed {Seed}, round {round}");
            }

            var sums = (notes.Sum(note => note.Net.Minor), notes.Sum(note => note.Tax.Minor),
                string.Join(' ', TwoRates.Index().Select(rate => notes.Sum(note => note.Taxes[rate.Index].Tax.Minor))));
            var whole = (invoice.Net.Minor, invoice.Tax.Minor, string.Join(' ', invoice.Taxes.Select(tax => tax.Tax.Minor)));
            Assert.True(sums == whole, $"Seed {Seed}, round {round}: {sums} of {whole}");
        }
    }

    [Theory]
    [InlineData("Enter an amount")]
    [InlineData("each line has one amount", 0, 100, 0, 100)]
    [InlineData("is for a line of the invoice", 2, 100)]
    [InlineData("at most", 0, 10001)]
    [InlineData("at most", 1, 0)]
    [InlineData("at most", 1, -5)]
    public void What_cannot_be_credited_is_said(string problem, params int[] parts)
    {
        var invoice = Bills.Of(Bills.German, "EUR", 10000, 500);

        Assert.Contains(problem,
            CreditDraft.Problem(invoice, [], [.. parts.Chunk(2).Select(part => new CreditPart(part[0], new(part[1], "EUR")))]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_credited_before_and_another_currency_are_refused()
    {
        var invoice = Bills.Of(Bills.German, "EUR", 10000);
        var earlier = Credit(invoice, [], (0, 9000));

        Assert.Null(CreditDraft.Problem(invoice, [earlier], [new(0, new(1000, "EUR"))]));
        Assert.Contains("at most", CreditDraft.Problem(invoice, [earlier], [new(0, new(1001, "EUR"))]), StringComparison.Ordinal);
        Assert.Contains("at most", CreditDraft.Problem(invoice, [], [new(0, new(1000, "USD"))]), StringComparison.Ordinal);
    }

    private static InvoiceDocument Credit(InvoiceDocument invoice, IReadOnlyList<InvoiceDocument> earlier, params (int Line, long Net)[] parts)
    {
        CreditPart[] wanted = [.. parts.Select(part => new CreditPart(part.Line, new(part.Net, invoice.Net.Currency)))];
        Assert.Null(CreditDraft.Problem(invoice, earlier, wanted));
        return CreditDraft.Of(invoice, earlier, wanted, "It did not work.", Day);
    }

    // Often all of it, and often very little.
    private static long Some(Random random, long left) =>
        random.Next(3) switch { 0 => left, 1 => Math.Min(left, random.NextInt64(1, 4)), _ => random.NextInt64(1, left + 1) };
}
