using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Revenue;
using Marketplace.Revenue;
using Marketplace.Revenue.Reports;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Revenue.Reports;

/// <summary>Who keeps, finds, changes and mails which view.</summary>
public sealed class SavedViewsTests : IDisposable
{
    private readonly Shop _shop = new();
    private readonly Actor _second, _member, _stranger;
    private readonly long _contoso;

    public SavedViewsTests()
    {
        var database = _shop.Portal.Database;
        var other = database.Publisher("Contoso");
        (_second, _member) = (database.Staff(StaffRole.Operator), database.Member(_shop.Acme));
        (_contoso, _stranger) = (other.Id, database.Member(other, MemberRole.Owner));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SavedViews Views => _shop.Get<SavedViews>();

    private ViewQuestion Ours => new() { Filter = new() { PublisherId = _shop.Acme.Id } };

    [Fact]
    public async Task Shared_views_are_found_by_those_who_may_see_their_figures_and_changed_by_their_owner_alone()
    {
        await SaveAsync(_shop.Operator, null, "Board", new(), isShared: true);
        await SaveAsync(_shop.Operator, null, "My own", new(), isShared: false);
        await SaveAsync(_shop.Seller, _shop.Acme.Id, "Acme", Ours, isShared: true);
        await SaveAsync(_shop.Seller, _shop.Acme.Id, "Acme, mine", Ours, isShared: false);

        Assert.Equal(["Board", "My own"], await NamesAsync(_shop.Operator, false));
        Assert.Equal(["Board"], await NamesAsync(_second, false));
        Assert.Equal(["Acme", "Acme, mine"], await NamesAsync(_shop.Seller, true));
        Assert.Equal(["Acme"], await NamesAsync(_member, true));
        foreach (var (actor, isPublishers) in ((Actor, bool)[])
        [
            (_shop.Operator, true), (_shop.Seller, false), (_stranger, true), (_stranger, false), (_shop.Owner, true), (_shop.Owner, false),
            (_shop.Portal.Database.Staff(StaffRole.Moderator), false), (_shop.Operator with { HasSecondFactor = false }, false),
            (_shop.Seller with { ApiKeyId = 1 }, true),
        ])
        {
            Assert.Empty(await NamesAsync(actor, isPublishers));
        }

        var board = (await Views.ListAsync(_second, false, Cancel)).Single();
        var schedules = _shop.Get<ViewSchedules>();
        foreach (var actor in (Actor[])[_second, _shop.Seller, _stranger])
        {
            Assert.Equal(ViewOutcome.NotAllowed, await Views.ChangeAsync(actor, board.Id, "Taken", false, Cancel));
            Assert.False(await schedules.SetAsync(actor, board.Id, new(MailPace.Daily, 0, 8, "UTC"), [actor.UserId], Cancel));
            Assert.False(await Views.RemoveAsync(actor, board.Id, Cancel));
            Assert.Empty(await schedules.ColleaguesAsync(actor, board.Id, Cancel));
        }

        Assert.Equal(ViewOutcome.Done, await Views.ChangeAsync(_shop.Operator, board.Id, " The  board ", false, Cancel));
        Assert.Equal("The board", (await Views.ReadAsync(_shop.Operator, board.Id, Cancel))!.Name);
        Assert.Null(await Views.ReadAsync(_second, board.Id, Cancel));
        Assert.Equal(
            new[] { _shop.Operator.UserId, _second.UserId }.Order(),
            (await schedules.ColleaguesAsync(_shop.Operator, board.Id, Cancel)).Select(one => one.UserId).Order());
    }

    [Fact]
    public async Task Nobody_keeps_what_they_may_not_see()
    {
        Task<ViewOutcome> TryAsync(Actor actor, long? publisher, ViewQuestion question) => Views.SaveAsync(actor, publisher, "Figures", question, true, Cancel);

        Assert.Equal(ViewOutcome.NotAllowed, await TryAsync(_shop.Seller, null, new()));
        Assert.Equal(ViewOutcome.NotAllowed, await TryAsync(_stranger, _shop.Acme.Id, Ours));
        Assert.Equal(ViewOutcome.NotAllowed, await TryAsync(_shop.Owner, _shop.Globex.Id, new() { Filter = new() { PublisherId = _shop.Globex.Id } }));
        Assert.Equal(ViewOutcome.NotAllowed, await TryAsync(_shop.Seller with { ApiKeyId = 1 }, _shop.Acme.Id, Ours));
        foreach (var question in (ViewQuestion[])
        [
            new(), new() { Filter = new() { PublisherId = _contoso } }, Ours with { Filter = Ours.Filter with { ClientId = _shop.Globex.Id } },
            Ours with { By = RevenueDimension.Client }, Ours with { By = RevenueDimension.Publisher }, Ours with { Period = RevenuePeriod.Fixed },
            Ours with { Period = RevenuePeriod.Fixed, From = new(2026, 2, 1), To = new(2026, 1, 1) },
            Ours with { Filter = Ours.Filter with { Country = new string('D', 3000) } },
        ])
        {
            Assert.Equal(ViewOutcome.BadQuestion, await TryAsync(_shop.Seller, _shop.Acme.Id, question));
        }
    }

    [Fact]
    public async Task Names_are_a_persons_own_and_their_number_is_bounded()
    {
        await SaveAsync(_shop.Operator, null, "Board", new(), isShared: true);
        Assert.Equal(ViewOutcome.NameTaken, await Views.SaveAsync(_shop.Operator, null, " Board ", new(), false, Cancel));
        await SaveAsync(_second, null, "Board", new(), isShared: true);
        Assert.Equal(ViewOutcome.BadName, await Views.SaveAsync(_second, null, "see https://x.example", new(), false, Cancel));
        Assert.Equal(ViewOutcome.BadName, await Views.SaveAsync(_second, null, " ", new(), false, Cancel));
        for (var more = 1; more < SavedViews.MaxOfOne; more++)
        {
            await SaveAsync(_second, null, $"View {more}", new(), isShared: false);
        }

        Assert.Equal(ViewOutcome.TooMany, await Views.SaveAsync(_second, null, "One more", new(), false, Cancel));
        var own = (await Views.ListAsync(_second, false, Cancel)).First(view => view.Name == "View 1");
        Assert.Equal(ViewOutcome.NameTaken, await Views.ChangeAsync(_second, own.Id, "View 2", false, Cancel));
        Assert.Equal(ViewOutcome.Done, await Views.ChangeAsync(_second, own.Id, "View 1", true, Cancel));
    }

    [Fact]
    public async Task A_mail_has_recipients_who_may_see_the_figures_and_not_too_many()
    {
        await SaveAsync(_shop.Operator, null, "Board", new(), isShared: false);
        var board = (await Views.ListAsync(_shop.Operator, false, Cancel)).Single();
        Task<bool> SetAsync(params long[] people) =>
            _shop.Get<ViewSchedules>().SetAsync(_shop.Operator, board.Id, new(MailPace.Weekly, 1, 8, "UTC"), people, Cancel);

        Assert.False(await SetAsync());
        Assert.False(await SetAsync(_shop.Seller.UserId));
        Assert.False(await SetAsync(
            [.. Enumerable.Range(0, ViewSchedules.MaxRecipients + 1).Select(_ => _shop.Portal.Database.Staff(StaffRole.Operator).UserId)]));
        Assert.True(await SetAsync(_shop.Seller.UserId, _second.UserId));
        Assert.Equal([_second.UserId], (await Views.ReadAsync(_shop.Operator, board.Id, Cancel))!.Recipients);
        Assert.True(await SetAsync(_shop.Operator.UserId));
        Assert.Equal([_shop.Operator.UserId], (await Views.ReadAsync(_shop.Operator, board.Id, Cancel))!.Recipients);
    }

    [Fact]
    public void A_period_goes_on_with_the_calendar_where_it_is_one_of_the_menu()
    {
        var today = new DateOnly(2026, 4, 2);
        Assert.Equal([RevenuePeriod.ThisMonth], new RevenueAsk().Periods(today));
        var march = new RevenueAsk { Span = new(new(2026, 3, 1), new(2026, 3, 31)), Currency = "USD" };
        Assert.Equal([RevenuePeriod.LastMonth, RevenuePeriod.Fixed], march.Periods(today));
        Assert.Equal([RevenuePeriod.Fixed], new RevenueAsk { Span = new(new(2026, 3, 2), new(2026, 3, 9)) }.Periods(today));
        // In January both are the same days.
        var year = new RevenueAsk { Span = new(new(2025, 1, 1), new(2025, 12, 31)) };
        Assert.Equal([RevenuePeriod.Last12Months, RevenuePeriod.LastYear, RevenuePeriod.Fixed], year.Periods(new(2026, 1, 5)));

        Assert.Equal("/revenue?from=2026-04-01&to=2026-04-30&in=USD", Address(march.Question(RevenuePeriod.LastMonth, null), new(2026, 5, 9)));
        Assert.Equal(
            "/revenue/by/tier?from=2026-03-01&to=2026-03-31&in=USD", Address(march.Question(RevenuePeriod.Fixed, RevenueDimension.Tier), new(2026, 5, 9)));
        Assert.Equal("/revenue", Address(new RevenueAsk().Question(RevenuePeriod.ThisMonth, null), today));
        foreach (var period in RevenuePeriods.Relative)
        {
            Assert.True(period.At(today) is { } span && span.From <= span.To && period.Words() != RevenuePeriod.Fixed.Words());
            Assert.Equal(period, ViewQuestion.Of(new ViewQuestion { Period = period }.ToJson()).Period);
        }
    }

    public void Dispose() => _shop.Dispose();

    private static string Address(ViewQuestion question, DateOnly today) =>
        new SavedViewRow(1, "", ViewQuestion.Of(question.ToJson()), null, null, "", true, false, false, null, []).Address(today);

    private async Task SaveAsync(Actor actor, long? publisher, string name, ViewQuestion question, bool isShared) =>
        Assert.Equal(ViewOutcome.Done, await Views.SaveAsync(actor, publisher, name, question, isShared, Cancel));

    private async Task<IEnumerable<string>> NamesAsync(Actor actor, bool isPublishers) =>
        (await Views.ListAsync(actor, isPublishers, Cancel)).Select(view => view.Name);
}
