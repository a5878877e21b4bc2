using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Marketplace.Tests.SqlServer;

/// <summary>The schema as SQL Server itself would see it, held in memory; statements are bound against it.</summary>
internal sealed class SqlServerModel : IDisposable
{
    private static readonly string[] SystemSchemas = ["[sys]", "[INFORMATION_SCHEMA]"];
    private readonly TSqlModel _model = new(SqlServerVersion.Sql160, new TSqlModelOptions());

    private SqlServerModel()
    {
    }

    public static SqlServerModel Of(string createScript)
    {
        var model = new SqlServerModel();
        foreach (var statement in Parse(createScript).Batches.SelectMany(batch => batch.Statements))
        {
            model._model.AddObjects(Text(statement));
        }

        return model;
    }

    /// <summary>Adds procedures; one that does not parse is reported at once, since it would spoil the model.</summary>
    public void Add(string sql)
    {
        Parse(sql);
        _model.AddObjects(sql);
    }

    /// <summary>What SQL Server would refuse: errors, and the warnings that mean an unknown name.</summary>
    public IReadOnlyList<string> Complaints() => [..
        from message in _model.Validate()
        where !SystemSchemas.Any(schema => message.Message.Contains(schema, StringComparison.OrdinalIgnoreCase))
        select $"{message.Prefix}{message.Number}: {message.Message}"];

    public static TSqlScript Parse(string sql)
    {
        using var reader = new StringReader(sql);
        var script = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return errors.Count == 0
            ? script
            : throw new InvalidOperationException($"{errors[0].Message} (line {errors[0].Line})\n{sql}");
    }

    private static string Text(TSqlStatement statement)
    {
        // A statement inside EXEC(N'…') is invisible to the model, so the schema it makes is made openly.
        var made = new SchemaVisitor();
        statement.Accept(made);
        return made.Text ?? string.Join("", statement.ScriptTokenStream
            .Skip(statement.FirstTokenIndex).Take(statement.LastTokenIndex - statement.FirstTokenIndex + 1).Select(token => token.Text));
    }

    public void Dispose() => _model.Dispose();

    private sealed class SchemaVisitor : TSqlFragmentVisitor
    {
        public string? Text { get; private set; }

        public override void Visit(ExecutableStringList node) =>
            Text = node.Strings.OfType<StringLiteral>().FirstOrDefault()?.Value;
    }
}
