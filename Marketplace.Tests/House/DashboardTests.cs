using System.Net;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public sealed class DashboardTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new() { RunsJobs = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_sees_the_jobs_and_the_timetable()
    {
        using var client = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Operator));

        Assert.Contains("Hangfire", await client.GetStringAsync(PortalUrls.Jobs, Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{PortalUrls.Jobs}/recurring", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Where_another_process_keeps_the_jobs_in_its_memory_the_page_says_so_instead_of_showing_none()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "On SQL Server the jobs are seen from everywhere.");
        await using var portal = new PortalHost { RunsJobs = false };
        using var client = await portal.ClientAsync(portal.Database.Staff(StaffRole.Operator));

        Assert.Contains("Separate workers run the jobs", await client.GetStringAsync($"{PortalUrls.Jobs}/servers", Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PortalUrls.Jobs)]
    [InlineData(PortalUrls.Jobs + "/recurring")]
    [InlineData(PortalUrls.Jobs + "/stats")]
    public async Task Nobody_else_sees_them(string address)
    {
        using var nobody = _portal.Client();
        using var stranger = await _portal.ClientAsync(_portal.Database.Stranger());
        using var moderator = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Moderator));

        foreach (var client in new[] { nobody, stranger, moderator })
        {
            using var answer = await client.GetAsync(address, Cancel);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Contains(answer.Headers.Location!.AbsolutePath, new[] { PortalUrls.SignIn, PortalUrls.NoAccess });
        }
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_request()
    {
        var actor = _portal.Database.Staff(StaffRole.Operator);
        using var client = await _portal.ClientAsync(actor);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(PortalUrls.Jobs, Cancel)).StatusCode);

        await using (var db = _portal.Database.CreateDbContext())
        {
            db.RemoveRange(db.StaffGrants.Where(g => g.UserId == actor.UserId));
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(PortalUrls.Jobs, Cancel)).StatusCode);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
