using System.Globalization;
using Marketplace.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Portal.Accounts;

/// <summary>What the browser needs to make a passkey or to sign in by one (WebAuthn Level 3, as JSON). The answers come back by the pages' forms.</summary>
internal static class Passkeys
{
    public const int Most = 20;
    public const int LongestName = 60;

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPost(PortalUrls.PasskeyCreation, CreationAsync).RequireAuthorization(Policies.SignedIn).WithMetadata(new RequireAntiforgeryTokenAttribute());
        app.MapPost(PortalUrls.PasskeyRequest, RequestAsync).AllowAnonymous().WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    public static void Configure(IdentityPasskeyOptions passkeys)
    {
        // Found without an address typed first, and by finger, face or PIN: with the device itself, two factors.
        passkeys.ResidentKeyRequirement = "required";
        passkeys.UserVerificationRequirement = "required";
    }

    private static async Task<IResult> CreationAsync(HttpContext http, UserManager<User> users, SignInManager<User> signIn)
    {
        if (await users.GetUserAsync(http.User) is not { } user)
        {
            return TypedResults.Unauthorized();
        }

        var entity = new PasskeyUserEntity { Id = user.Id.ToString(CultureInfo.InvariantCulture), Name = user.Email!, DisplayName = user.DisplayName };
        return TypedResults.Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    // For nobody in particular, so that the answer tells nothing of who has an account.
    private static async Task<IResult> RequestAsync(SignInManager<User> signIn) =>
        TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");
}
