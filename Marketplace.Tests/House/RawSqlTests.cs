using System.Text.RegularExpressions;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>SQL written by hand runs on one database only and escapes the tests that bind every query, so only Data has any.</summary>
public partial class RawSqlTests
{
    [Fact]
    public void Only_the_data_slice_writes_SQL_by_hand() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal")
        where !file.StartsWith(Repository.Folder("Marketplace.Jobs", "Data"), StringComparison.Ordinal)
        where RawSql().IsMatch(File.ReadAllText(file))
        select Path.GetRelativePath(Repository.Root, file));

    [GeneratedRegex(@"\.(FromSql|ExecuteSql|SqlQuery)\w*[<(]|\.CommandText\b")]
    private static partial Regex RawSql();
}
