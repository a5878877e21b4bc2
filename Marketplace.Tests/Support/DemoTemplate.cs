using Microsoft.Data.Sqlite;

namespace Marketplace.Tests.Support;

/// <summary>The data folder of a portal that filled the demo, made once in a run; a copy takes milliseconds, filling it some fifteen seconds.</summary>
internal static class DemoTemplate
{
    private const string DatabaseFile = "marketplace.db";
    private static readonly Lazy<TemporaryFolder> Filled = new(Fill);

    public static void CopyTo(string folder) => Copy(Filled.Value.Path, folder, _ => true);

    private static TemporaryFolder Fill()
    {
        using var portal = new PortalHost { IsDemo = true, FillsDemo = true };
        _ = portal.Services;
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        Copy(portal.Database.Folder, folder.Path, name => !name.StartsWith(DatabaseFile, StringComparison.Ordinal));

        // What is in the log of writes belongs to the copy too.
        using var connection = new SqliteConnection(portal.Database.ConnectionString);
        connection.Open();
        using var copying = connection.CreateCommand();
        copying.CommandText = "VACUUM INTO $file";
        copying.Parameters.AddWithValue("$file", folder.File(DatabaseFile));
        copying.ExecuteNonQuery();
        return folder;
    }

    private static void Copy(string from, string to, Func<string, bool> isWanted)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => isWanted(Path.GetFileName(file))))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
