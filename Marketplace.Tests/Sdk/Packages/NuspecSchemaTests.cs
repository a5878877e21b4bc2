using Marketplace.Modules.Packages;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Packages;

public sealed class NuspecSchemaTests
{
    // All that `dotnet pack` and nuget.exe write, and what NuGet's schema has besides.
    private const string Everything = """
        <title>T</title><owners>O</owners><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl><projectUrl>https://a.example</projectUrl>
        <iconUrl>https://a.example/i.png</iconUrl><requireLicenseAcceptance>false</requireLicenseAcceptance><developmentDependency>true</developmentDependency>
        <license type="expression" version="1.0.0">MIT</license><summary>S</summary><releaseNotes>R</releaseNotes><copyright>C</copyright>
        <language>en-US</language>
        <tags>a b</tags><serviceable>true</serviceable>
        <repository type="git" url="https://a.example/r.git" branch="main" commit="abc" />
        <frameworkAssemblies><frameworkAssembly assemblyName="System.Net" targetFramework="net48" /></frameworkAssemblies>
        <frameworkReferences><group targetFramework="net10.0"><frameworkReference name="Microsoft.AspNetCore.App" /></group></frameworkReferences>
        <references><reference file="a.dll" /><group targetFramework="net10.0"><reference file="a.dll" /></group></references>
        <contentFiles><files include="**/*.txt" exclude="x" buildAction="None" copyToOutput="true" flatten="false" /></contentFiles>
        </metadata><files><file src="a" target="b" exclude="c" /></files></package>
        """;

    [Theory]
    [InlineData("")]
    [InlineData("http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd")]
    [InlineData("http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd")]
    public async Task Everything_that_NuGets_schema_allows_is_taken(string space)
    {
        var nuspec = $"""
            <?xml version="1.0" encoding="utf-8"?><!-- a comment -->
            <package xmlns="{space}"><metadata minClientVersion="2.12"><id>Acme.Mail</id><version>1.0.0</version>
            <authors>A</authors><description>D</description>
            <readme>README.md</readme><packageTypes><packageType name="MarketplaceModule" version="1.0" /></packageTypes>
            <dependencies><group targetFramework="net10.0">
            <dependency id="Acme.Core" version="1.0.0" include="All" exclude="Build,Analyzers" /></group></dependencies>
            {Everything}
            """;

        var opened = Assert.IsType<PackageOutcome.Opened>(await OpenAsync(nuspec));

        Assert.Equal(["Acme.Core"], opened.Archive.Nuspec.Dependencies.Select(d => d.Id));
        Assert.Equal(("MIT", "R"), (opened.Archive.Nuspec.License, opened.Archive.Nuspec.ReleaseNotes));
    }

    [Fact]
    public async Task A_reference_to_the_SDK_is_no_dependency_and_groups_of_all_frameworks_count()
    {
        const string dependencies = """
            <dependencies><group><dependency id="Acme.Four" version="[1.0,2.0)" /></group>
            <group targetFramework="net10.0"><dependency id="marketplace.modules" version="1.0.0" exclude="Build,Analyzers" /></group></dependencies>
            """;
        var nuspec = "<package><metadata><id>Acme.Mail</id><version>1.0.0</version><authors>A</authors><description>D</description>"
            + $"<packageTypes><packageType name=\"MarketplaceModule\" /></packageTypes>{dependencies}</metadata></package>";

        var opened = Assert.IsType<PackageOutcome.Opened>(await OpenAsync(nuspec));

        Assert.Equal(["Acme.Four"], opened.Archive.Nuspec.Dependencies.Select(d => d.Id));
    }

    private static async Task<PackageOutcome> OpenAsync(string nuspec) => await PackageArchive.OpenAsync(
        new MemoryStream(Attack.Sound.Instead(Attack.Nuspec, System.Text.Encoding.UTF8.GetBytes(nuspec)).Write()), TestContext.Current.CancellationToken);
}
