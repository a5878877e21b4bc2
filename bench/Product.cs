using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Portal.Demo;
using Marketplace.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Bench;

/// <summary>The marketplace's own acts on the data folder of a running portal, as another process would call them. It runs no jobs.</summary>
internal sealed class Product : IDisposable
{
    private readonly IHost _host;

    public Product(string dataFolder, params IEnumerable<(string Key, string Value)> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Data:Folder", dataFolder), .. settings.Select(one => new KeyValuePair<string, string?>(one.Key, one.Value))]);
        builder.Logging.ClearProviders();
        builder.AddMarketplace();
        _host = builder.Build();
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public MarketplaceDb Open() => Get<IDbContextFactory<MarketplaceDb>>().CreateDbContext();

    public async Task<Actor> ActorAsync(DemoPerson person)
    {
        await using var db = Open();
        return new Actor(await db.Users.Where(u => u.Email == person.Email).Select(u => u.Id).SingleAsync(), HasSecondFactor: true);
    }

    /// <summary>Takes a package of Acme's in, has it checked and approves it.</summary>
    public async Task ReleaseAsync(Stream package) => await Get<ReviewDecisions>().DecideAsync(
        await ActorAsync(DemoPeople.Moderator), await SubmitAsync(package), DecisionAction.Approve, "", "", CancellationToken.None);

    /// <summary>Takes a package of Acme's in and has it checked; the review that it waits in.</summary>
    public async Task<long> SubmitAsync(Stream package)
    {
        var acme = await ActorAsync(DemoPeople.Publisher);
        if (await Get<PackageIntake>().ReceiveAsync(acme, null, package, CancellationToken.None) is not IntakeOutcome.Received received)
        {
            throw new InvalidOperationException("The package was not taken in.");
        }

        // Whoever is first, this process or the portal's jobs, does the checks.
        await Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, CancellationToken.None);
        await using var db = Open();
        long? review;
        while ((review = await db.Submissions.Where(s => s.Id == received.SubmissionId).Select(s => s.ReviewId).SingleAsync()) is null)
        {
            await Task.Delay(20);
        }

        return review.Value;
    }

    /// <summary>Waits until what was taken in has been checked, so that the checks take nothing from what is measured next.</summary>
    public async Task RestAsync()
    {
        await using var db = Open();
        while (await db.Submissions.AnyAsync(s => s.State == SubmissionState.Received || s.State == SubmissionState.Scanning))
        {
            await Task.Delay(20);
        }
    }

    public void Dispose() => _host.Dispose();
}
