using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

public class NuGetClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_client_pushes_a_package_and_shows_why_a_second_time_is_refused()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The portal is started on the embedded database.");
        using var database = new TestDatabase();
        var acme = database.Publisher();
        var owner = database.Member(acme, MemberRole.Owner);
        var created = await new ApiKeys(database, TimeProvider.System).CreateAsync(owner, acme.Id, "build", ApiKeyScopes.Push, null, Cancel);
        var key = Assert.IsType<CreateKeyOutcome.Created>(created).Text;
        var file = Path.Combine(database.Folder, "Acme.Mail.1.0.0.nupkg");
        await File.WriteAllBytesAsync(file, Packages.Package("Acme.Mail"), Cancel);
        await using var portal = await RunningProgram.PortalAsync(database.Folder, Cancel, ("Portal:Address", "https://marketplace.example"));

        var (code, said) = await PushAsync(file, portal.Address, key);
        Assert.True(code == 0, said);
        Assert.Equal("Acme.Mail", database.Read(db => db.Submissions.Single().PackageId));
        Assert.Contains("Follow it at https://marketplace.example/submissions/", said, StringComparison.Ordinal);

        (code, said) = await PushAsync(file, portal.Address, key);
        Assert.NotEqual(0, code);
        Assert.Contains("409", said, StringComparison.Ordinal);
        Assert.Contains("was submitted already", said, StringComparison.Ordinal);

        (code, said) = await PushAsync(file, portal.Address, "mkt_wrong");
        Assert.NotEqual(0, code);
        Assert.Contains("The API key is unknown, revoked or expired.", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> PushAsync(string file, Uri portal, string key)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["nuget", "push", file, "--source", $"{portal}v3/index.json", "--api-key", key, "--allow-insecure-connections"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var said = await Task.WhenAll(client.StandardOutput.ReadToEndAsync(Cancel), client.StandardError.ReadToEndAsync(Cancel));
        await client.WaitForExitAsync(Cancel);
        return (client.ExitCode, string.Join('\n', said));
    }
}
