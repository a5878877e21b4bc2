using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Marketplace.Tests.SqlServer;

/// <summary>One statement for SQL Server with the types of its parameters.</summary>
internal sealed record Statement(string Sql, string Parameters)
{
    public static Statement Of(DbCommand command) => new(
        command.CommandText,
        string.Join(", ", command.Parameters.Cast<SqlParameter>().Select(p => $"{Name(p)} {Type(p)}")));

    /// <summary>As a procedure, which binds every table, column and parameter of it.</summary>
    public string AsProcedure(int number) => string.Create(
        CultureInfo.InvariantCulture, $"CREATE PROCEDURE [dbo].[Statement{number}] {Parameters} AS\nBEGIN\n{Sql}\nEND");

    private static string Name(SqlParameter parameter) =>
        parameter.ParameterName.StartsWith('@') ? parameter.ParameterName : $"@{parameter.ParameterName}";

    private static string Type(SqlParameter parameter) => parameter.SqlDbType switch
    {
        SqlDbType.NVarChar or SqlDbType.VarChar or SqlDbType.VarBinary or SqlDbType.NChar or SqlDbType.Char =>
            $"{parameter.SqlDbType}({(parameter.Size is > 0 and <= 8000 ? parameter.Size.ToString(CultureInfo.InvariantCulture) : "max")})",
        var type => type.ToString(),
    };
}
