using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>What a site remembers of license files, so that nothing is gained by removing one, and nothing lost by a failed write.</summary>
public sealed class LicenseMemoryTests : IDisposable
{
    private readonly LicensedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_module_that_is_turned_off_stays_so_without_its_file_or_with_an_earlier_or_damaged_one()
    {
        var generous = _folder.Sign(_folder.Document);
        Assert.Equal(LicenseStage.Full, _folder.Put(_folder.Document).Stage);
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LicenseStage.Disabled, _folder.Put(Revoked()).Stage);

        File.WriteAllText(_folder.Path(), generous);
        Assert.Equal((LicenseVerdict.Superseded, LicenseStage.Disabled), (_folder.License.Verdict, _folder.License.Stage));
        File.WriteAllText(_folder.Path(), generous.Replace("Premium", "Enterprise", StringComparison.Ordinal));
        Assert.Equal((LicenseVerdict.BadSignature, LicenseStage.Disabled), (_folder.License.Verdict, _folder.License.Stage));
        File.Delete(_folder.Path());
        Assert.Equal((LicenseVerdict.NotFound, LicenseStage.Disabled), (_folder.License.Verdict, _folder.License.Stage));
        Assert.Equal("The license file of Acme.Shop is missing. Download it again.", _folder.License.Banner);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_one_before_in_force()
    {
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document).Verdict);
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        var full = new Disk(effect =>
        {
            if (effect.Contains(".license", StringComparison.Ordinal))
            {
                throw new IOException("No space left on the device.");
            }
        });

        Assert.Throws<IOException>(() => _folder.Shelf(full).Receive(_folder.Sign(_folder.Document)));

        Assert.Equal((LicenseVerdict.Valid, LicenseState.Active), (_folder.License.Verdict, _folder.License.State));
    }

    [Fact]
    public void What_is_not_signed_makes_no_key_and_no_site_known()
    {
        var stranger = new TestKey();
        var forged = LicenseFile.Sign(_folder.Document with { Site = 8 }, [stranger.Public], stranger.Private);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Path())!);
        // Of the last character not all bits count.
        File.WriteAllText(_folder.Path(), $"{forged[..^2]}{(forged[^2] == 'A' ? 'B' : 'A')}{forged[^1]}");
        Assert.Equal(LicenseVerdict.BadSignature, _folder.License.Verdict);

        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document).Verdict);
    }

    [Fact]
    public void Where_an_agent_says_whom_to_believe_no_file_does()
    {
        _folder.Put(_folder.Document);

        Assert.Equal(LicenseVerdict.BadSignature, _folder.Of(_folder.Shelf(pins: false)).Verdict);
    }

    [Fact]
    public void A_file_that_was_kept_back_does_not_turn_the_time_back()
    {
        var document = _folder.Document with { Life = _folder.Document.Life with { EndsAt = _folder.Now.AddDays(10) } };
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(document).Verdict);
        _folder.Clock.Advance(TimeSpan.FromDays(5));
        var kept = document with { IssuedAt = _folder.Now, ValidUntil = _folder.Now + LicenseDocument.ValidFor };
        _folder.Clock.Advance(TimeSpan.FromDays(70));
        Assert.Equal(LicenseStage.Disabled, _folder.License.Stage);

        _folder.Clock.AdjustTime(_folder.Clock.GetUtcNow().AddDays(-70));

        Assert.Equal(LicenseStage.Disabled, _folder.Put(kept).Stage);
    }

    [Fact]
    public void A_module_that_everybody_may_use_goes_on_without_what_its_license_added()
    {
        var license = _folder.Put(Revoked() with { IsOptional = true });

        Assert.Equal((LicenseStage.NoActivations, LicenseState.Revoked), (license.Stage, license.State));
        Assert.False(license.Has("export"));
        Assert.EndsWith("; the module goes on.", license.Banner, StringComparison.Ordinal);
    }

    [Fact]
    public void A_memory_that_was_damaged_stops_nothing()
    {
        Assert.Equal(LicenseVerdict.Valid, _folder.Put(_folder.Document).Verdict);
        var memory = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(_folder.Path()))!, "agent", "licenses.json");
        Assert.True(File.Exists(memory));
        File.WriteAllText(memory, "{ rubbish");

        Assert.Equal((LicenseVerdict.Valid, true), (_folder.License.Verdict, _folder.License.Has("export")));
    }

    private LicenseDocument Revoked() => _folder.Document with { Life = _folder.Document.Life with { RevokedAt = _folder.Now.AddDays(-60) } };
}
