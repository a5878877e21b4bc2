using Marketplace.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Accounts;

public sealed class OrganizationNameTests
{
    [Theory]
    [InlineData("acme software")]
    [InlineData("ACME SOFTWARE")]
    [InlineData("Acme  Software")]
    [InlineData(" Acme\u00a0Software ")]
    [InlineData("Acme Software.")]
    [InlineData("Acme-Software")]
    [InlineData("Acme Software\uff0e")]
    [InlineData("\u0410cme Software")] // Cyrillic А
    [InlineData("Acme S\u043eftware")] // Cyrillic о
    [InlineData("\u0391cme Software")] // Greek Α
    [InlineData("\uff21\uff43\uff4d\uff45 Software")] // full width
    [InlineData("Acrne Software")]
    [InlineData("Acm\u00e9 Software")]
    [InlineData("Acme S0ftware")]
    public void Names_that_a_reader_takes_for_one_have_one_skeleton(string name) =>
        Assert.Equal(OrganizationName.Skeleton("Acme Software"), OrganizationName.Skeleton(name));

    [Theory]
    [InlineData("Acme", "Acne")]
    [InlineData("Acme 1", "Acme 2")]
    [InlineData("\u682a\u5f0f\u4f1a\u793e", "\u6709\u9650\u4f1a\u793e")]
    [InlineData("\u0410\u0436\u0443\u0440", "\u0410\u0437\u0438\u044f")]
    public void Names_that_differ_have_two(string one, string other) =>
        Assert.NotEqual(OrganizationName.Skeleton(one), OrganizationName.Skeleton(other));

    [Theory]
    [InlineData("Ac\u200bme")] // zero width
    [InlineData("Acme\u202e")] // right to left
    [InlineData("Acme\u2066")]
    [InlineData("Acme\0")]
    [InlineData("Acme\u3164")] // Hangul filler
    [InlineData("Acme\ufe0f")]
    [InlineData("\ud800Acme")]
    [InlineData("")]
    [InlineData(" . ")]
    [InlineData("Acme https://evil.example")]
    [InlineData("www.evil.example")]
    [InlineData("ida@evil.example")]
    public void What_cannot_be_seen_or_is_a_link_is_no_name(string name) => Assert.NotNull(OrganizationName.Problem(name));

    [Theory]
    [InlineData("ASP.NET Friends")]
    [InlineData("Ida's Works")]
    [InlineData("M\u00fcller & S\u00f6hne")]
    [InlineData("\u682a\u5f0f\u4f1a\u793e")]
    public void Ordinary_names_are_taken_as_they_are(string name)
    {
        Assert.Null(OrganizationName.Problem(name));
        Assert.Equal(name, new Organization(name, publishes: true, isClient: false, A.Day).Name);
    }

    [Theory]
    [InlineData("Ida", true)]
    [InlineData("J. R. R. Tolkien", true)]
    [InlineData("O'Brien", true)]
    [InlineData("You won: evil.example", false)]
    [InlineData("Ida\r\nBcc: all", true)] // One line in the end.
    [InlineData("Ida\u0007", false)]
    public void A_person_is_not_called_by_a_link_or_by_control_characters(string name, bool isName) =>
        Assert.Equal(isName, NameText.PersonProblem(name) is null);

    [Fact]
    public void Whitespace_of_any_kind_becomes_one_space_and_letters_one_form() =>
        Assert.Equal("Ida Bcc: \u00fc", NameText.Normalize(" Ida\r\n\tBcc:\u2003u\u0308 "));

    [Theory]
    [InlineData("acme software")]
    [InlineData("\u0410cme Software")]
    [InlineData("\u0391\u0398\u0397\u039d\u0391")] // in capitals, of which some look like other Latin letters
    public void The_database_keeps_one_of_those_that_are_alike(string name)
    {
        using var database = new TestDatabase();
        database.Save(
            new Organization("Acme Software", publishes: true, isClient: false, A.Day),
            new Organization("\u03b1\u03b8\u03b7\u03bd\u03b1", publishes: true, isClient: false, A.Day));

        Assert.Throws<DbUpdateException>(() => database.Save(new Organization(name, publishes: true, isClient: false, A.Day)));
    }
}
