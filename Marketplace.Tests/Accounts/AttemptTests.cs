using Marketplace.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class AttemptTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Attempts _attempts;

    public AttemptTests() => _attempts = new Attempts(_database, _database.Clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_may_be_tried_and_again_when_the_time_is_over()
    {
        for (var attempt = 0; attempt < AttemptLimit.Mails.Max; attempt++)
        {
            Assert.True(await MailAsync("Ida@example.com"));
        }

        Assert.False(await MailAsync("ida@EXAMPLE.com"));
        Assert.True(await MailAsync("ben@example.com"));
        Assert.True(await _attempts.TryAsync(AttemptLimit.Passwords, "ida@example.com", Cancel));

        _database.Clock.Advance(AttemptLimit.Mails.Within);
        Assert.True(await MailAsync("ida@example.com"));
    }

    [Fact]
    public async Task Of_many_at_once_no_more_than_so_many_pass()
    {
        var passed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => MailAsync("ida@example.com"), Cancel)));

        Assert.InRange(passed.Count(one => one), 1, AttemptLimit.Mails.Max);
    }

    [Fact]
    public async Task A_right_one_clears_the_count_and_old_ones_are_deleted()
    {
        Assert.True(await MailAsync("ida@example.com"));
        await _attempts.ForgetAsync(AttemptLimit.Mails, "ida@example.com", Cancel);
        Assert.Equal(0, _database.Read(db => db.Attempts.Count()));

        Assert.True(await MailAsync("ida@example.com"));
        _database.Clock.Advance(TimeSpan.FromDays(2));
        await new PurgeAttemptsJob(_attempts).RunAsync(Cancel);
        Assert.Equal(0, _database.Read(db => db.Attempts.Count()));
    }

    private Task<bool> MailAsync(string to) => _attempts.TryAsync(AttemptLimit.Mails, to, Cancel);

    public void Dispose() => _database.Dispose();
}
