using System.Net.Http.Json;
using Marketplace.Accounts;
using Marketplace.Modules;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Tests.Accounts;

public sealed class SigningKeyTests : IDisposable
{
    private static readonly string Text = new LockDocument(1, 1, 0, null, "operation-1", "1.0.0", DateTime.UnixEpoch, []).ToText();

    private readonly TestDatabase _database = new();
    private readonly EphemeralDataProtectionProvider _protection = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SigningKeys Keys => new(_database, _protection, _database.Clock);

    [Fact]
    public async Task Many_processes_that_sign_at_once_make_one_first_key()
    {
        var signed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Keys.SignAsync(Text, Cancel))));

        var key = Assert.Single(await Keys.PublicAsync(Cancel));
        var ring = KeyRing.Of([key.Id], [key]);
        Assert.All(signed, file => Assert.IsType<LockOutcome.Genuine>(file.Open(ring)));
    }

    [Fact]
    public async Task The_private_key_is_not_kept_in_the_clear()
    {
        await Keys.SignAsync(Text, Cancel);

        var row = Assert.Single(_database.Read(db => db.SigningKeys.ToList()));
        var secret = _protection.CreateProtector("Marketplace.SigningKeys").Unprotect(Convert.FromBase64String(row.Secret));
        Assert.Equal(row.Public, Convert.ToBase64String(Ed25519.PublicKeyOf(secret)));
        Assert.DoesNotContain(Convert.ToHexString(secret), Convert.ToHexString(Convert.FromBase64String(row.Secret)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_rotation_the_new_key_signs_and_sites_that_knew_the_old_one_believe_both()
    {
        var before = await Keys.SignAsync(Text, Cancel);
        var next = await Keys.RotateAsync(Cancel);
        var after = await Keys.SignAsync(Text, Cancel);

        var ring = KeyRing.Of([before.KeyId], await Keys.PublicAsync(Cancel));
        Assert.Equal(next, after.KeyId);
        Assert.NotEqual(before.KeyId, after.KeyId);
        Assert.All(new[] { before, after }, file => Assert.IsType<LockOutcome.Genuine>(file.Open(ring)));
        Assert.Contains("signing-key.rotate", _database.Read(db => db.AuditEntries.Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task A_revoked_key_neither_signs_nor_is_believed_and_the_last_one_cannot_be_revoked()
    {
        var before = await Keys.SignAsync(Text, Cancel);
        Assert.False(await Keys.RevokeAsync(before.KeyId, Cancel));
        await Keys.RotateAsync(Cancel);
        var learned = KeyRing.Of([before.KeyId], await Keys.PublicAsync(Cancel));

        Assert.True(await Keys.RevokeAsync(before.KeyId, Cancel));

        var ring = KeyRing.Of(learned.Trusted, await Keys.PublicAsync(Cancel));
        Assert.Equal([before.KeyId], ring.Revoked);
        Assert.IsType<LockOutcome.UnknownKey>(before.Open(ring));
        Assert.IsType<LockOutcome.Genuine>((await Keys.SignAsync(Text, Cancel)).Open(ring));
        Assert.False(await Keys.RevokeAsync("none", Cancel));
    }

    [Fact]
    public async Task Anybody_may_read_the_public_keys_and_only_those()
    {
        await using var portal = new PortalHost();
        using var client = portal.Client();

        var text = await client.GetStringAsync(PortalUrls.AgentKeys, Cancel);

        var key = Assert.Single((await client.GetFromJsonAsync<PublicKey[]>(PortalUrls.AgentKeys, Cancel))!);
        Assert.Equal((await portal.Get<SigningKeys>().SignAsync(Text, Cancel)).KeyId, key.Id);
        Assert.DoesNotContain(portal.Database.Read(db => db.SigningKeys.Select(k => k.Secret).Single()), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_administers_the_installation_rotates_and_revokes_by_the_command_line()
    {
        var (code, said) = await CommandLine.RunAsync(_database, "signing-key", "rotate");
        var keys = _database.Read(db => db.SigningKeys.OrderBy(k => k.Ordinal).Select(k => k.KeyId).ToList());

        Assert.Equal((0, 2), (code, keys.Count));
        Assert.Contains(keys[1], said, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync(_database, "signing-key", "revoke", keys[0])).Code);
        Assert.Equal(1, (await CommandLine.RunAsync(_database, "signing-key", "revoke", keys[1])).Code);
    }

    public void Dispose() => _database.Dispose();
}
