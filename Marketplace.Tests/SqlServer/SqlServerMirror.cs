using System.Collections;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Tests.SqlServer;

#pragma warning disable EF1001 // See MirroringQueryCompiler.

/// <summary>Runs a query under the SQL Server provider against no server, and keeps the statements it would have sent.</summary>
internal static class SqlServerMirror
{
    public static void Send<TResult>(Expression query, IReadOnlyDictionary<string, object?> values, bool async)
    {
        using var db = NoServer.Open();
        var roots = new Roots(db.Model);
        var translated = roots.Visit(query);
        if (roots.IsSqliteOnly)
        {
            return;
        }

        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in values)
        {
            context.Parameters[name] = value;
        }

        var run = db.GetService<IDatabase>().CompileQuery<TResult>(translated, async);
        NoServer.Sends(() => Drain(run(context)));
    }

    private static void Drain(object? result)
    {
        if (result is Task task)
        {
            task.GetAwaiter().GetResult();
        }
        else if (result is IEnumerable rows and not string)
        {
            foreach (var _ in rows)
            {
            }
        }
    }

    /// <summary>Puts the SQL Server model's tables where the query names SQLite's.</summary>
    private sealed class Roots(IModel model) : ExpressionVisitor
    {
        /// <summary>Raw SQL without a table of ours: only Data has some, and it asks first which database it is.</summary>
        public bool IsSqliteOnly { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            IsSqliteOnly |= node is SqlQueryRootExpression;
            if (node is not EntityQueryRootExpression root)
            {
                return base.VisitExtension(node);
            }

            var type = model.FindEntityType(root.EntityType.Name)
                ?? throw new InvalidOperationException($"{root.EntityType.Name} is not in the SQL Server model.");
            return ((EntityQueryRootExpression)root.DetachQueryProvider()).UpdateEntityType(type);
        }
    }
}
