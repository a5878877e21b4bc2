using System.Text;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

/// <summary>
/// Registers people and resets forgotten passwords. Whoever types an address gets no further than a mail to it, and is not told whether it has an
/// account: name, password and organization are entered behind the link, by who reads the mail.
/// </summary>
public sealed class Registration(
    UserManager<User> users, IDbContextFactory<MarketplaceDb> databases, Sessions sessions, Attempts attempts, RegistrationLink links,
    IOptions<PortalOptions> portal, IServiceProvider services, TimeProvider clock)
{
    private const string NotValid = "This link is no longer valid. Ask for a new one.";
    private const string HasAccount = "This address has an account already. Sign in.";

    /// <summary>Mails a link to the address, or that it has an account already. False if it got too many mails within the hour.</summary>
    public Task<bool> RegisterAsync(string email, CancellationToken cancel) => MailAsync(
        email,
        known => known is null
            ? new(
                "Confirm your e-mail address",
                $"Open this link within a day to register at the marketplace:\n{At(PortalUrls.ConfirmFor(links.Make(email)))}\n\n"
                    + "If you did not ask for it, do nothing.")
            : new(
                "You have an account already",
                $"Someone, perhaps you, tried to register {known.Email}. It has an account: sign in, or reset the password at "
                    + At(PortalUrls.ForgotPassword)),
        cancel);

    /// <summary>Makes the account of a link's address, and the organization. What is wrong; empty when done.</summary>
    public async Task<IReadOnlyList<string>> ConfirmAsync(string? token, Newcomer newcomer, CancellationToken cancel)
    {
        if (links.Read(token) is not { } email)
        {
            return [NotValid];
        }

        try
        {
            return await databases.TransactAsync(db => CreateAsync(db, email, newcomer, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Someone else was faster, with the name or by a second click.
            await using var db = await databases.CreateDbContextAsync(cancel);
            if (await users.FindByEmailAsync(email) is not null)
            {
                return [HasAccount];
            }

            if (newcomer.Organization is { } name && await IsTakenAsync(db, name, cancel))
            {
                return [Taken(name)];
            }

            throw;
        }
    }

    // Person, organization and membership are saved together or not at all, in a context of their own at each attempt.
    private async Task<IReadOnlyList<string>> CreateAsync(MarketplaceDb db, string email, Newcomer newcomer, CancellationToken cancel)
    {
        var name = string.IsNullOrWhiteSpace(newcomer.Organization) ? null : newcomer.Organization;
        if (name is not null && await IsTakenAsync(db, name, cancel))
        {
            return [Taken(name)];
        }

        using var store = new UserOnlyStore<User, MarketplaceDb, long>(db);
        using var people = ActivatorUtilities.CreateInstance<UserManager<User>>(services, store);
        if (await people.FindByEmailAsync(email) is not null)
        {
            return [HasAccount];
        }

        var user = new User
        {
            DisplayName = NameText.Normalize(newcomer.Name), UserName = email, Email = email, EmailConfirmed = true, CreatedAt = clock.UtcNow,
        };
        var created = await people.CreateAsync(user, newcomer.Password);
        if (!created.Succeeded)
        {
            return [.. created.Errors.Select(error => error.Description)];
        }

        db.Audit(new Actor(user.Id), "person.register", $"user/{user.Id}", email, clock.UtcNow);
        if (name is not null)
        {
            var added = new Organization(name, newcomer.Publishes, newcomer.IsClient, clock.UtcNow);
            db.Organizations.Add(added);
            await db.SaveChangesAsync(cancel);
            db.Memberships.Add(new Membership(added.Id, user.Id, MemberRole.Owner, clock.UtcNow));
            db.Audit(new Actor(user.Id), "organization.create", $"organization/{added.Id}", added.Name, clock.UtcNow);
        }

        await db.SaveChangesAsync(cancel);
        return [];
    }

    private static Task<bool> IsTakenAsync(MarketplaceDb db, string name, CancellationToken cancel)
    {
        var (folded, skeleton) = (OrganizationName.Fold(name), OrganizationName.Skeleton(name));
        return db.Organizations.AnyAsync(o => o.NormalizedName == folded || o.Skeleton == skeleton, cancel);
    }

    private static string Taken(string organization) =>
        $"“{NameText.Normalize(organization)}” is the name of another organization or too like it. "
        + "Choose another name, or ask an owner of yours to invite you.";

    /// <summary>Sends a link where the address has an account, and says nothing either way. False if it got too many mails within the hour.</summary>
    public async Task<bool> ForgotAsync(string email, CancellationToken cancel)
    {
        var known = await users.FindByEmailAsync(email);
        var link = known is null ? "" : At(PortalUrls.ResetFor(known.Id, Encode(await users.GeneratePasswordResetTokenAsync(known))));
        return await MailAsync(
            email,
            _ => known is null ? null : new(
                "Set a new password",
                $"Open this link to set a new password for the marketplace:\n{link}\n\nIf you did not ask for it, do nothing: the old password still works."),
            cancel);
    }

    private sealed record Letter(string Subject, string Text);

    // Counted for every address alike, with or without an account, so that the count tells nothing either.
    private async Task<bool> MailAsync(string to, Func<User?, Letter?> write, CancellationToken cancel)
    {
        if (!await attempts.TryAsync(AttemptLimit.Mails, to, cancel))
        {
            return false;
        }

        var known = await users.FindByEmailAsync(to);
        if (write(known) is { } letter)
        {
            await using var outbox = await databases.CreateDbContextAsync(cancel);
            outbox.Mail(known?.Email ?? to, letter.Subject, letter.Text, clock.UtcNow);
            await outbox.SaveChangesAsync(cancel);
        }

        return true;
    }

    private string At(string path) => portal.Value.At(path);

    /// <summary>What is wrong; empty when the password is set. Every session ends.</summary>
    public async Task<IReadOnlyList<string>> ResetAsync(long userId, string token, string password, CancellationToken cancel)
    {
        if (await FindAsync(userId) is not { } user || Decode(token) is not { } text)
        {
            return [NotValid];
        }

        var reset = await users.ResetPasswordAsync(user, text, password);
        if (!reset.Succeeded)
        {
            return reset.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken)) ? [NotValid] : [.. reset.Errors.Select(e => e.Description)];
        }

        // Whoever opened the link reads the mail of this address: that confirms it, also where the first link had run out.
        user.EmailConfirmed = true;
        await users.SetLockoutEndDateAsync(user, null);
        await sessions.EndOthersAsync(user.Id, 0, cancel);
        await databases.AuditAsync(new Actor(user.Id), "password.reset", $"user/{user.Id}", "by a link sent by mail", clock.UtcNow, cancel);
        return [];
    }

    private Task<User?> FindAsync(long id) => users.FindByIdAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Encode(string token) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));

    private static string? Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
