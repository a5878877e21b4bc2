using System.Text.RegularExpressions;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>Rights are asked of <c>Accounts/Gate.cs</c> alone: a service that looked up memberships or grants itself would not ask for the session.</summary>
public partial class GateSourceTests
{
    /// <summary>
    /// Decides nothing: notifications go to everybody of a role.
    /// </summary>
    private static readonly string[] Others =
    [
        Path.Combine("Marketplace.Jobs", "Notifications", "Notification.cs"),
    ];

    [Fact]
    public void No_slice_but_accounts_decides_by_itself_who_may() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal")
        let path = Path.GetRelativePath(Repository.Root, file)
        where !Others.Contains(path) && path.Split(Path.DirectorySeparatorChar)[1] is not ("Accounts" or "Demo")
        from Match found in OwnCheck().Matches(File.ReadAllText(file))
        select $"{path}: {found.Value}");

    [Theory]
    [InlineData("db.Memberships.AnyAsync(m => m.UserId == actor.UserId)")]
    [InlineData("f => f.UserId == person.UserId && f.ModuleId == id")]
    [InlineData("db.StaffGrants.AnyAsync(g => g.Role == role)")]
    [InlineData("db.Set<StaffGrant>().Where(g => true)")]
    [InlineData("new Actor(user.Id, HasSecondFactor: true)")]
    public void A_check_of_ones_own_is_seen(string source) => Assert.Matches(OwnCheck(), source);

    [Fact]
    public void The_gate_itself_may_be_asked() =>
        Assert.DoesNotMatch(OwnCheck(), "db.StaffGrants.Allowing(actor, role); db.Organizations.Of(actor); new Actor(policy.SetById)");

    [GeneratedRegex(
        @"\bUserId == (actor|person|reader|who|visitor)\.UserId|\bStaffGrants\b(?!\.Allowing\()"
            + @"|<StaffGrant>\(\)(?!\.Allowing\()|HasSecondFactor: true")]
    private static partial Regex OwnCheck();
}
