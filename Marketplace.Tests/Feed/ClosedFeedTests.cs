using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Feed;

/// <summary>The feed of an operator who lets only those in who are known.</summary>
public sealed class ClosedFeedTests
{
    private static readonly string[] Addresses = ["acme.mail/index.json", "acme.mail/1.0.0/acme.mail.1.0.0.nupkg", "acme.mail/1.0.0/acme.mail.nuspec"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Strangers_get_no_versions_and_no_packages_and_are_told_how_to_ask()
    {
        await using var portal = new PortalHost().With("Catalog:PublicReading", "false");
        var acme = portal.Database.Publisher();
        var owner = portal.Database.Member(acme, MemberRole.Owner);
        await portal.ReleaseAsync(owner, Packages.Package("Acme.Mail"), Cancel);
        var (reads, pushes) = (await portal.KeyAsync(owner, acme, ApiKeyScopes.Read, Cancel), await portal.KeyAsync(owner, acme, ApiKeyScopes.Push, Cancel));

        foreach (var address in Addresses)
        {
            using var stranger = await AskAsync(portal, address);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
            Assert.Equal("Basic", Assert.Single(stranger.Headers.WwwAuthenticate).Scheme);
            Assert.Null(stranger.Headers.Location);
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(portal, address, Basic("mkt_wrong"))).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(portal, address, new("Basic", "%%%"))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(portal, address, Basic(pushes))).StatusCode);

            using var known = await AskAsync(portal, address, Basic(reads));
            Assert.Equal(HttpStatusCode.OK, known.StatusCode);
            Assert.False(known.Headers.CacheControl?.Public ?? false, "What lies between may keep it for everybody.");
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(portal, address, new("Bearer", reads))).StatusCode);
        }

        using var index = await portal.Client().GetAsync(PortalUrls.FeedIndex, Cancel);
        Assert.Equal(HttpStatusCode.OK, index.StatusCode);
    }

    [Fact]
    public async Task The_real_client_restores_with_a_key_as_its_password_and_not_without()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The portal is started on the embedded database.");
        using var work = new TemporaryFolder();
        await using var host = new PortalHost();
        var acme = host.Database.Publisher();
        var owner = host.Database.Member(acme, MemberRole.Owner);
        await host.ReleaseAsync(owner, Packages.Package("Acme.Mail"), Cancel);
        var key = await host.KeyAsync(owner, acme, ApiKeyScopes.Read, Cancel);
        await using var portal = await RunningProgram.PortalAsync(
            host.Database.Folder, Cancel, ("Catalog:PublicReading", "false"), ("Jobs:RunInPortal", "false"));
        await File.WriteAllTextAsync(Path.Combine(work.Path, "App.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><PackageDownload Include="Acme.Mail" Version="[1.0.0]" /></ItemGroup>
            </Project>
            """, Cancel);

        var (code, said) = await RestoreAsync(work.Path, portal.Address, "mkt_wrong");
        Assert.NotEqual(0, code);
        Assert.Contains("401", said, StringComparison.Ordinal);

        (code, said) = await RestoreAsync(work.Path, portal.Address, key);
        Assert.True(code == 0, said);
        Assert.True(File.Exists(Path.Combine(work.Path, "packages", "acme.mail", "1.0.0", "acme.mail.1.0.0.nupkg")), said);
    }

    private static async Task<HttpResponseMessage> AskAsync(PortalHost portal, string address, AuthenticationHeaderValue? authorization = null)
    {
        using var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = authorization;
        return await client.GetAsync($"{PortalUrls.Packages}/{address}", Cancel);
    }

    private static AuthenticationHeaderValue Basic(string key) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{key}")));

    private static async Task<(int Code, string Said)> RestoreAsync(string folder, Uri portal, string key)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="marketplace" value="{portal}v3/index.json" allowInsecureConnections="true" /></packageSources>
              <packageSourceCredentials>
                <marketplace><add key="Username" value="any" /><add key="ClearTextPassword" value="{key}" /></marketplace>
              </packageSourceCredentials>
            </configuration>
            """, Cancel);
        var start = new ProcessStartInfo("dotnet", ["restore", "--no-http-cache", "--packages", Path.Combine(folder, "packages")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var said = await Task.WhenAll(client.StandardOutput.ReadToEndAsync(Cancel), client.StandardError.ReadToEndAsync(Cancel));
        await client.WaitForExitAsync(Cancel);
        return (client.ExitCode, string.Join('\n', said));
    }
}
