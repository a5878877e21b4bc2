using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Data;

/// <summary>What a fault of the database means, whichever database it is.</summary>
public static class DatabaseFaults
{
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;
    private const int SqlServerUniqueIndex = 2601;
    private const int SqlServerUniqueConstraint = 2627;

    extension(Exception error)
    {
        /// <summary>Another writer was first: it took the key, or changed the row since it was read.</summary>
        public bool IsLostRace => error is DbUpdateConcurrencyException || (error is DbUpdateException ? error.InnerException : error) is
            SqliteException { SqliteExtendedErrorCode: SqliteConstraintPrimaryKey or SqliteConstraintUnique }
            or SqlException { Number: SqlServerUniqueIndex or SqlServerUniqueConstraint };

        /// <summary>The database could not be reached or did not do what was asked, also after SQL Server's retries: another attempt may succeed.</summary>
        public bool IsDatabaseAway => error is DbException or DbUpdateException or RetryLimitExceededException;
    }
}
