using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Licensing;

/// <summary>A client asks for a price, the publisher quotes, the client accepts, and the publisher issues the license.</summary>
public sealed class CustomQuotesTests : IDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Organization _client;
    private readonly Actor _owner, _member, _publisher;

    public CustomQuotesTests()
    {
        var acme = _portal.Database.Publisher();
        _client = _portal.Database.Client();
        (_owner, _member) = (_portal.Database.Member(_client, MemberRole.Owner), _portal.Database.Member(_client, MemberRole.Member));
        _publisher = _portal.Database.Member(acme, MemberRole.Owner);
        _portal.Database.Available(acme, "Acme.Shop");
    }

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private static CustomQuoteTerms Terms =>
        new("EUR", [new("Rollout", OfferModel.OneTime, 5, 100_000), new("Use", OfferModel.Yearly, 5, 50_000)], Today.AddDays(30));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CustomQuotes Quotes => _portal.Get<CustomQuotes>();

    [Fact]
    public async Task It_is_quoted_with_tax_accepted_by_an_owner_and_licensed_for_the_sites_that_it_names()
    {
        var request = await AskedAsync();

        Done(await Quotes.AnswerAsync(_publisher, request, Terms with { Renews = true }, Cancel));
        var row = await RowAsync();
        Assert.Equal((QuoteState.Valid, 5, new Money(178_500, "EUR")), (row.Quote!.State, row.Sites, row.Quote.Total));
        var view = await ViewAsync(row.Quote.Id);
        Assert.Equal((150_000L, 28_500L, 178_500L), (view.Quote.Net.Minor, view.Quote.Tax.Minor, view.Quote.DueToday.Minor));
        Assert.Equal(Today.AddDays(30), DateOnly.FromDateTime(view.Quote.ValidUntil));
        Assert.Equal([(12, 59_500L)], view.Quote.Later.Select(later => (later.Months, later.Total.Minor)));
        Assert.Single(Inbox(_owner), text => text.Contains("There is a quote for", StringComparison.Ordinal));
        Assert.Empty(Inbox(_member));

        Assert.Equal(QuoteAnswer.NotAllowed, await AcceptAsync(_member, row.Quote.Id, view.Hash));
        Assert.Equal(QuoteAnswer.NotAllowed, await AcceptAsync(_publisher, row.Quote.Id, view.Hash));
        Assert.Equal(QuoteAnswer.Changed, await AcceptAsync(_owner, row.Quote.Id, new string('0', 64)));
        Assert.Equal(QuoteAnswer.Done, await AcceptAsync(_owner, row.Quote.Id, view.Hash));
        Assert.Equal(QuoteAnswer.Ended, await AcceptAsync(_owner, row.Quote.Id, view.Hash));
        var ending = _portal.Database.Read(db => db.QuoteEndings.Single());
        Assert.Equal((QuoteEndingKind.Accepted, view.Hash, _owner.UserId), (ending.Kind, ending.Hash, ending.ById));
        Assert.Contains(Inbox(_publisher), text => text.Contains("accepted your quote", StringComparison.Ordinal));

        Assert.Contains("accepted your quote", Problem(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel)), StringComparison.Ordinal);
        Assert.Contains("was accepted", Problem(await _portal.Get<LicenseRequests>().WithdrawAsync(_owner, request, Cancel)), StringComparison.Ordinal);
        Assert.IsType<LicenseOutcome.NotFound>(await Quotes.WithdrawAsync(_publisher, request, Cancel));
        Done(await _portal.Get<Licenses>().GrantAsync(_publisher, request, null, Cancel));
        Assert.Equal(5, _portal.Database.Read(db => db.Licenses.Single().Sites));
        Assert.Equal(QuoteState.Accepted, (await ViewAsync(row.Quote.Id)).State);
    }

    [Fact]
    public async Task A_declined_quote_says_why_and_another_can_follow()
    {
        var request = await AskedAsync();
        Done(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel));
        var first = (await RowAsync()).Quote!.Id;

        var hash = (await ViewAsync(first)).Hash;
        Assert.Equal(QuoteAnswer.Done, await _portal.Get<QuoteAnswers>().DeclineAsync(_owner, first, hash, "Too much.", Cancel));
        Assert.Equal((QuoteState.Declined, "Too much."), ((await RowAsync()).Quote!.State, (await RowAsync()).Quote!.Reason));
        Assert.Contains(Inbox(_publisher), text => text.Contains("declined your quote for Acme Shop: Too much.", StringComparison.Ordinal));

        Done(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel));
        Assert.NotEqual(first, (await RowAsync()).Quote!.Id);
    }

    [Fact]
    public async Task Another_quote_takes_the_place_of_one_that_waits_and_what_is_withdrawn_cannot_be_accepted()
    {
        var request = await AskedAsync();
        Done(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel));
        var first = (await RowAsync()).Quote!.Id;
        Done(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel));
        var second = (await RowAsync()).Quote!.Id;

        Assert.Equal(QuoteState.Withdrawn, (await ViewAsync(first)).State);
        Assert.Equal(QuoteAnswer.Ended, await AcceptAsync(_owner, first, (await ViewAsync(first)).Hash));
        Assert.IsType<LicenseOutcome.NotFound>(await Quotes.WithdrawAsync(_owner, request, Cancel));
        Done(await Quotes.WithdrawAsync(_publisher, request, Cancel));
        Assert.Equal(QuoteAnswer.Ended, await AcceptAsync(_owner, second, (await ViewAsync(second)).Hash));
        Assert.Contains(Inbox(_owner), text => text.Contains("was withdrawn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_its_request_a_quote_ends_and_after_its_last_day_it_has_expired()
    {
        var request = await AskedAsync();
        Done(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel));
        var quote = (await RowAsync()).Quote!.Id;
        await using (var db = _portal.Database.CreateDbContext())
        {
            await db.Quotes.ExecuteUpdateAsync(set => set.SetProperty(q => q.ValidUntil, DateTime.UtcNow), Cancel);
        }

        Assert.Equal(QuoteState.Expired, (await ViewAsync(quote)).State);
        Assert.Equal(QuoteAnswer.Expired, await AcceptAsync(_owner, quote, (await ViewAsync(quote)).Hash));
        Assert.False(await _portal.Get<QuoteQueries>().MayAnswerAsync(_owner, quote, Cancel));
        Done(await _portal.Get<LicenseRequests>().WithdrawAsync(_owner, request, Cancel));
        Assert.Equal(QuoteState.Withdrawn, (await ViewAsync(quote)).State);
    }

    [Fact]
    public async Task What_cannot_be_quoted_is_named_and_nothing_is_sent()
    {
        var request = await AskedAsync();
        CustomQuoteLine line = new("Use", OfferModel.Yearly, 5, 50_000);
        foreach (var (terms, problem) in new (CustomQuoteTerms, string)[]
        {
            (Terms with { Lines = [] }, "1 to 50 lines"),
            (Terms with { Lines = [line with { Text = " " }] }, "what each line is for"),
            (Terms with { Lines = [line with { Minor = 0 }] }, "more than nothing"),
            (Terms with { Lines = [line with { Sites = 0 }] }, "1 to 10,000 sites"),
            (Terms with { Lines = [line with { Model = OfferModel.UsageBased }] }, "once, monthly or yearly"),
            (Terms with { Currency = "XXX" }, "XXX"),
            (Terms with { ValidUntil = Today.AddDays(-1) }, "last day"),
            (Terms with { ValidUntil = Today.AddDays(181) }, "last day"),
        })
        {
            Assert.Contains(problem, Problem(await Quotes.AnswerAsync(_publisher, request, terms, Cancel)), StringComparison.Ordinal);
        }

        await using var db = _portal.Database.CreateDbContext();
        await db.BillingProfiles.ExecuteDeleteAsync(Cancel);
        Assert.Contains("no billing details", Problem(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel)), StringComparison.Ordinal);
        Assert.True((await RowAsync()).NeedsBillingDetails);
        Assert.Equal((0, 0), (db.Quotes.Count(), db.QuoteEndings.Count()));
    }

    [Fact]
    public async Task Only_what_is_told_on_request_is_quoted_and_only_custom_quotes_are_answered()
    {
        await SellingAsync();
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(
            _publisher, "Acme.Shop", new(OfferTier.Basic, OfferModel.Yearly, 1, [new(9900, "EUR")]), Cancel));
        var offer = _portal.Database.Read(db => db.Offers.Single().Id);
        Done(await _portal.Get<LicenseRequests>().AskAsync(_member, _client.Id, offer, "", Cancel));
        var request = _portal.Database.Read(db => db.LicenseRequests.Single().Id);
        var made = Assert.IsType<QuoteOutcome.Made>(await _portal.Get<QuoteRequests>().MakeAsync(_owner, new(_client.Id, [new(offer, 1)]), Cancel));

        Assert.Contains("stands in the offer", Problem(await Quotes.AnswerAsync(_publisher, request, Terms, Cancel)), StringComparison.Ordinal);
        Assert.Equal(QuoteAnswer.NotAllowed, await AcceptAsync(_owner, made.Id, (await ViewAsync(made.Id)).Hash));
    }

    public void Dispose() => _portal.Dispose();

    private static void Done(LicenseOutcome outcome) => Assert.IsType<LicenseOutcome.Done>(outcome);

    private static string Problem(LicenseOutcome outcome) => Assert.IsType<LicenseOutcome.Invalid>(outcome).Problem;

    private Task<QuoteAnswer> AcceptAsync(Actor actor, Guid id, string hash) => _portal.Get<QuoteAnswers>().AcceptAsync(actor, id, hash, Cancel);

    private async Task<QuoteView> ViewAsync(Guid id) => (await _portal.Get<QuoteQueries>().ReadAsync(id, Cancel))!;

    private async Task<LicenseRequestRow> RowAsync() => Assert.Single(await _portal.Get<LicenseRequestQueries>().OwnAsync(_owner, Cancel));

    private List<string> Inbox(Actor actor) =>
        _portal.Database.Read(db => db.Set<Marketplace.Notifications.Notification>().Where(n => n.UserId == actor.UserId).Select(n => n.Text).ToList());

    private async Task<long> AskedAsync()
    {
        await SellingAsync();
        Assert.IsType<ListingOutcome.Done>(
            await _portal.Get<Offers>().OfferAsync(_publisher, "Acme.Shop", new(OfferTier.Custom, OfferModel.Yearly, null, []), Cancel));
        var offer = _portal.Database.Read(db => db.Offers.Single().Id);
        Assert.Contains(
            "1 to 10,000 sites", Problem(await _portal.Get<LicenseRequests>().AskAsync(_member, _client.Id, offer, "", 0, Cancel)), StringComparison.Ordinal);
        Done(await _portal.Get<LicenseRequests>().AskAsync(_member, _client.Id, offer, "For our shops.", 5, Cancel));
        return _portal.Database.Read(db => db.LicenseRequests.Single().Id);
    }

    // A German seller and a German client, with the rates that ship.
    private async Task SellingAsync()
    {
        await _portal.Get<PricingStart>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await _portal.Get<SellerEntities>().SaveAsync(
            _portal.Database.Staff(StaffRole.Operator),
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""), Cancel));
        Assert.IsType<PartyOutcome.Saved>(await _portal.Get<BillingProfiles>().SaveAsync(
            _owner, _client.Id, new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"),
            Cancel));
    }
}
