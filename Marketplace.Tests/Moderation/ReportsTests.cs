using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Portal.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Moderation;

public sealed class ReportsTests : PageTest
{
    private readonly Actor _person;

    public ReportsTests()
    {
        Services.AddModeration();
        Database.Available(Database.Publisher(), "Acme.Mail");
        _person = Database.Stranger();
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private Reports Reports => new(Database, Database.Clock);

    [Fact]
    public async Task A_report_waits_for_moderators_until_one_answers_it()
    {
        Assert.Equal(ReportOutcome.Sent, await SendAsync());
        var moderator = Database.Staff(StaffRole.Moderator);
        var report = Assert.Single((await Reports.ListAsync(moderator, ListQuery.First, Cancel)).Rows);
        Assert.Equal(("Acme.Mail", "1.0.0", ReportKind.Malicious, null), (report.PackageId, report.Version, report.Kind, report.ClosedAt));

        Assert.Equal(ReportOutcome.Invalid, await Reports.CloseAsync(moderator, report.Id, " ", Cancel));
        Assert.Equal(ReportOutcome.Sent, await Reports.CloseAsync(moderator, report.Id, "Withdrawn.", Cancel));
        Assert.Equal(ReportOutcome.NotFound, await Reports.CloseAsync(moderator, report.Id, "Again.", Cancel));

        Assert.Equal("Withdrawn.", Assert.Single((await Reports.ListAsync(moderator, ListQuery.First, Cancel)).Rows).Answer);
        Assert.Equal(0, await Reports.OpenAsync(moderator, Cancel));
        Assert.Equal(["module.report", "report.close"], Database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task One_person_has_one_open_report_about_a_module()
    {
        await SendAsync();

        Assert.Equal(ReportOutcome.AlreadyOpen, await SendAsync());
        Assert.Throws<Microsoft.EntityFrameworkCore.DbUpdateException>(() => Database.Save(
            new Report(Database.Read(db => db.Modules.Single().Id), "1.0.0", ReportKind.Other, "x", _person.UserId, A.Day)));
    }

    [Fact]
    public async Task Only_moderators_read_and_close_reports()
    {
        await SendAsync();
        var id = Database.Read(db => db.Set<Report>().Single().Id);

        Assert.Empty((await Reports.ListAsync(_person, ListQuery.First, Cancel)).Rows);
        Assert.Equal(0, await Reports.OpenAsync(_person, Cancel));
        Assert.Equal(ReportOutcome.NotFound, await Reports.CloseAsync(_person, id, "Nothing.", Cancel));
    }

    [Fact]
    public async Task Nothing_is_taken_in_about_what_is_not_there_or_without_words()
    {
        Assert.Equal(ReportOutcome.NotFound, await Reports.SendAsync(_person, "Acme.Nothing", "1.0.0", ReportKind.Broken, "It does not start.", Cancel));
        Assert.Equal(ReportOutcome.Invalid, await Reports.SendAsync(_person, "Acme.Mail", "1.0.0", ReportKind.Broken, "Bad", Cancel));
    }

    [Fact]
    public void The_form_sends_it_and_says_so()
    {
        SignIn(_person);
        Navigation.NavigateTo("/?version=1.0.0");
        var page = Draw<ReportPage>(p => p.Add(x => x.Id, "Acme.Mail"));
        page.Field("What you saw").Input("Short");
        page.Submit();
        page.Says("10 to 2,000");
        Assert.Empty(Database.Read(db => db.Set<Report>().ToList()));

        page.Field("What you saw").Input("It sends our customers' addresses elsewhere.");
        page.Submit();

        page.WaitForAssertion(() => Assert.Contains("The moderators have your report.", page.Markup, StringComparison.Ordinal));
        Assert.Equal("1.0.0", Database.Read(db => db.Set<Report>().Single().Version));
    }

    private Task<ReportOutcome> SendAsync() =>
        Reports.SendAsync(_person, "acme.mail", "1.0.0", ReportKind.Malicious, "It sends our customers' addresses elsewhere.", Cancel);
}
