using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Stripe;

/// <summary>Which customer an organization is at Stripe.</summary>
public sealed class StripeCustomer(long organizationId, string customerId, DateTime at)
{
    public long OrganizationId { get; private set; } = organizationId;
    public string CustomerId { get; private set; } = customerId;
    public DateTime At { get; private set; } = at;
}

public static class StripeData
{
    extension(MarketplaceDb db)
    {
        public DbSet<StripeCustomer> StripeCustomers => db.Set<StripeCustomer>();
    }
}

internal sealed class StripeCustomerMapping : IEntityTypeConfiguration<StripeCustomer>
{
    public void Configure(EntityTypeBuilder<StripeCustomer> customer)
    {
        customer.ToTable("StripeCustomers");
        customer.HasKey(c => c.OrganizationId);
        customer.Property(c => c.OrganizationId).ValueGeneratedNever();
        customer.Property(c => c.CustomerId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        customer.HasOne<Organization>().WithOne().HasForeignKey<StripeCustomer>(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Finds an organization's customer at Stripe; the first payment makes it.</summary>
internal sealed class StripeCustomers(IDbContextFactory<MarketplaceDb> databases, StripeCalls stripe, TimeProvider clock)
{
    public async Task<string> OfAsync(long organizationId, string email, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await FindAsync(db, organizationId, cancel) is { } known)
        {
            return known;
        }

        var name = await db.Organizations.Where(o => o.Id == organizationId).Select(o => o.Name).SingleAsync(cancel);
        // Two members at once have two addresses: each makes a customer, the first one is kept, and the other stays without a payment.
        var made = await stripe.ChangeAsync(
            "create a customer", $"customer-{organizationId}-{Hash(name, email)}",
            request => stripe.Api.Customers.CreateAsync(
                new() { Name = name, Email = email, Metadata = new() { ["organization"] = $"{organizationId}" } }, request, cancel),
            () => Task.FromResult<global::Stripe.Customer?>(null), cancel);
        db.Add(new StripeCustomer(organizationId, made.Id, clock.UtcNow));
        try
        {
            await db.SaveChangesAsync(cancel);
            return made.Id;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return (await FindAsync(db, organizationId, cancel))!;
        }
    }

    /// <summary>The customer was deleted at Stripe: the next payment makes another one.</summary>
    public async Task ForgetAsync(long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.StripeCustomers.Where(c => c.OrganizationId == organizationId).ExecuteDeleteAsync(cancel);
    }

    private static Task<string?> FindAsync(MarketplaceDb db, long organizationId, CancellationToken cancel) =>
        db.StripeCustomers.Where(c => c.OrganizationId == organizationId).Select(c => c.CustomerId).FirstOrDefaultAsync(cancel);

    private static string Hash(string name, string email) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name}\n{email}")))[..12];
}
