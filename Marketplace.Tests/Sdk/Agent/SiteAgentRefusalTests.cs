using Marketplace.Modules;

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

    [Fact]
    public async Task A_lock_file_signed_with_a_key_that_a_trusted_one_endorsed_is_taken_also_if_that_one_is_revoked_then()
    {
        await TurnAsync();
        var first = Marketplace.Key;
        Marketplace.Key = new TestKey(first);
        Marketplace.Published.AddRange([Marketplace.Key.Public, first.Public with { IsRevoked = true }]);
        Marketplace.Offer(1, 0, null, Base);

        Assert.True(await TurnAsync());
        Marketplace.Offers.Enqueue(first.Sign(Marketplace.Offer(2, 1, null, Base, Plain)));
        Marketplace.Offers.Dequeue();
        Assert.False(await TurnAsync());
        Assert.Equal(AgentFailure.UnknownKey, Marketplace.Results[^1].Result.Failure);
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
}
