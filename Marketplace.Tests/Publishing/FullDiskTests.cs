using System.Net;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_too_little_space_the_portal_is_not_ready_and_takes_no_package()
    {
        _portal.With("Data:MinFreeMegabytes", "1000000");

        await AssertNotStoredAsync();
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_makes_it_unready_and_a_push_says_so()
    {
        // A file where a folder should be stops everybody, the administrator of the machine included.
        _portal.With("Data:MinFreeMegabytes", "0");
        await File.WriteAllTextAsync(Path.Combine(_portal.Database.Folder, "packages"), "", Cancel);

        await AssertPushAsync(HttpStatusCode.InsufficientStorage);
        Assert.Empty(Directory.GetFiles(Path.Combine(_portal.Database.Folder, "quarantine")));
    }

    [Fact]
    public async Task A_disk_that_fills_up_is_told_and_after_it_was_cleared_all_goes_on()
    {
        using var disk = SmallDisk.TryMount(Path.Combine(_portal.Database.Folder, "quarantine"), 4);
        Assert.SkipWhen(disk is null, "This process may not mount a disk.");
        disk!.Fill(left: 1000);
        await AssertPushAsync(HttpStatusCode.InsufficientStorage);

        disk.Empty();
        await AssertPushAsync(HttpStatusCode.Accepted);
    }

    private async Task AssertNotStoredAsync()
    {
        using var client = _portal.Client();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", Cancel)).StatusCode);
        await AssertPushAsync(HttpStatusCode.InsufficientStorage);
    }

    private async Task AssertPushAsync(HttpStatusCode expected)
    {
        var acme = _portal.Database.Publisher();
        var key = await _portal.KeyAsync(_portal.Database.Member(acme, MemberRole.Owner), acme, ApiKeyScopes.Push, Cancel);
        using var client = _portal.Client();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Packages.Package("Acme.Mail")), "package", "package.nupkg" } };
        using var request = new HttpRequestMessage(HttpMethod.Put, PortalUrls.Push) { Content = form };
        request.Headers.Add("X-NuGet-ApiKey", key);
        using var answer = await client.SendAsync(request, Cancel);

        Assert.Equal(expected, answer.StatusCode);
        if (expected is not HttpStatusCode.Accepted)
        {
            Assert.Equal("push.not-stored", JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)).GetProperty("code").GetString());
            Assert.Equal(0, _portal.Database.Read(db => db.Submissions.Count()));
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
