using System.ComponentModel.DataAnnotations;

namespace Marketplace.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Where the marketplace keeps its data: section <c>Data</c>.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Folder of everything kept on disk: the SQLite file, packages, outgoing mail. Relative to the content root.</summary>
    [Required]
    public string Folder { get; set; } = "data";

    /// <summary><c>Sqlite</c> (embedded, one machine) or <c>SqlServer</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Connection string; empty with SQLite means <c>marketplace.db</c> in the data folder. Required with SQL Server.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>With less free space in the data folder, in megabytes, the portal is not ready and takes no packages.</summary>
    [Range(0, 1_000_000)]
    public int MinFreeMegabytes { get; set; } = 256;
}
