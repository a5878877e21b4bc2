using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
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

    /// <summary>Where Stripe sends its receipts.</summary>
    public string Email { get; private set; } = "";

    public DateTime At { get; private set; } = at;

    public void Make(string customerId, string email, DateTime now) => (CustomerId, Email, At) = (customerId, email, now);

    public void Address(string email) => Email = email;

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
    private const int MaxEmail = 256;

    public void Configure(EntityTypeBuilder<StripeCustomer> customer)
    {
        customer.ToTable("StripeCustomers");
        customer.HasKey(c => c.OrganizationId);
        customer.Property(c => c.OrganizationId).ValueGeneratedNever();
        customer.Property(c => c.Number).IsConcurrencyToken();
        customer.Property(c => c.CustomerId).IsConcurrencyToken();
        customer.Property(c => c.Email).HasMaxLength(MaxEmail);
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
            await AddressAsync(db, row, email, cancel);
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
        row.Make(made.Id, email, clock.UtcNow);
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

    // Whoever has left gets no receipts any more; between two who are there it does not change with each payment.
    private async Task AddressAsync(MarketplaceDb db, StripeCustomer row, string email, CancellationToken cancel)
    {
        var (organization, before) = (row.OrganizationId, row.Email);
        if (before == email || await db.Memberships.AnyAsync(m => m.OrganizationId == organization && m.User.Email == before, cancel)
            || await db.BillingProfiles.AnyAsync(p => p.OrganizationId == organization && p.InvoiceEmail == before, cancel))
        {
            return;
        }

        try
        {
            await StripeCalls.ChangeAsync(
                "change a customer", $"customer-mail-{Guid.NewGuid():N}",
                request => stripe.Api.Customers.UpdateAsync(row.CustomerId!, new() { Email = email }, request, cancel),
                () => Task.FromResult<global::Stripe.Customer?>(null), cancel);
            row.Address(email);
            await db.SaveChangesAsync(cancel);
        }
        catch (Exception error) when (error is ProviderAwayException or global::Stripe.StripeException or DbUpdateConcurrencyException)
        {
            // The next payment tries it again, and this one finds out what else is wrong with the customer.
        }
    }

    private static string Hash(string name, string email) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name}\n{email}")))[..12];
}
