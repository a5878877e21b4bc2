using System.Text;
using Marketplace.Modules.Packages;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>What a publisher is told about module.json, and what texts may hold.</summary>
public sealed class ManifestTextTests
{
    [Theory]
    [InlineData("{\n  \"displayName\": \"A\",\n}", "line 3, column 1: a comma stands before the closing bracket; remove it")]
    [InlineData("{ // hi\n}", "line 1, column 3: comments are not allowed; remove it")]
    [InlineData("{\"a\":1,\n  \"a\":2}", "line 2, column 3: the property “a” is given twice")]
    [InlineData("{\"ä\": 'b'}", "line 1, column 7: this is not JSON; look for a missing comma, quotation mark or bracket here or just before")]
    [InlineData("", "line 1, column 1: this is not JSON; look for a missing comma, quotation mark or bracket here or just before")]
    public void Every_fault_of_JSON_is_told_in_our_words_with_its_line_and_column(string json, string told)
    {
        Assert.Null(ManifestJson.Parse(Encoding.UTF8.GetBytes(json), out var fault));

        Assert.Equal(told, fault);
    }

    [Fact]
    public void Faults_that_the_parser_words_itself_never_reach_the_publisher()
    {
        var random = new Random(1);
        var sound = "{\"displayName\":\"Ä\",\n\"tags\":[\"a\",1.5e3,true,null],\n\"capabilities\":{\"x\":\"\\u00e4\"}}"u8.ToArray();
        for (var times = 0; times < 2000; times++)
        {
            var json = (byte[])sound.Clone();
            json[random.Next(json.Length)] = (byte)random.Next(256);
            if (ManifestJson.Parse(json, out var fault) is null)
            {
                Assert.Matches("^line [1-4], column [0-9]+: (a comma stands|comments are|values are|the property|a property name|this is not JSON)", fault);
            }
        }
    }

    [Fact]
    public void All_that_is_wrong_with_a_manifest_is_told_at_once()
    {
        var problems = new List<PackageRefusal>();

        ManifestReader.Parse("{\"displayname\":\"A\",\"category\":\"Tools\",\"host\":\"new\",\"security\":7}"u8.ToArray(), problems);

        Assert.Equal(6, problems.Count);
        Assert.All(
            ["displayname:", "displayName:", "category:", "host:", "security:", "entry:"],
            name => Assert.Contains(problems, problem => problem.Message.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Party 🎉")]
    [InlineData("Family 👨‍👩‍👧 and crew 👩🏽‍💻")]
    [InlineData("Rainbow 🏳️‍🌈")]
    [InlineData("𠈓 and 发票管理")]
    public void Names_security_texts_and_screenshots_may_hold_emoji_and_rare_letters(string text)
    {
        var problems = new List<PackageRefusal>();
        var json = $$"""
            {"displayName":"{{text}}","category":"tools","host":"[1.0,2.0)","entry":"A.B, A",
            "security":"{{text}}","screenshots":[{"file":"a.png","text":"{{text}}"}]}
            """;

        var manifest = ManifestReader.Parse(Encoding.UTF8.GetBytes(json), problems);

        Assert.Empty(problems);
        Assert.Equal((text, text, text), (manifest!.DisplayName, manifest.Security, manifest.Screenshots[0].Text));
    }
}
