using System.Security.Claims;
using Marketplace.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Portal.Accounts;

/// <summary>Checks what a browser's passkey said. Identity knows an answer without a question only by an exception: it came too late, or twice.</summary>
internal static class PasskeyAnswer
{
    extension(SignInManager<User> signIn)
    {
        /// <summary>The passkey that was made, or null with the reason.</summary>
        public async Task<(UserPasskeyInfo? Passkey, string Problem)> NewPasskeyAsync(string? credential)
        {
            try
            {
                var made = await signIn.PerformPasskeyAttestationAsync(credential ?? "");
                return made.Succeeded ? (made.Passkey, "") : (null, "The passkey was not accepted. Try again.");
            }
            catch (InvalidOperationException)
            {
                return (null, "It took too long. Try again.");
            }
        }

        /// <summary>
        /// Signs in the holder of the passkey; false if it is not known here or the address is not confirmed. Wrong passwords and codes of others do not
        /// shut it.
        /// </summary>
        public async Task<bool> SignInByPasskeyAsync(string? credential)
        {
            try
            {
                var shown = await signIn.PerformPasskeyAssertionAsync(credential ?? "");
                if (!shown.Succeeded || !await signIn.CanSignInAsync(shown.User)
                    || !(await signIn.UserManager.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey)).Succeeded)
                {
                    return false;
                }

                await signIn.SignInWithClaimsAsync(shown.User, isPersistent: false, [new Claim(ActorClaims.MethodClaim, ActorClaims.SecondFactor)]);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }
}
