using Marketplace.Modules;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Agent;

/// <summary>What no agent takes up, whoever sends it. The site stays as it is, and the marketplace is told.</summary>
public sealed class SiteAgentRefusalTests : RunningAgent
{
    [Fact]
    public async Task A_lock_file_that_was_changed_is_refused()
    {
        Marketplace.Offer(1, 0, null, Base);
        var genuine = Marketplace.Offers.Dequeue();
        Marketplace.Offers.Enqueue(genuine with { Document = genuine.Document.Replace("Acme.Base", "Evil.Base", StringComparison.Ordinal) });

        await RefusesAsync(AgentFailure.BadSignature);
    }

    [Fact]
    public async Task A_lock_file_signed_with_a_key_that_is_not_trusted_is_refused_also_when_the_key_is_published()
    {
        await TurnAsync();
        Marketplace.Key = new TestKey();
        Marketplace.Offer(1, 0, null, Base);

        await RefusesAsync(AgentFailure.UnknownKey);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_revoked_key_is_never_believed_again_and_the_one_after_it_is_where_it_was_known_before(bool isPinned)
    {
        var first = Marketplace.Key;
        if (isPinned)
        {
            Options.TrustedKeys.Add(first.Public.Id);
        }

        Marketplace.Key = new TestKey(first);
        Marketplace.Published.AddRange([Marketplace.Key.Public, first.Public]);
        await (isPinned ? TurnAsync() : LearnAsync(first));
        Publish(Marketplace.Key.Public, first.Revoked);
        Marketplace.Offer(1, 0, null, Base);
        Assert.True(await TurnAsync());

        // Then someone with the stolen key answers in the marketplace's place, and leaves the revocation out.
        var stolen = new TestKey(first);
        Publish(stolen.Public, first.Public);
        Marketplace.Key = stolen;
        Marketplace.Offer(2, 1, null, Base, Plain);
        await RefusesAsync(AgentFailure.UnknownKey, stays: 1);
        Marketplace.Key = first;
        Marketplace.Offer(2, 1, null, Base, Plain);
        await RefusesAsync(AgentFailure.UnknownKey, stays: 1);

        async Task LearnAsync(TestKey key)
        {
            var next = Marketplace.Published.ToList();
            Publish(key.Public);
            await TurnAsync();
            Publish([.. next]);
            await TurnAsync();
        }
    }

    [Fact]
    public async Task A_key_that_a_revoked_one_endorsed_is_not_believed_by_a_site_that_hears_of_both_at_once()
    {
        await TurnAsync();
        var first = Marketplace.Key;
        Marketplace.Key = new TestKey(first);
        Publish(Marketplace.Key.Public, first.Revoked);
        Marketplace.Offer(1, 0, null, Base);

        await RefusesAsync(AgentFailure.UnknownKey);
        // And nothing begins to be believed because nothing else is.
        Publish(new TestKey().Public);
        Marketplace.Offer(1, 0, null, Base);
        await RefusesAsync(AgentFailure.UnknownKey);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_file_is_refused_when_its_time_is_over_or_it_has_none(bool hasNone)
    {
        Marketplace.ValidUntil = hasNone ? null : DateTime.UtcNow.AddSeconds(-1);
        Marketplace.Offer(1, 0, null, Base);

        await RefusesAsync(AgentFailure.Expired);
    }

    [Fact]
    public async Task An_older_revision_is_refused_however_genuine_its_lock_file_is()
    {
        Marketplace.Offer(1, 0, null, Base);
        Marketplace.Offer(2, 1, null, Base, Plain);
        var (first, second) = (Marketplace.Offers.Dequeue(), Marketplace.Offers.Dequeue());
        foreach (var offer in new[] { first, second, first, second })
        {
            Marketplace.Offers.Enqueue(offer);
        }

        Assert.True(await TurnAsync() && await TurnAsync());
        await RefusesAsync(AgentFailure.OlderRevision, stays: 2);
        await RefusesAsync(AgentFailure.OlderRevision, stays: 2);
    }

    [Fact]
    public async Task Going_back_needs_a_lock_file_that_says_so_and_has_a_new_number()
    {
        Marketplace.Offer(1, 0, null, Base);
        Marketplace.Offer(2, 1, null, Base, Plain);
        Assert.True(await TurnAsync() && await TurnAsync());

        // It would follow revision 1, in which the site is not any more.
        Marketplace.Offer(3, 1, null, Base);
        await RefusesAsync(AgentFailure.SiteMoved, stays: 2);
        Marketplace.Offer(3, 1, 1, Base);
        Assert.True(await TurnAsync());

        Assert.Equal(["Acme.Base"], Site.Store.Current().Modules.Select(module => module.Id));
        Assert.Equal(1, Site.Store.Current().RestoredFrom);
    }

    [Fact]
    public async Task A_lock_file_of_another_site_is_refused()
    {
        Marketplace.Site = 8;
        Marketplace.Offer(1, 0, null, Base);
        Marketplace.Site = 7;

        await RefusesAsync(AgentFailure.OtherSite);
    }

    [Fact]
    public async Task A_folder_that_is_another_sites_is_left_alone()
    {
        await TurnAsync();
        Marketplace.Site = 8;
        Marketplace.Offer(1, 0, null, Base);

        await Assert.ThrowsAsync<NotWelcomeException>(TurnAsync);

        Assert.Equal(0, Site.Store.Current().Number);
    }

    [Fact]
    public async Task A_package_that_is_not_the_file_that_was_signed_for_is_refused()
    {
        var hash = Marketplace.Offer(1, 0, null, Base).Modules[0].Sha256;
        Marketplace.Packages[hash][500] ^= 1;

        await RefusesAsync(AgentFailure.Verification);
        Assert.Empty(Directory.GetFiles(Site.Store.Layout.Agent, "*.part"));
    }

    [Fact]
    public async Task A_package_that_is_longer_than_the_file_that_was_signed_for_is_not_received_to_its_end()
    {
        var document = Marketplace.Offer(1, 0, null, Base);
        Marketplace.Packages[document.Modules[0].Sha256] = [.. Marketplace.Packages[document.Modules[0].Sha256], .. new byte[1000]];

        await RefusesAsync(AgentFailure.Verification);
    }

    [Fact]
    public async Task A_package_with_another_module_in_it_is_refused()
    {
        var document = Marketplace.Offer(1, 0, null, Base);
        Marketplace.Offers.Clear();
        Marketplace.Offers.Enqueue(Marketplace.Key.Sign(document with { Modules = [document.Modules[0] with { Id = "Acme.Other" }] }));

        await RefusesAsync(AgentFailure.Verification);
    }

    [Fact]
    public async Task A_package_that_is_not_handed_out_ends_the_attempt()
    {
        Marketplace.Offer(1, 0, null, Base);
        Marketplace.Packages.Clear();

        await RefusesAsync(AgentFailure.Verification);
    }

    [Fact]
    public async Task A_revoked_token_changes_nothing_on_the_site()
    {
        Marketplace.Offer(1, 0, null, Base);
        Assert.True(await TurnAsync());
        Marketplace.IsTokenRevoked = true;
        Marketplace.Offer(2, 1, null, Base, Plain);

        await Assert.ThrowsAsync<NotWelcomeException>(TurnAsync);

        Assert.Equal(1, Site.Store.Current().Number);
        Assert.Single(Marketplace.Results);
    }

    private void Publish(params PublicKey[] keys)
    {
        Marketplace.Published.Clear();
        Marketplace.Published.AddRange(keys);
    }
}
