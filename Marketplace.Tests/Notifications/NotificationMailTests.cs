using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Notifications;

public sealed class NotificationMailTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_wait_all_are_mailed_in_one_run()
    {
        var people = Enumerable.Range(0, 450).Select(_ => A.User()).ToArray();
        _database.Save(people);
        _database.Save([.. people.Select(person => new Notification(person.Id, "module/Acme.Mail", "Acme Mail 1.1.0 is out.", _database.Now))]);

        await new NotificationMail(_database, Options.Create(new PortalOptions { Address = "https://market.example" }), _database.Clock).WriteAsync(Cancel);

        Assert.Equal(450, _database.Read(db => db.Set<OutgoingMail>().Count()));
        Assert.Equal(0, _database.Read(db => db.Set<Notification>().Count(n => n.MailedAt == null)));
    }

    public void Dispose() => _database.Dispose();
}
