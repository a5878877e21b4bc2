using Marketplace.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Portal.Demo;

/// <summary>One click instead of a password. Mapped only where the demo is on.</summary>
internal static class DemoSignIn
{
    public static async Task<IResult> SignInAsync(
        [FromForm] string email, [FromForm] string? returnUrl, UserManager<User> users, SignInManager<User> signIn)
    {
        if (DemoPeople.All.All(person => person.Email != email) || await users.FindByEmailAsync(email) is not { } user)
        {
            return TypedResults.LocalRedirect(PortalUrls.SignIn);
        }

        await signIn.SignInAsync(user, isPersistent: false);
        return TypedResults.LocalRedirect(PortalUrls.Local(returnUrl));
    }
}
