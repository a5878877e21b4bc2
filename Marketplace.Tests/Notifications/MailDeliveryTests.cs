using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Notifications;

public sealed class MailDeliveryTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Server _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_goes_once_and_is_forgotten()
    {
        Queue("ida@example.com");

        await SendAsync();
        await SendAsync();

        Assert.Equal(["ida@example.com"], _server.Sent);
        Assert.Empty(Waiting());
    }

    [Fact]
    public async Task What_the_server_refuses_is_tried_again_ever_more_rarely()
    {
        Queue("ida@example.com");
        _server.Refuses = true;
        var pauses = new List<double>();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await SendAsync();
            pauses.Add((Assert.Single(Waiting()).DueAt - _database.Now).TotalMinutes);
            _database.Clock.Advance(TimeSpan.FromMinutes(pauses[^1]));
        }

        Assert.Equal([1, 2, 4, 8], pauses);
        _server.Refuses = false;
        await SendAsync();
        Assert.Equal(["ida@example.com"], _server.Sent);
    }

    [Fact]
    public async Task After_three_days_it_is_given_up()
    {
        Queue("ida@example.com");
        _server.Refuses = true;
        _database.Clock.Advance(TimeSpan.FromDays(3.1));

        await SendAsync();

        Assert.Empty(Waiting());
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task One_that_is_refused_holds_up_no_other()
    {
        Queue("nobody@example.com", "ida@example.com");
        _server.RefusesOnly = "nobody@example.com";

        await SendAsync();

        Assert.Equal(["ida@example.com"], _server.Sent);
        Assert.Equal("nobody@example.com", Assert.Single(Waiting()).To);
    }

    [Fact]
    public async Task Many_workers_send_each_mail_once()
    {
        Queue([.. Enumerable.Range(0, 60).Select(i => $"p{i:00}@example.com")]);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SendAsync)));
        await SendAsync();

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"p{i:00}@example.com"), _server.Sent.Order());
    }

    [Fact]
    public async Task A_slow_server_gets_a_mail_from_one_worker_at_a_time()
    {
        Queue("ida@example.com");
        _server.Hangs = true;
        var first = SendAsync();
        await _server.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        // Longer than a command of the server may take, and the first has not given up.
        _database.Clock.Advance(TimeSpan.FromMinutes(2.5));
        await SendAsync();
        Assert.Equal(1, _server.Calls);

        // Then it has, before anybody else may take the mail.
        _database.Clock.Advance(TimeSpan.FromMinutes(1));
        await first.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.True(Assert.Single(Waiting()).DueAt > _database.Now);
    }

    private void Queue(params string[] people)
    {
        using var db = _database.CreateDbContext();
        foreach (var to in people)
        {
            db.Mail(to, "Hello", "Read this.", _database.Now);
        }

        db.SaveChanges();
    }

    private List<OutgoingMail> Waiting() => _database.Read(db => db.Set<OutgoingMail>().ToList());

    private Task SendAsync() => new MailDelivery(_database, _server, [], _database.Clock, NullLogger<MailDelivery>.Instance).SendAsync(Cancel);

    public void Dispose() => _database.Dispose();

    private sealed class Server : IMailer
    {
        private readonly List<string> _sent = [];

        public bool Refuses { get; set; }

        /// <summary>It takes the call and never answers.</summary>
        public bool Hangs { get; set; }

        public TaskCompletionSource Asked { get; } = new();

        public int Calls { get; private set; }

        public string? RefusesOnly { get; set; }

        public IReadOnlyList<string> Sent => _sent;

        public Task SendAsync(Letter letter, CancellationToken cancel)
        {
            Calls++;
            if (Hangs)
            {
                Asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancel);
            }

            if (Refuses || letter.To == RefusesOnly)
            {
                throw new IOException("The server is away.");
            }

            lock (_sent)
            {
                _sent.Add(letter.To);
            }

            return Task.CompletedTask;
        }
    }
}
