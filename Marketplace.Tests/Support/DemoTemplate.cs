using Microsoft.Data.Sqlite;

namespace Marketplace.Tests.Support;

/// <summary>The data folder of a portal that filled the demo, made once in a run; a copy takes milliseconds, filling it half a minute.</summary>
internal static class DemoTemplate
{
    private const string DatabaseFile = "marketplace.db";
    private static readonly Lazy<TemporaryFolder> Filled = new(Fill);

    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Filled.Value.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Filled.Value.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static TemporaryFolder Fill()
    {
        using var portal = new PortalHost { IsDemo = true, FillsDemo = true };
        _ = portal.Services;
        var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(portal.Database.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith(DatabaseFile, StringComparison.Ordinal)))
        {
            var copy = folder.File(Path.GetRelativePath(portal.Database.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // What is in the log of writes belongs to the copy too.
        using var connection = new SqliteConnection(portal.Database.ConnectionString);
        connection.Open();
        using var copying = connection.CreateCommand();
        copying.CommandText = "VACUUM INTO $file";
        copying.Parameters.AddWithValue("$file", folder.File(DatabaseFile));
        copying.ExecuteNonQuery();
        return folder;
    }
}
