using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>Something that happened in the demo's past.</summary>
internal sealed record DemoStep(DateTime At, Func<CancellationToken, Task> Act);

/// <summary>What is offered: of a module there is one open offer of a tier that is paid in one way.</summary>
internal readonly record struct DemoOffer(string Module, OfferTier Tier, OfferModel Model);

/// <summary>The marketplace's own services under a clock of the past, which goes forward when it is told.</summary>
internal sealed class DemoPast : IDisposable
{
    private readonly Clock _clock;
    private readonly IHost _host;

    /// <param name="databases">The portal's: what is read and written here needs no clock.</param>
    public DemoPast(IDbContextFactory<MarketplaceDb> databases, DateTime at, IConfiguration configuration, IHostEnvironment environment)
    {
        (Databases, _clock) = (databases, new(at));
        // The data folder is relative to the content root: with another one it would be another database.
        var builder = Host.CreateEmptyApplicationBuilder(new()
        {
            EnvironmentName = environment.EnvironmentName, ContentRootPath = environment.ContentRootPath,
        });
        builder.Configuration.AddConfiguration(configuration);
        builder.AddMarketplace();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        _host = builder.Build();
    }

    public IDbContextFactory<MarketplaceDb> Databases { get; }

    public DateTime Now => _clock.Now;

    public void GoTo(DateTime at) => _clock.Now = at;

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<MarketplaceDb> OpenAsync(CancellationToken cancel) => Databases.CreateDbContextAsync(cancel);

    public async Task<Guid> OrderAsync(Actor buyer, long client, DemoOffer what, int sites, CancellationToken cancel)
    {
        await using var db = await OpenAsync(cancel);
        var offer = await db.Offers.Open()
            .Where(o => o.Module.PackageId == what.Module && o.Tier == what.Tier && o.Model == what.Model).Select(o => o.Id).SingleAsync(cancel);
        var made = (QuoteOutcome.Made)await Get<QuoteRequests>().MakeAsync(buyer, new QuoteRequest(client, [new(offer, sites)]), cancel);
        var hash = await db.Quotes.Where(q => q.Id == made.Id).Select(q => q.Hash).SingleAsync(cancel);
        return ((OrderOutcome.Placed)await Get<OrderPlacement>().PlaceAsync(buyer, new(made.Id, hash, Again: true), cancel)).OrderId;
    }

    /// <summary>Two minutes later it is paid for at the sandbox, unless nothing is due.</summary>
    public async Task PayAsync(Actor buyer, Guid order, string card, bool keeps, CancellationToken cancel)
    {
        GoTo(Now.AddMinutes(2));
        var by = new PayBy(PaymentProviders.Sandbox, Keeps: keeps);
        if (await Get<OrderPayments>().PayAsync(buyer, order, by, cancel) is PayOutcome.Underway { PaymentId: var payment })
        {
            await Get<SandboxTill>().PayAsync($"sbx_{payment:N}", card, cancel);
            await Get<ProviderInbox>().ProcessAsync(cancel);
        }
    }

    public void Dispose() => _host.Dispose();

    private sealed class Clock(DateTime now) : TimeProvider
    {
        public DateTime Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
