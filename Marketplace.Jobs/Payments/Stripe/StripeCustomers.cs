using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Payments.Stripe;

/// <summary>Which customer an organization is at Stripe.</summary>
public sealed class StripeCustomer(long organizationId, DateTime at)
{
    public long OrganizationId { get; private set; } = organizationId;

    /// <summary>Null until it is made.</summary>
    public string? CustomerId { get; private set; }

    /// <summary>How often it was made: one more when it was deleted at Stripe.</summary>
    public int Number { get; private set; }

    public DateTime At { get; private set; } = at;

    public void Make(string customerId, DateTime now) => (CustomerId, At) = (customerId, now);

    public void Lose() => (CustomerId, Number) = (null, Number + 1);
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
        customer.Property(c => c.Number).IsConcurrencyToken();
        customer.Property(c => c.CustomerId).IsConcurrencyToken();
        customer.Property(c => c.CustomerId).HasMaxLength(Payment.MaxProviderId).IsUnicode(false);
        customer.HasOne<Organization>().WithOne().HasForeignKey<StripeCustomer>(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Finds an organization's customer at Stripe; the first payment makes it.</summary>
internal sealed class StripeCustomers(IDbContextFactory<MarketplaceDb> databases, StripeCalls stripe, TimeProvider clock)
{
    /// <returns>Its id, and how often it was made before.</returns>
    public async Task<(string Id, int Number)> OfAsync(long organizationId, string email, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var row = await db.StripeCustomers.FirstOrDefaultAsync(c => c.OrganizationId == organizationId, cancel);
        if (row?.CustomerId is { } known)
        {
            return (known, row.Number);
        }

        row ??= db.Add(new StripeCustomer(organizationId, clock.UtcNow)).Entity;
        var name = await db.Organizations.Where(o => o.Id == organizationId).Select(o => o.Name).SingleAsync(cancel);
        // Two members at once have two addresses: each makes a customer, the first one is kept, and the other stays without a payment.
        var made = await StripeCalls.ChangeAsync(
            "create a customer", $"customer-{organizationId}-{row.Number}-{Hash(name, email)}",
            request => stripe.Api.Customers.CreateAsync(
                new() { Name = name, Email = email, Metadata = new() { ["organization"] = $"{organizationId}" } }, request, cancel),
            () => Task.FromResult<global::Stripe.Customer?>(null), cancel);
        row.Make(made.Id, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return (made.Id, row.Number);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return await OfAsync(organizationId, email, cancel);
        }
    }

    /// <summary>The customer was deleted at Stripe: the next payment makes another one.</summary>
    public async Task LoseAsync(long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        (await db.StripeCustomers.SingleAsync(c => c.OrganizationId == organizationId, cancel)).Lose();
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another payment found it at the same moment.
        }
    }

    private static string Hash(string name, string email) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name}\n{email}")))[..12];
}
