using System.Reflection;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Data;

public sealed partial class DatabaseFaultsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void A_key_that_another_writer_took_is_a_lost_race()
    {
        var (organization, person) = (_database.Publisher(), _database.Stranger());
        _database.Save(new Membership(organization.Id, person.UserId, MemberRole.Owner, A.Day));

        var twice = Assert.Throws<DbUpdateException>(() => _database.Save(new Membership(organization.Id, person.UserId, MemberRole.Member, A.Day)));

        Assert.True(twice.IsLostRace);
    }

    [Fact]
    public void A_row_that_another_writer_deleted_is_a_lost_race()
    {
        var person = _database.Stranger();
        using var db = _database.CreateDbContext();
        db.Remove(db.Users.Single(user => user.Id == person.UserId));
        _database.Read(other => other.Users.Where(user => user.Id == person.UserId).ExecuteDelete());

        Assert.True(Assert.Throws<DbUpdateConcurrencyException>(() => db.SaveChanges()).IsLostRace);
    }

    [Fact]
    public void A_row_that_points_nowhere_is_no_lost_race()
    {
        var nowhere = Assert.Throws<DbUpdateException>(() => _database.Save(new Membership(404, 404, MemberRole.Owner, A.Day)));

        Assert.False(nowhere.IsLostRace);
    }

    [Theory]
    [InlineData(2601, true)]
    [InlineData(2627, true)]
    [InlineData(2628, false)]
    [InlineData(8152, false)]
    [InlineData(547, false)]
    [InlineData(1205, false)]
    [InlineData(-2, false)]
    public void Of_SQL_Servers_errors_only_the_two_of_a_taken_key_are_a_lost_race(int number, bool isLostRace)
    {
        var error = SqlServerError(number);

        Assert.Equal((isLostRace, isLostRace), (error.IsLostRace, new DbUpdateException("Not saved.", error).IsLostRace));
    }

    [Fact]
    public void No_code_takes_every_fault_of_a_save_for_a_lost_race() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal")
        from line in File.ReadLines(file)
        where AnyFault().IsMatch(line) && !line.Contains("IsLostRace", StringComparison.Ordinal)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    // The client makes its errors itself and lets nobody else.
    internal static SqlException SqlServerError(int number)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;
        var made = typeof(SqlError).GetConstructors(Hidden).OrderBy(c => c.GetParameters().Length).First();
        var error = made.Invoke([.. made.GetParameters().Select(p =>
            p.Name == "infoNumber" ? number
            : p.ParameterType == typeof(string) ? ""
            : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType)
            : null)]);
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!
            .Invoke(null, [errors, "16.0"])!;
    }

    [GeneratedRegex(@"catch \(Db(Update)?Exception\b")]
    private static partial Regex AnyFault();

    public void Dispose() => _database.Dispose();
}
