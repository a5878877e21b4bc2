using System.ComponentModel.DataAnnotations;
using System.Text;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Accounts;

/// <summary>What somebody enters to register.</summary>
public sealed class Newcomer
{
    [Required(ErrorMessage = "Enter your name."), MaxLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "Enter your e-mail address."), EmailAddress(ErrorMessage = "This is not an e-mail address."), MaxLength(150, ErrorMessage = "At most 150 characters.")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Choose a password."), MinLength(12, ErrorMessage = "Use at least 12 characters."), MaxLength(200, ErrorMessage = "At most 200 characters.")]
    public string Password { get; set; } = "";

    [MaxLength(100, ErrorMessage = "At most 100 characters.")]
    public string? Organization { get; set; }

    public bool Publishes { get; set; }

    public bool IsClient { get; set; }
}

/// <summary>Registers people, confirms addresses, and sets forgotten passwords anew. Tells nobody whether an address has an account.</summary>
public sealed class Registration(
    UserManager<User> users, MarketplaceDb db, IDbContextFactory<MarketplaceDb> databases, Sessions sessions, TimeProvider clock)
{
    /// <summary>What is wrong; empty when a mail is on its way, also where the address has an account already.</summary>
    public async Task<IReadOnlyList<string>> RegisterAsync(Newcomer newcomer, Func<string, string> absolute, CancellationToken cancel)
    {
        var organization = newcomer.Organization?.Trim() is { Length: > 0 } name ? name : null;
        if (organization is not null && !newcomer.Publishes && !newcomer.IsClient)
        {
            return ["Say what the organisation does: publish modules, install them, or both."];
        }

        if (organization is not null && await db.Organizations.AnyAsync(o => o.Name == organization, cancel))
        {
            return [Taken(organization)];
        }

        if (await users.FindByEmailAsync(newcomer.Email) is { } known)
        {
            // As slow as for somebody new, so that the time tells nothing either.
            users.PasswordHasher.HashPassword(known, newcomer.Password);
            await MailAsync(known.Email!, "You have an account already", $"Somebody, perhaps you, tried to register {known.Email}. It has an account: sign in, or set the password anew at {absolute(PortalUrls.ForgotPassword)}", cancel);
            return [];
        }

        var user = new User { DisplayName = newcomer.Name.Trim(), UserName = newcomer.Email, Email = newcomer.Email, CreatedAt = clock.UtcNow };
        var problems = await CreateAsync(user, newcomer, organization, cancel);
        if (problems.Count > 0)
        {
            return problems;
        }

        var link = absolute(PortalUrls.ConfirmFor(user.Id, Encode(await users.GenerateEmailConfirmationTokenAsync(user))));
        await MailAsync(user.Email!, "Confirm your e-mail address", $"Welcome to the marketplace, {user.DisplayName}.\n\nOpen this link to confirm your address:\n{link}\n\nIf you did not register, do nothing.", cancel);
        return [];
    }

    // Person, organisation and membership are saved together or not at all: Identity saves through the same context.
    private async Task<IReadOnlyList<string>> CreateAsync(User user, Newcomer newcomer, string? organization, CancellationToken cancel)
    {
        try
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var created = await users.CreateAsync(user, newcomer.Password);
                if (!created.Succeeded)
                {
                    return (IReadOnlyList<string>)[.. created.Errors.Select(error => error.Description)];
                }

                if (organization is not null)
                {
                    var added = new Organization(organization, newcomer.Publishes, newcomer.IsClient, clock.UtcNow);
                    db.Organizations.Add(added);
                    await db.SaveChangesAsync(cancel);
                    db.Memberships.Add(new Membership(added.Id, user.Id, MemberRole.Owner, clock.UtcNow));
                    db.Audit(new Actor(user.Id), "organization.create", $"organization/{added.Id}", added.Name, clock.UtcNow);
                    await db.SaveChangesAsync(cancel);
                }

                await transaction.CommitAsync(cancel);
                return [];
            });
        }
        catch (DbUpdateException error) when (organization is not null && error.IsLostRace)
        {
            // Somebody else took the name a moment ago.
            return [Taken(organization)];
        }
    }

    // In a context of its own: the shared one may hold what Identity refused.
    private async Task MailAsync(string to, string subject, string text, CancellationToken cancel)
    {
        await using var outbox = await databases.CreateDbContextAsync(cancel);
        outbox.Mail(to, subject, text, clock.UtcNow);
        await outbox.SaveChangesAsync(cancel);
    }

    private static string Taken(string organization) => $"There is an organisation {organization} already. Ask one of its owners to invite you.";

    public async Task<bool> ConfirmAsync(long userId, string token)
    {
        if (await FindAsync(userId) is not { } user || Decode(token) is not { } text || !(await users.ConfirmEmailAsync(user, text)).Succeeded)
        {
            return false;
        }

        await databases.AuditAsync(new Actor(user.Id), "address.confirm", $"user/{user.Id}", user.Email!, clock.UtcNow);
        return true;
    }

    /// <summary>Sends a link where the address has an account, and says nothing either way.</summary>
    public async Task ForgotAsync(string email, Func<string, string> absolute, CancellationToken cancel)
    {
        if (await users.FindByEmailAsync(email) is { } user)
        {
            var link = absolute(PortalUrls.ResetFor(user.Id, Encode(await users.GeneratePasswordResetTokenAsync(user))));
            await MailAsync(user.Email!, "Set a new password", $"Open this link to set a new password for the marketplace:\n{link}\n\nIf you did not ask for it, do nothing: the old password still works.", cancel);
        }
    }

    /// <summary>What is wrong; empty when the password is set. Every session ends.</summary>
    public async Task<IReadOnlyList<string>> ResetAsync(long userId, string token, string password, CancellationToken cancel)
    {
        if (await FindAsync(userId) is not { } user || Decode(token) is not { } text)
        {
            return ["This link is not valid any more. Ask for a new one."];
        }

        var reset = await users.ResetPasswordAsync(user, text, password);
        if (!reset.Succeeded)
        {
            return reset.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken)) ? ["This link is not valid any more. Ask for a new one."] : [.. reset.Errors.Select(e => e.Description)];
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
