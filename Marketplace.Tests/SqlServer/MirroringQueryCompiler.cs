using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Tests.SqlServer;

// No public hook of EF Core sees a query with the values of its parameters; this one is used by tests alone.
#pragma warning disable EF1001

/// <summary>
/// Sends each query and bulk command that a test puts to SQLite to <see cref="SqlServerMirror"/> as well, the first time it
/// is compiled. So a new query is checked against SQL Server without anybody listing it.
/// </summary>
internal sealed class MirroringQueryCompiler(
    IQueryContextFactory contexts, ICompiledQueryCache cache, ICompiledQueryCacheKeyGenerator keys, IDatabase database,
    IDiagnosticsLogger<DbLoggerCategory.Query> logger, ICurrentDbContext context, IEvaluatableExpressionFilter filter, IModel model)
    : QueryCompiler(contexts, cache, keys, database, logger, context, filter, model)
{
    private Dictionary<string, object?> _values = [];

    public override Expression ExtractParameters(
        Expression query, Dictionary<string, object?> parameters, IDiagnosticsLogger<DbLoggerCategory.Query> logger,
        bool compiledQuery = false, bool generateContextAccessors = false)
    {
        _values = parameters;
        DatabaseUsers.Note();
        return base.ExtractParameters(query, parameters, logger, compiledQuery, generateContextAccessors);
    }

    public override Func<QueryContext, TResult> CompileQueryCore<TResult>(IDatabase database, Expression query, IModel model, bool async)
    {
        SqlServerMirror.Send<TResult>(query, _values, async);
        return base.CompileQueryCore<TResult>(database, query, model, async);
    }
}
