using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Sandbox;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

public sealed class DisputeTests
{
    private static readonly byte[] Pdf = "%PDF-1.7 delivery"u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("winning_evidence", DisputeState.Won)]
    [InlineData("losing_evidence", DisputeState.Lost)]
    public async Task Evidence_decides_a_dispute_at_Stripe_and_what_is_lost_revokes_the_license(string text, DisputeState end)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, StripeShop.Disputed);
        await shop.DeliverAsync();
        var dispute = shop.DisputeOf(order);
        Assert.Equal(
            (DisputeState.NeedsResponse, 11900L, "fraudulent", shop.Shop.Now.AddDays(9)), (dispute.State, dispute.Minor, dispute.Reason, dispute.DueBy));
        Assert.Equal((-204 - 1500, 11900), (shop.Shop.Net(StripeShop.Cash), shop.Shop.Net(AccountKey.Disputes)));
        Assert.Equal((OrderState.Paid, 1), (shop.Shop.OrderOf(order).State, ValidLicenses(shop.Shop)));
        var told = shop.Shop.Read(db => db.Set<Notification>().First(n => n.UserId == shop.Shop.Operator.UserId).Text);
        Assert.Contains("is disputed", told, StringComparison.Ordinal);
        await shop.AssertBooksAsync();

        shop.Fake.Faults.Next(StripeFault.AnswerLost, "Files.create");
        shop.Fake.Faults.Next(StripeFault.ServerErrorAfterEffect, "Disputes.update");
        Assert.IsType<EvidenceOutcome.Taken>(
            await shop.Shop.Get<Disputes>().AnswerAsync(shop.Shop.Operator, dispute.Id, new(text, new("delivery.pdf", "application/pdf", Pdf)), Cancel));
        for (var round = 0; shop.DisputeOf(order).State != end; round++)
        {
            Assert.True(round < 20);
            await shop.DeliverAsync();
            shop.Advance(TimeSpan.FromMinutes(1));
        }

        var isWon = end is DisputeState.Won;
        Assert.Equal((isWon ? 11900 - 204 : -204 - 1500, isWon ? 0 : 11900), (shop.Shop.Net(StripeShop.Cash), shop.Shop.Net(AccountKey.Disputes)));
        Assert.Equal(isWon ? 1 : 0, ValidLicenses(shop.Shop));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task An_inquiry_takes_no_money_until_it_becomes_a_dispute()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, "4000000000001976");
        await shop.DeliverAsync();
        var inquiry = shop.DisputeOf(order);
        Assert.Equal((DisputeState.NeedsResponse, true, null), (inquiry.State, inquiry.IsInquiry, inquiry.WithdrawnAt));
        Assert.Equal(0, shop.Shop.Net(AccountKey.Disputes));

        Assert.IsType<EvidenceOutcome.Taken>(
            await shop.Shop.Get<Disputes>().AnswerAsync(shop.Shop.Operator, shop.DisputeOf(order).Id, new("escalate_inquiry_evidence", null), Cancel));
        await shop.DeliverAsync();
        await shop.DeliverAsync();

        Assert.Equal((false, 11900L), (shop.DisputeOf(order).IsInquiry, shop.Shop.Net(AccountKey.Disputes)));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task Evidence_is_checked_before_it_goes_since_it_goes_once()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, StripeShop.Disputed);
        await shop.DeliverAsync();
        var (id, disputes) = (shop.DisputeOf(order).Id, shop.Shop.Get<Disputes>());

        Assert.IsType<EvidenceOutcome.NotFound>(await disputes.AnswerAsync(shop.Shop.Owner, id, new("No.", null), Cancel));
        Assert.IsType<EvidenceOutcome.NotFound>(await disputes.AnswerAsync(shop.Shop.Operator, Guid.NewGuid(), new("No.", null), Cancel));
        await InvalidAsync("Say what speaks against", new(" ", null));
        await InvalidAsync("no PDF, JPEG or PNG", new("Look.", new("virus.pdf", "application/pdf", "MZ"u8.ToArray())));
        await InvalidAsync("at most 4.5 MB", new("Look.", new("large.pdf", "application/pdf", [.. Pdf, .. new byte[Dispute.MaxFile]])));
        Assert.IsType<EvidenceOutcome.Taken>(await disputes.AnswerAsync(shop.Shop.Operator, id, new("It was delivered.", null), Cancel));
        await InvalidAsync("takes no evidence any more", new("And more.", null));

        await shop.DeliverAsync();
        Assert.Equal(DisputeState.UnderReview, shop.DisputeOf(order).State);

        async Task InvalidAsync(string words, DisputeAnswer evidence) => Assert.Contains(
            words, Assert.IsType<EvidenceOutcome.Invalid>(await disputes.AnswerAsync(shop.Shop.Operator, id, evidence, Cancel)).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxDispute.Winning, DisputeState.Won)]
    [InlineData("It was delivered.", DisputeState.Lost)]
    [InlineData(null, DisputeState.Lost)]
    public async Task The_sandbox_plays_disputes_too(string? text, DisputeState end)
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, StripeShop.Disputed);
        await shop.WorkAsync();
        var dispute = shop.Read(db => db.Disputes.AsNoTracking().Single());
        Assert.Equal((DisputeState.NeedsResponse, 1), (dispute.State, ValidLicenses(shop)));

        if (text is not null)
        {
            Assert.IsType<EvidenceOutcome.Taken>(await shop.Get<Disputes>().AnswerAsync(shop.Operator, dispute.Id, new(text, null), Cancel));
        }

        shop.Advance(text is null ? SandboxDispute.Lasts : TimeSpan.FromMinutes(1));
        await shop.Get<ProviderInbox>().FindMissingAsync(Cancel);
        await shop.WorkAsync();

        Assert.Equal((end, end is DisputeState.Won ? 1 : 0), (shop.Read(db => db.Disputes.Single().State), ValidLicenses(shop)));
        Assert.Equal(end is DisputeState.Won ? 11900 - 204 : -204 - 1500, shop.Net(AccountKey.ProviderCash("sandbox")));
        Assert.Empty((await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    private static int ValidLicenses(Shop shop) => shop.Read(db => db.Licenses.Count(l => l.RevokedAt == null));
}
