using System.Diagnostics;
using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>What a module is told of its license, from files alone.</summary>
public sealed class SiteLicenseTests : IDisposable
{
    private readonly LicensedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_license_says_what_it_allows()
    {
        var license = _folder.Put(_folder.Document);

        Assert.Equal((LicenseState.Active, LicenseStage.Full, LicenseVerdict.Valid, null), (license.State, license.Stage, license.Verdict, license.Banner));
        Assert.Equal(("Premium", null), (license.Tier, license.EndsAt));
        Assert.True(license.Has("export") && license.Has("users"));
        Assert.False(license.Has("Export") || license.Has("import"));
        Assert.Equal((25, null), (license.Limit("users"), license.Limit("sites")));
    }

    [Fact]
    public void Without_a_file_there_is_no_license_and_nothing_is_said_of_it()
    {
        var license = _folder.License;

        Assert.Equal((LicenseState.None, LicenseStage.Full, LicenseVerdict.NotFound, null), (license.State, license.Stage, license.Verdict, license.Banner));
        Assert.False(license.Has("export"));
        Assert.Equal(0, license.Limit("users"));
    }

    [Theory]
    [InlineData(0, LicenseStage.Banner, LicenseState.Grace, "Its updates end on 8 April 2026, and it becomes read-only on 1 May 2026.")]
    [InlineData(7, LicenseStage.NoUpdates, LicenseState.Grace, "It is not updated any more, and becomes read-only on 1 May 2026.")]
    [InlineData(14, LicenseStage.NoActivations, LicenseState.Grace, "It is not updated any more, and becomes read-only on 1 May 2026.")]
    [InlineData(30, LicenseStage.ReadOnly, LicenseState.Grace, "It is read-only, and is turned off on 31 May 2026.")]
    [InlineData(60, LicenseStage.Disabled, LicenseState.Expired, "It is turned off; its data is kept.")]
    public void A_license_ends_step_by_step_on_the_days_of_its_offer(int day, LicenseStage stage, LicenseState state, string next)
    {
        var document = _folder.Document;
        var end = _folder.Now.AddDays(31);
        _folder.Clock.Advance(TimeSpan.FromDays(31 + day) - TimeSpan.FromSeconds(1));
        document = document with { Life = document.Life with { EndsAt = end }, IssuedAt = _folder.Now.AddDays(-1), ValidUntil = _folder.Now.AddDays(29) };
        var license = _folder.Put(document);
        Assert.True(license.Stage < stage);

        _folder.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((stage, state, LicenseVerdict.Expired), (license.Stage, license.State, license.Verdict));
        Assert.Equal($"The license of Acme.Shop ended on 1 April 2026. {next}", license.Banner);
        Assert.Equal(stage < LicenseStage.Disabled, license.Has("export"));
    }

    [Fact]
    public void A_trial_says_in_its_last_week_when_it_ends()
    {
        var document = _folder.Document;
        var license = _folder.Put(document with { Life = document.Life with { IsTrial = true, EndsAt = _folder.Now.AddDays(14), Steps = EndSteps.OfTrial } });
        Assert.Equal((LicenseState.Trial, null), (license.State, license.Banner));

        _folder.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal("The trial of Acme.Shop ends on 15 March 2026.", license.Banner);
        _folder.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal((LicenseState.Grace, LicenseStage.NoActivations), (license.State, license.Stage));
    }

    [Fact]
    public void What_was_revoked_or_suspended_ends_by_the_same_steps()
    {
        var document = _folder.Document;
        var suspended = _folder.Put(document with { Life = document.Life with { SuspendedAt = _folder.Now } });
        Assert.Equal((LicenseState.Suspended, LicenseStage.NoActivations, LicenseVerdict.Suspended), (suspended.State, suspended.Stage, suspended.Verdict));
        Assert.StartsWith("The license of Acme.Shop was suspended on 1 March 2026.", suspended.Banner, StringComparison.Ordinal);

        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        var revoked = _folder.Put(_folder.Document with { Life = document.Life with { RevokedAt = _folder.Now.AddDays(-60) } });
        Assert.Equal((LicenseState.Revoked, LicenseStage.Disabled, LicenseVerdict.Revoked), (revoked.State, revoked.Stage, revoked.Verdict));
        Assert.False(revoked.Has("export"));
    }

    [Fact]
    public void A_license_that_has_not_begun_allows_nothing()
    {
        var document = _folder.Document;
        var license = _folder.Put(document with { Life = document.Life with { StartsAt = _folder.Now.AddDays(1) } });

        Assert.Equal(LicenseVerdict.NotYetValid, license.Verdict);
        Assert.False(license.Has("export"));
        _folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True(license.Has("export"));
    }

    [Fact]
    public void A_site_that_cannot_renew_goes_on_for_a_month_and_then_ends_by_the_steps()
    {
        var license = _folder.Put(_folder.Document);
        _folder.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal((LicenseState.Active, null), (license.State, license.Banner));

        _folder.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((LicenseState.Grace, LicenseStage.Banner), (license.State, license.Stage));
        Assert.StartsWith("The license file of Acme.Shop was to be renewed by 31 March 2026.", license.Banner, StringComparison.Ordinal);
        Assert.True(license.Has("export"));
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document).Verdict);
    }

    [Fact]
    public void A_file_of_another_module_or_site_does_not_count()
    {
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document).Verdict);

        Assert.Equal(LicenseVerdict.WrongModule, _folder.Put(_folder.Document with { Module = "Acme.Mail" }).Verdict);
        var elsewhere = _folder.Put(_folder.Document with { Site = 8 });
        Assert.Equal((LicenseVerdict.WrongSite, LicenseState.None), (elsewhere.Verdict, elsewhere.State));
        Assert.Equal("The license file of Acme.Shop does not count here: it is of another site. Download it again.", elsewhere.Banner);
    }

    [Fact]
    public void An_earlier_file_does_not_come_back()
    {
        var generous = _folder.Sign(_folder.Document);
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document).Verdict);
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LicenseVerdict.Revoked, _folder.Put(_folder.Document with { Life = _folder.Document.Life with { RevokedAt = _folder.Now } }).Verdict);

        File.WriteAllText(_folder.Path(), generous);

        Assert.Equal((LicenseVerdict.Superseded, LicenseState.None), (_folder.License.Verdict, _folder.License.State));
        Assert.Equal(LicenseVerdict.Superseded, _folder.Shelf().Receive(generous));
    }

    [Fact]
    public void A_changed_file_does_not_count_and_neither_does_rubbish()
    {
        _folder.Put(_folder.Document);
        File.WriteAllText(_folder.Path(), File.ReadAllText(_folder.Path()).Replace("Premium", "Enterprise", StringComparison.Ordinal));
        Assert.Equal(LicenseVerdict.BadSignature, _folder.License.Verdict);

        foreach (var rubbish in new[] { "", "\n", "{}\nAAAA", "null\n" + new string('A', 86), new string('x', LicenseFile.MaxLength + 1) })
        {
            File.WriteAllText(_folder.Path(), rubbish);
            Assert.Equal(LicenseVerdict.BadSignature, _folder.License.Verdict);
        }
    }

    [Fact]
    public void A_clock_that_is_turned_back_gains_nothing()
    {
        var document = _folder.Document;
        var end = _folder.Now.AddDays(10);
        var license = _folder.Put(document with { Life = document.Life with { EndsAt = end } });
        _folder.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(LicenseVerdict.Valid, license.Verdict);

        _folder.Clock.AdjustTime(_folder.Clock.GetUtcNow().AddDays(-5));
        var again = _folder.License;
        Assert.Equal((LicenseVerdict.ClockTurnedBack, LicenseState.Active), (again.Verdict, again.State));
        Assert.StartsWith("The clock of this server was turned back.", again.Banner, StringComparison.Ordinal);
        Assert.True(again.Has("export"));

        _folder.Clock.AdjustTime(_folder.Clock.GetUtcNow().AddDays(7));
        Assert.Equal(LicenseVerdict.Expired, _folder.License.Verdict);
    }

    [Fact]
    public void Minutes_by_which_a_clock_is_set_right_are_no_trick_and_a_zone_is_none()
    {
        var license = _folder.Put(_folder.Document);
        Assert.Equal(LicenseVerdict.Valid, license.Verdict);
        _folder.Clock.AdjustTime(_folder.Clock.GetUtcNow().AddMinutes(-59));
        _folder.Clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(-12), "far", "far"));

        Assert.Equal((LicenseVerdict.Valid, null), (_folder.License.Verdict, _folder.License.Banner));
    }

    [Fact]
    public void A_clock_that_ran_ahead_is_forgiven_with_the_next_file()
    {
        var document = _folder.Document;
        var license = _folder.Put(document);
        _folder.Clock.Advance(TimeSpan.FromDays(3650));
        Assert.Equal(LicenseState.Expired, license.State);
        _folder.Clock.AdjustTime(_folder.Clock.GetUtcNow().AddDays(-3649));
        Assert.Equal(LicenseVerdict.Expired, _folder.License.Verdict);

        Assert.Equal(LicenseVerdict.Valid, _folder.Shelf().Receive(_folder.Sign(_folder.Document)));

        Assert.Equal((LicenseVerdict.Valid, LicenseState.Active), (_folder.License.Verdict, _folder.License.State));
    }

    [Fact]
    public void The_key_after_a_trusted_one_counts_and_a_revoked_one_never_again()
    {
        var first = _folder.Key;
        var before = _folder.Document;
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(before).Verdict);
        _folder.Key = new TestKey(first);
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document, _folder.Key.Public, first.Public).Verdict);

        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document, _folder.Key.Public, first.Revoked).Verdict);

        // The thief of the first key leaves its revocation out.
        var (second, thief) = (_folder.Key, first);
        _folder.Key = thief;
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LicenseVerdict.BadSignature, _folder.Put(_folder.Document, second.Public, first.Public).Verdict);
    }

    [Fact]
    public void Where_keys_are_given_no_other_counts()
    {
        _folder.Options.TrustedKeys.Add(new TestKey().Public.Id);

        Assert.Equal(LicenseVerdict.BadSignature, _folder.Put(_folder.Document).Verdict);
    }

    [Fact]
    public void Asking_costs_far_less_than_a_millisecond()
    {
        var license = _folder.Put(_folder.Document);
        Assert.True(license.Has("export"));
        var watch = Stopwatch.StartNew();

        for (var asked = 0; asked < 1000; asked++)
        {
            Assert.True(license.Has("export"));
        }

        Assert.True(watch.ElapsedMilliseconds < 1000, $"A thousand questions took {watch.ElapsedMilliseconds} ms.");
    }
}
