using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Portal.Revenue;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Movements;
using Marketplace.Revenue.Reports;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Revenue.Reports;

/// <summary>A saved view is mailed when it is due, once to each who may see it.</summary>
public sealed class ViewMailsTests : IDisposable
{
    private static readonly MailSchedule EachMorning = new(MailPace.Daily, 0, 8, "Europe/Berlin");

    private readonly Shop _shop = Grown.OpenAsync().GetAwaiter().GetResult();
    private readonly Actor _second;

    public ViewMailsTests() => _second = _shop.Portal.Database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_to_each_recipient_with_the_figures_of_the_page_as_PDF_and_CSV()
    {
        var notes = _shop.Get<RevenueAnnotations>();
        Assert.True(await notes.AddAsync(_shop.Operator, new(2026, 4, 2), "Premium is offered", Cancel));
        var view = await ScheduleAsync(new() { Filter = new() { Country = "DE" }, IsYearBefore = true }, _shop.Operator.UserId, _second.UserId);
        _shop.Advance(TimeSpan.FromDays(1));

        Assert.Equal(2, await MailAsync());

        var mails = Sent();
        Assert.Equal(new[] { _shop.Operator, _second }.Select(Address).Order(), mails.Select(mail => mail.To.Mailboxes.Single().Address).Order());
        Assert.All(mails, mail => Assert.Equal("Revenue: Germany, 2026-04-01 to 2026-04-03", mail.Subject));
        Assert.Contains(PortalUrls.RevenueView(view), mails[0].TextBody, StringComparison.Ordinal);
        Assert.Equal(
            ["revenue-2026-04-01-2026-04-03.pdf", "revenue-2026-04-01-2026-04-03.csv"], mails[0].Attachments.OfType<MimePart>().Select(part => part.FileName));

        using var program = await _shop.Portal.ClientAsync(_second);
        var ask = new RevenueAsk { Filter = new() { Country = "DE" }, IsYearBefore = true };
        Assert.Equal(await program.GetStringAsync(PortalUrls.RevenueCsvOf(ask), Cancel), System.Text.Encoding.UTF8.GetString(Content(mails[0], 1)));

        var text = Words(Content(mails[0], 0));
        foreach (var part in (string[])[
            "Germany", "Period 2026-04-01 to 2026-04-03", "Compared with 2025-04-01 to 2025-04-03", "Country Germany", "EUR, Euro", "Opening €100.00",
            "Expansion +€210.00", "Closing €310.00", "Premium is offered", "Monthly recurring revenue from subscriptions"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        // Accounts know no countries.
        Assert.DoesNotContain("Cash collected", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_view_has_its_parts_and_no_formula()
    {
        _shop.Read(db => db.Modules.ExecuteUpdate(set => set.SetProperty(m => m.DisplayName, "=SUM(A1)")));
        await ScheduleAsync(new() { Period = RevenuePeriod.LastMonth, By = RevenueDimension.Module }, _shop.Operator.UserId);
        _shop.Advance(TimeSpan.FromDays(1));
        await MailAsync();

        var mail = Assert.Single(Sent());
        using var program = await _shop.Portal.ClientAsync(_shop.Operator);
        var ask = new RevenueAsk { Span = new(new(2026, 3, 1), new(2026, 3, 31)) };
        var csv = System.Text.Encoding.UTF8.GetString(Content(mail, 1));
        Assert.Equal(await program.GetStringAsync(PortalUrls.RevenueByCsv(RevenueDimension.Module, ask), Cancel), csv);
        Assert.Contains("\r\n'=SUM(A1),", csv, StringComparison.Ordinal);
        var text = Words(Content(mail, 0));
        Assert.Contains("MRR by module", text, StringComparison.Ordinal);
        Assert.Contains("=SUM(A1) €100.00 100% 1 +€100.00", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RevenueShow.Movements, "MRR movements by module", "Acme Shop €0.00 €100.00 €0.00 €100.00")]
    [InlineData(RevenueShow.Sales, "Sales by module", "Acme Shop €100.00 €0.00 €0.00 €100.00")]
    public async Task A_view_of_movements_or_sales_stays_one(RevenueShow show, string title, string row)
    {
        var march = new RevenueAsk { Span = new(new(2026, 3, 1), new(2026, 3, 31)), Show = show };
        await ScheduleAsync(march.Question(RevenuePeriod.LastMonth, RevenueDimension.Module), _shop.Operator.UserId);
        _shop.Advance(TimeSpan.FromDays(1));
        await MailAsync();

        var mail = Assert.Single(Sent());
        using var program = await _shop.Portal.ClientAsync(_shop.Operator);
        Assert.Equal(
            await program.GetStringAsync(PortalUrls.RevenueByCsv(RevenueDimension.Module, march), Cancel),
            System.Text.Encoding.UTF8.GetString(Content(mail, 1)));
        var text = Words(Content(mail, 0));
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.Contains(row, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_time_goes_once_whoever_sends_and_of_the_missed_the_latest_alone()
    {
        await ScheduleAsync(new(), _shop.Operator.UserId);
        // It was due this morning, before it was set.
        Assert.Equal(0, await _shop.Get<ViewMails>().SendAsync(Cancel));
        _shop.Advance(TimeSpan.FromDays(3));

        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _shop.Get<ViewMails>().SendAsync(Cancel))));
        await new MailViewsJob(_shop.Get<ViewMails>()).RunAsync(Cancel);

        Assert.Equal(1, sent.Sum());
        Assert.Equal(new DateTime(2026, 4, 5, 6, 0, 0), Assert.Single(_shop.Read(db => db.ViewMailings.AsNoTracking().ToList())).DueAt);
        await _shop.Get<MailDelivery>().SendAsync(Cancel);
        Assert.Single(Sent());
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await MailAsync());
        Assert.Equal(2, Sent().Count);
        // What is long past is forgotten.
        _shop.Advance(TimeSpan.FromDays(70));
        await MailAsync();
        Assert.Single(_shop.Read(db => db.ViewMailings.AsNoTracking().ToList()));
    }

    [Fact]
    public async Task Who_is_no_operator_any_more_gets_nothing_even_of_what_is_on_its_way()
    {
        await ScheduleAsync(new(), _shop.Operator.UserId, _second.UserId);
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await _shop.Get<ViewMails>().SendAsync(Cancel));
        Demote(_second);
        await _shop.Get<MailDelivery>().SendAsync(Cancel);

        Assert.Equal(Address(_shop.Operator), Assert.Single(Sent()).To.Mailboxes.Single().Address);
        Assert.Empty(_shop.Read(db => db.Set<OutgoingMail>().ToList()));
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await MailAsync());

        // Nobody could stop what is mailed for someone who has left.
        Demote(_shop.Operator);
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await MailAsync());
    }

    [Fact]
    public async Task Members_of_a_publisher_get_their_own_figures_until_they_leave()
    {
        var member = _shop.Portal.Database.Member(_shop.Acme);
        var views = _shop.Get<SavedViews>();
        var question = new ViewQuestion { Filter = new() { PublisherId = _shop.Acme.Id }, By = RevenueDimension.Country };
        Assert.Equal(ViewOutcome.Done, await views.SaveAsync(_shop.Seller, _shop.Acme.Id, "Ours", question, false, Cancel));
        var view = Assert.Single(await views.ListAsync(_shop.Seller, isPublishers: true, Cancel));
        Assert.True(await _shop.Get<ViewSchedules>().SetAsync(_shop.Seller, view.Id, EachMorning, [member.UserId, _shop.Owner.UserId], Cancel));
        Assert.True(await _shop.Get<RevenueAnnotations>().AddAsync(_shop.Operator, new(2026, 4, 2), "Only for operators", Cancel));
        _shop.Advance(TimeSpan.FromDays(1));

        // The owner of a client belongs to no publisher.
        Assert.Equal(1, await MailAsync());
        var text = Words(Content(Assert.Single(Sent()), 0));
        Assert.Contains("MRR by country", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Only for operators", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.Globex.Name, text, StringComparison.Ordinal);

        _shop.Read(db => db.Memberships.Where(m => m.UserId == member.UserId).ExecuteDelete());
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await MailAsync());
    }

    [Fact]
    public async Task Nothing_goes_once_it_is_stopped_left_or_deleted()
    {
        var (views, schedules) = (_shop.Get<SavedViews>(), _shop.Get<ViewSchedules>());
        var view = await ScheduleAsync(new(), _shop.Operator.UserId, _second.UserId);
        Assert.True(Assert.Single(await views.ListAsync(_second, isPublishers: false, Cancel)).IsMailedToMe);
        Assert.True(await schedules.LeaveAsync(_second, view, Cancel));
        Assert.Empty(await views.ListAsync(_second, isPublishers: false, Cancel));
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await _shop.Get<ViewMails>().SendAsync(Cancel));

        Assert.True(await schedules.StopAsync(_shop.Operator, view, Cancel));
        Assert.False(await schedules.StopAsync(_shop.Operator, view, Cancel));
        await _shop.Get<MailDelivery>().SendAsync(Cancel);
        Assert.Empty(Sent());

        Assert.True(await schedules.SetAsync(_shop.Operator, view, EachMorning, [_shop.Operator.UserId], Cancel));
        Assert.True(await views.RemoveAsync(_shop.Operator, view, Cancel));
        _shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await MailAsync());
        Assert.Equal(
            ["revenue-view.schedule", "revenue-view.unschedule", "revenue-view.schedule"],
            _shop.Read(db => db.AuditEntries.Where(e => e.Subject == $"revenue-view/{view}").OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    public void Dispose() => _shop.Dispose();

    private async Task<long> ScheduleAsync(ViewQuestion question, params long[] recipients)
    {
        var views = _shop.Get<SavedViews>();
        Assert.Equal(ViewOutcome.Done, await views.SaveAsync(_shop.Operator, null, "Germany", question, false, Cancel));
        var id = Assert.Single(await views.ListAsync(_shop.Operator, isPublishers: false, Cancel)).Id;
        Assert.True(await _shop.Get<ViewSchedules>().SetAsync(_shop.Operator, id, EachMorning, recipients, Cancel));
        return id;
    }

    private async Task<int> MailAsync()
    {
        var sent = await _shop.Get<ViewMails>().SendAsync(Cancel);
        await _shop.Get<MailDelivery>().SendAsync(Cancel);
        return sent;
    }

    private void Demote(Actor actor) => _shop.Read(db => db.StaffGrants.Where(g => g.UserId == actor.UserId).ExecuteDelete());

    private string Address(Actor actor) => _shop.Read(db => db.Users.Single(u => u.Id == actor.UserId).Email!);

    private IReadOnlyList<MimeMessage> Sent()
    {
        var folder = Path.Combine(_shop.Portal.Database.Folder, "mail");
        return !Directory.Exists(folder) ? []
            :
            [
                .. Directory.GetFiles(folder).Order().Select(file => MimeMessage.Load(file))
                    .Where(mail => mail.Subject!.StartsWith("Revenue:", StringComparison.Ordinal)),
            ];
    }

    private static byte[] Content(MimeMessage mail, int at)
    {
        using var content = new MemoryStream();
        mail.Attachments.OfType<MimePart>().ElementAt(at).Content!.DecodeTo(content);
        return content.ToArray();
    }

    private static string Words(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        return string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
    }
}
