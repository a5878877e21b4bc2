using Marketplace.Data;

namespace Marketplace.Publishing;

/// <summary>Where an upload lies until it is known to be a package. A file that outlives its process is swept.</summary>
public sealed class Quarantine(DataFolder folder, TimeProvider clock)
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    public QuarantinedFile New() => new(Path.Combine(folder.Folder("quarantine"), $"{Guid.NewGuid():N}.upload"));

    /// <summary>Removes what a killed process left. No upload takes six hours.</summary>
    public void Sweep()
    {
        foreach (var file in new DirectoryInfo(folder.Folder("quarantine")).EnumerateFiles().Where(f => f.LastWriteTimeUtc < clock.UtcNow - Abandoned))
        {
            file.Delete();
        }
    }
}

/// <summary>Gone when disposed, unless it was moved away.</summary>
public sealed class QuarantinedFile(string path) : IDisposable
{
    public string Path => path;

    public void Dispose() => File.Delete(path);
}

/// <summary>Removes abandoned uploads. Safe to run at any time.</summary>
public sealed class SweepQuarantineJob(Quarantine quarantine)
{
    public Task RunAsync()
    {
        quarantine.Sweep();
        return Task.CompletedTask;
    }
}
