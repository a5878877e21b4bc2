using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Pricing.Promotions;

public sealed class PublisherPromotionsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme, _globex;
    private readonly Actor _owner;

    public PublisherPromotionsTests()
    {
        (_acme, _globex) = (_database.Publisher(), _database.Client());
        _owner = _database.Member(_acme, MemberRole.Owner);
        _database.Available(_acme, "Acme.Mail");
        _database.Available(_database.Publisher("Rival"), "Rival.Chat");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PromotionTerms Terms => new("Spring", new(new PercentOff(10), PromotionConditions.None), new(_database.Now, null, "Europe/Berlin"));

    [Fact]
    public async Task A_promotion_is_kept_as_it_was_made_and_written_down()
    {
        var rule = new PromotionRule(
            new AmountOff([new(500, "EUR"), new(600, "USD")]),
            new()
            {
                FirstPurchaseOnly = true, Modules = ["Acme.Mail"], Tiers = [OfferTier.Premium], Models = [OfferModel.Yearly], Currencies = ["EUR"],
                Countries = ["DE"],
            },
            Order: 3, IsExclusive: true, Periods: null);
        await MadeAsync(Terms with
        {
            Rule = rule, Period = new(new(2026, 4, 1, 9, 0, 0), new(2026, 5, 1, 0, 0, 0), "Europe/Berlin"), MaxUses = 100, MaxUsesPerClient = 2,
            CodeKind = CodeKind.Client, Code = "spring-26", Client = _globex.Name,
        });

        var row = Assert.Single((await Queries.ListAsync(_owner, ListQuery.First, Cancel)).Rows);

        Assert.Equal(
            (PromotionState.Planned, "SPRING26", _globex.Name, 100, 2, 0),
            (row.State, row.Code, row.Client, row.MaxUses, row.MaxUsesPerClient, row.Uses));
        Assert.Equal(
            (new DateTime(2026, 4, 1, 7, 0, 0), new DateTime(2026, 4, 30, 22, 0, 0), "Europe/Berlin"), (row.StartsAt, row.EndsAt!.Value, row.TimeZone));
        Assert.Equal((rule with { Conditions = rule.Conditions with { Modules = ["acme.mail"] } }).ToJson(), row.Rule.ToJson());
        Assert.Equal(["promotion.make"], _database.Read(db => db.AuditEntries.Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_nothing_is_made()
    {
        await RefusedAsync(Terms with { Name = " " }, "Enter a name");
        await RefusedAsync(Terms with { Rule = new(new PercentOff(101), PromotionConditions.None) }, "at most 100");
        await RefusedAsync(Terms with { Rule = new(new PercentOff(12.345m), PromotionConditions.None) }, "two decimals");
        await RefusedAsync(Terms with { Rule = new(new AmountOff([]), PromotionConditions.None) }, "at least one currency");
        await RefusedAsync(Terms with { Rule = new(new AmountOff([new(1, "XXX")]), PromotionConditions.None) }, "“XXX” is no active currency");
        await RefusedAsync(Terms with { Rule = new(new AmountOff([new(1, "EUR"), new(2, "EUR")]), PromotionConditions.None) }, "two amounts in EUR");
        await RefusedAsync(Terms with { Rule = new(new FreeMonths(37), PromotionConditions.None) }, "1 to 36");
        await RefusedAsync(Terms with { Rule = new(new TierUpgrade(OfferTier.Custom), PromotionConditions.None) }, "Basic, Premium or Enterprise");
        await RefusedAsync(Terms with { Rule = Terms.Rule with { Periods = 0 } }, "1 to 120");
        await RefusedAsync(Terms with { Rule = Terms.Rule with { Order = -1 } }, "0 to 1,000");
        await RefusedAsync(Terms with { Rule = Terms.Rule with { Conditions = new() { Countries = ["XX"] } } }, "“XX” is no country");
        await RefusedAsync(Terms with { Rule = Terms.Rule with { Conditions = new() { Currencies = ["eur"] } } }, "“eur” is no active currency");
        await RefusedAsync(
            Terms with { Rule = Terms.Rule with { Conditions = new() { Modules = ["Rival.Chat"] } } }, "rival.chat is no module of this publisher");
        await RefusedAsync(
            Terms with { Rule = Terms.Rule with { Conditions = new() { Modules = [.. Enumerable.Range(0, 900).Select(i => $"Acme.Mail{i}")] } } },
            "too many conditions");
        await RefusedAsync(Terms with { MaxUses = 0 }, "1 to 1,000,000");
        await RefusedAsync(Terms with { MaxUses = 2, MaxUsesPerClient = 3 }, "at most the limit for all");
        await RefusedAsync(Terms with { CodeKind = CodeKind.Shared, Code = "a b" }, "4 to 40 letters");
        await RefusedAsync(Terms with { CodeKind = CodeKind.Many, Codes = 10_001 }, "Between 1 and 10,000");
        await RefusedAsync(Terms with { CodeKind = CodeKind.Client, Code = "CODE1" }, "Say whose code it is");
        await RefusedAsync(Terms with { CodeKind = CodeKind.Client, Code = "CODE1", Client = "Nobody" }, "There is no client “Nobody”");
        await RefusedAsync(Terms with { Period = Terms.Period with { TimeZone = "Mars" } }, "“Mars” is no time zone");

        Assert.Equal((0, 0), _database.Read(db => (db.Promotions.Count(), db.PromotionCodes.Count())));
    }

    [Fact]
    public async Task A_code_is_one_promotions_of_a_publisher_until_that_has_ended()
    {
        var coded = Terms with { CodeKind = CodeKind.Shared, Code = "SPRING" };
        var first = await MadeAsync(coded);
        await RefusedAsync(coded with { Name = "Summer", Code = "spr-ing" }, "SPRING is the code of Spring.");
        var rival = _database.Publisher("Other");
        Assert.IsType<PromotionOutcome.Made>(await Promotions.MakeAsync(_database.Member(rival, MemberRole.Owner), rival.Id, coded, Cancel));

        await Promotions.EndAsync(_owner, first, Cancel);
        await MadeAsync(coded with { Name = "Summer", Period = coded.Period with { EndsAt = _database.Now.AddDays(3) } });
        _database.Clock.Advance(TimeSpan.FromDays(3));
        await MadeAsync(coded with { Name = "Autumn" });

        Assert.Equal(
            ["Autumn", "Spring"],
            _database.Read(db => db.PromotionCodes.Where(c => c.ReleasedAt == null).Select(c => c.Promotion.Name).Order().ToList()));
    }

    [Fact]
    public async Task Of_two_who_take_a_code_at_once_one_gets_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Promotions.MakeAsync(_owner, _acme.Id, Terms with { CodeKind = CodeKind.Shared, Code = "SPRING" }, Cancel), Cancel)));

        Assert.Single(outcomes.OfType<PromotionOutcome.Made>());
        Assert.Equal(7, outcomes.OfType<PromotionOutcome.Invalid>().Count());
    }

    [Fact]
    public async Task Ten_thousand_codes_are_made_and_read_one_after_another()
    {
        var promotion = await MadeAsync(Terms with { CodeKind = CodeKind.Many, Codes = 10_000 });

        var codes = new List<PromotionCodeRow>();
        await foreach (var code in Queries.StreamCodesAsync(_owner, promotion, ListQuery.First, Cancel))
        {
            codes.Add(code);
        }

        Assert.Equal(10_000, codes.Select(code => code.Code).Distinct().Count());
        Assert.Equal(10_000, (await Queries.ListAsync(_owner, ListQuery.First, Cancel)).Rows.Single().Codes);
    }

    [Fact]
    public async Task An_ended_promotion_keeps_when_and_by_whom_and_cannot_be_ended_again()
    {
        var promotion = await MadeAsync(Terms);
        Assert.IsType<PromotionOutcome.Ended>(await Promotions.EndAsync(_database.Staff(StaffRole.Moderator), promotion, Cancel));

        var row = (await Queries.ListAsync(_owner, ListQuery.First, Cancel)).Rows.Single();

        Assert.Equal((PromotionState.Ended, _database.Now, "Mo"), (row.State, row.EndedAt, row.EndedBy));
        Assert.Contains("has ended already", Assert.IsType<PromotionOutcome.Invalid>(await Promotions.EndAsync(_owner, promotion, Cancel)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_filtered_by_what_is_open_now()
    {
        await MadeAsync(Terms with { Name = "Planned", Period = Terms.Period with { StartsAt = _database.Now.AddDays(9) } });
        await MadeAsync(Terms with { Name = "Short", Period = Terms.Period with { EndsAt = _database.Now.AddDays(1), TimeZone = "UTC" } });
        await MadeAsync(Terms with { Name = "Long", Period = Terms.Period with { TimeZone = "UTC" } });
        _database.Clock.Advance(TimeSpan.FromDays(1));

        async Task<IEnumerable<string>> NamesAsync(string state) => (await Queries.ListAsync(
            _owner, ListQuery.First with { Filters = new Dictionary<string, string> { ["state"] = state }, Sorts = [new("name")] }, Cancel))
            .Rows.Select(row => row.Name);
        Assert.Equal(["Long"], await NamesAsync("Open"));
        Assert.Equal(["Planned"], await NamesAsync("Planned"));
        Assert.Equal(["Long", "Short"], await NamesAsync("Open,Ended"));
    }

    [Fact]
    public async Task There_are_only_so_many_at_a_time()
    {
        for (var one = 0; one < 100; one++)
        {
            await MadeAsync(Terms);
        }

        await RefusedAsync(Terms, "at most 100 promotions");
    }

    public void Dispose() => _database.Dispose();

    private PublisherPromotions Promotions => new(_database, _database.Clock);

    private PromotionQueries Queries => new(_database, _database.Clock);

    private async Task<long> MadeAsync(PromotionTerms terms) =>
        Assert.IsType<PromotionOutcome.Made>(await Promotions.MakeAsync(_owner, _acme.Id, terms, Cancel)).Id;

    private async Task RefusedAsync(PromotionTerms terms, string why) => Assert.Contains(
        why, Assert.IsType<PromotionOutcome.Invalid>(await Promotions.MakeAsync(_owner, _acme.Id, terms, Cancel)).Problem, StringComparison.Ordinal);
}
