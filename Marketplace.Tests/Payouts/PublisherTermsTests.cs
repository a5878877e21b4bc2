using System.Net.Http.Json;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payouts;
using Marketplace.Payouts.Shares;
using Marketplace.Payouts.Terms;
using Marketplace.Portal;
using Marketplace.Portal.Payouts;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Payouts;

/// <summary>One publisher is paid on other terms than the rest: what counts is what an operator set for it, in that currency.</summary>
public sealed class PublisherTermsTests : PageTest
{
    private readonly Shop _shop;

    public PublisherTermsTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private PublisherTermsTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reserve_of_one_publisher_counts_for_what_it_earns_from_then_on()
    {
        var before = await _shop.EarnAsync(10_000);
        await SetAsync(new(2000, 60, null, null));
        await _shop.EarnAsync(10_000);
        await _shop.EarnAsync(10_000, currency: "USD");

        await _shop.PassAsync(14);
        Assert.Equal(8500 + 6800, _shop.Available);
        await _shop.GiveBackAsync(before, 10_000);
        await _shop.PassAsync(0);
        Assert.Equal(6800, _shop.Available);
        await _shop.PassAsync(60);
        Assert.Equal(8500, _shop.Available);
        Assert.All(_shop.Shares().Where(share => share.Currency == "USD"), share => Assert.Equal(SharePart.Held, share.Part));
        Assert.Empty(await _shop.ProblemsAsync());
    }

    [Fact]
    public async Task What_is_credited_whole_leaves_nothing_whatever_the_terms_are_by_then()
    {
        await SetAsync(new(2000, 60, null, null));
        var sale = await _shop.EarnAsync(9_999);
        await SetAsync(TermsValues.Usual);
        await _shop.PassAsync(1);
        await _shop.GiveBackAsync(sale, 9_999);

        await _shop.PassAsync(13);
        Assert.Equal((0, 0), (_shop.Held, _shop.Available));
        await _shop.PassAsync(60);
        Assert.Equal((0, 0), (_shop.Held, _shop.Available));
        Assert.All(_shop.Shares(), share => Assert.NotNull(share.ReleaseId));
    }

    [Fact]
    public async Task A_minimum_of_one_publisher_carries_over_what_is_below_it()
    {
        await _shop.OpenAccountAsync();
        await _shop.EarnAsync(50_000);
        await _shop.PassAsync(14);
        await SetAsync(new(null, null, null, 50_000));

        var due = Assert.Single((await _shop.Get<PayoutPreparation>().DueAsync(_shop.Operator, Cancel))!);
        Assert.Equal((CarryReason.BelowMinimum, 50_000), (due.Reason, due.Minimum));
        await SetAsync(new(null, null, null, 42_500));
        Assert.Equal(42_500, Assert.Single((await _shop.PrepareAsync()).Payouts).Minor);
    }

    [Fact]
    public async Task Each_publisher_is_paid_on_its_day_of_the_month_and_on_no_day_by_hand_alone()
    {
        var (late, manual) = (Publisher("Late"), Publisher("Manual"));
        await _shop.OpenAccountAsync();
        foreach (var (id, owner) in new[] { late, manual })
        {
            await _shop.OpenAccountAsync(owner, id);
            await _shop.EarnAsync(20_000, id);
        }

        await _shop.EarnAsync(10_000);
        await _shop.PassAsync(14);
        await SetAsync(new(null, null, 20, null), "Late");
        await SetAsync(new(null, null, 0, null), "Manual");
        var preparation = _shop.Get<PayoutPreparation>();
        async Task PrepareAsync(int day)
        {
            _shop.Advance(new DateTime(2026, 4, day, 6, 0, 0, DateTimeKind.Utc) - _shop.Now);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => preparation.RunAsync(Cancel), Cancel)));
        }

        await PrepareAsync(6);
        await PrepareAsync(19);
        Assert.Equal([(5, 8500L)], Runs());
        await PrepareAsync(21);
        await PrepareAsync(28);
        Assert.Equal([(5, 8500L), (20, 17_000L)], Runs());
        Assert.Equal(manual.Id, Assert.Single((await _shop.PrepareAsync()).Payouts).PublisherId);
    }

    [Fact]
    public async Task Only_operators_set_terms_with_a_reason_and_never_of_a_publisher_of_their_own()
    {
        var (terms, acme) = (_shop.Get<PublisherTerms>(), _shop.Acme.Name);
        foreach (var actor in new[] { _shop.Seller, _shop.Owner, _shop.Portal.Database.Staff(StaffRole.Moderator) })
        {
            Assert.IsType<TermsOutcome.NotFound>(await terms.SetAsync(actor, acme, "EUR", new(1000, null, null, null), "Why", Cancel));
        }

        foreach (var (field, publisher, currency, values, reason) in new[]
        {
            ("Publisher", "Nobody", "EUR", TermsValues.Usual, "Why"), ("Currency", acme, "XXZ", TermsValues.Usual, "Why"),
            ("ReserveBasisPoints", acme, "EUR", new(10_001, null, null, null), "Why"), ("ReserveDays", acme, "EUR", new(null, 731, null, null), "Why"),
            ("Day", acme, "EUR", new(null, null, 29, null), "Why"), ("Minimum", acme, "EUR", new(null, null, null, 10_000_001), "Why"),
            ("Reason", acme, "EUR", TermsValues.Usual, " "),
        })
        {
            Assert.Equal(field, Assert.IsType<TermsOutcome.Invalid>(await terms.SetAsync(_shop.Operator, publisher, currency, values, reason, Cancel)).Field);
        }

        await SetAsync(new(1000, null, null, null));
        Assert.Contains(_shop.Read(db => db.AuditEntries.ToList()), entry => entry.Action == "payout-terms.set"
            && entry.Details == "EUR: Reserve 10% for 90 days, prepared on day 5, minimum €50.00. Many refunds.");
        Assert.Contains(
            _shop.Read(db => db.Set<Notification>().Where(n => n.UserId == _shop.Seller.UserId).Select(n => n.Text).ToList()),
            text => text.StartsWith("Your payouts in EUR have other terms from now on. Reserve 10%", StringComparison.Ordinal));
        _shop.Portal.Database.Save(new Membership(_shop.Acme.Id, _shop.Operator.UserId, MemberRole.Member, _shop.Now));
        Assert.Contains("You belong to this publisher", Assert.IsType<TermsOutcome.Invalid>(
            await terms.SetAsync(_shop.Operator, acme, "EUR", TermsValues.Usual, "Why", Cancel)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_reads_its_terms_on_earnings_and_by_REST_and_an_operator_all_that_were_set()
    {
        await _shop.EarnAsync(10_000);
        await SetAsync(new(2000, 30, 12, 7500));
        SignIn(_shop.Seller);

        var page = Draw<EarningsPage>();
        page.Says("20% of what is earned, 30 days longer");
        page.Says("payouts are prepared on day 12 of each month, once at least €75.00 is available. Many refunds.");
        Navigation.NavigateTo(PortalUrls.EarningsIn("account"));
        Draw<EarningsPage>().Says($"{_shop.Acme.Name}, EUR: 20% is kept in reserve for 30 days");
        using var client = await _shop.Portal.ClientAsync(_shop.Seller);
        var terms = Assert.Single((await client.GetFromJsonAsync<List<PayoutTermsResponse>>("/api/v1/payout-terms", Cancel))!);
        Assert.Equal((2000, 30, 12, 7500L, "Many refunds."), (terms.ReserveBasisPoints, terms.ReserveDays, terms.Day, terms.Minimum, terms.Reason));

        await SetAsync(TermsValues.Usual);
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.PayoutsIn("terms"));
        var list = Draw<PayoutsPage>();
        list.Says("20%, 30 days");
        list.Says("Replaced");
        SignIn(_shop.Seller);
        Navigation.NavigateTo(PortalUrls.Earnings);
        Draw<EarningsPage>().Says("Nothing is kept in reserve");
    }

    private List<(int Day, long Minor)> Runs() =>
        _shop.Read(db => db.PayoutRuns.OrderBy(r => r.Id).Select(r => ValueTuple.Create(r.Day!.Value, r.Minor)).ToList());

    private (long Id, Actor Owner) Publisher(string name)
    {
        var publisher = _shop.Portal.Database.Publisher(name);
        return (publisher.Id, _shop.Portal.Database.Member(publisher, MemberRole.Owner));
    }

    private async Task SetAsync(TermsValues values, string? publisher = null)
    {
        var name = _shop.Read(db => db.Organizations.Where(o => o.Publishes).Select(o => o.Name).ToList())
            .First(one => one.StartsWith(publisher ?? "Acme", StringComparison.Ordinal));
        Assert.IsType<TermsOutcome.Saved>(await _shop.Get<PublisherTerms>().SetAsync(_shop.Operator, name, "EUR", values, "Many refunds.", Cancel));
    }
}
