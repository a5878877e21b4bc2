using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Tests.SqlServer;

/// <summary>
/// Which methods of the product use the database, and which of them a test has run. A method that no test runs has
/// statements that nobody has seen under SQL Server.
/// </summary>
internal static class DatabaseUsers
{
    private static readonly Assembly[] Product = [typeof(MarketplaceDb).Assembly, typeof(Program).Assembly];

    /// <summary>Makes contexts and asks after migrations in each database's own words; it has tests of its own.</summary>
    private static readonly string DataSlice = typeof(MarketplaceDb).Namespace!;

    private static readonly ConcurrentDictionary<Type, byte> Run = new();

    /// <summary>Called while a statement is made: everybody of ours on the stack has caused it.</summary>
    public static void Note()
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod()?.DeclaringType is { } type && Product.Contains(type.Assembly))
            {
                Run[type.IsGenericType ? type.GetGenericTypeDefinition() : type] = 0;
            }
        }
    }

    /// <summary>Asynchronous methods that hold a context over an await, and that no test has run to a statement.</summary>
    public static IReadOnlyList<string> NotRun() => [..
        from assembly in Product
        from type in assembly.GetTypes()
        where type.IsAssignableTo(typeof(IAsyncStateMachine))
        where type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(field => field.FieldType.IsAssignableTo(typeof(DbContext)))
        where type.Namespace != DataSlice && !Run.ContainsKey(type)
        orderby type.FullName
        select type.FullName];
}

/// <summary>Sees the saves, which are no queries.</summary>
internal sealed class NotedSaves : SaveChangesInterceptor
{
    public static readonly NotedSaves Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        DatabaseUsers.Note();
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(SavingChanges(eventData, result));
}
