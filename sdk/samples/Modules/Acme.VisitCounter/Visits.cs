using System.Collections.Concurrent;
using System.Globalization;

namespace Acme.VisitCounter;

/// <summary>How often each page was seen; offered to modules that need the counter.</summary>
public interface IVisits
{
    long Of(string path);
}

/// <summary>Counts in memory, and writes as a whole every tenth visit and at the end.</summary>
internal sealed class Visits : IVisits
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _writing = new();
    private readonly string _file;
    private long _unsaved;

    public Visits(string file)
    {
        _file = file;
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            if (line.Split('\t') is [var path, var count] && long.TryParse(count, CultureInfo.InvariantCulture, out var number))
            {
                _counts[path] = number;
            }
        }
    }

    public long Of(string path) => _counts.GetValueOrDefault(path);

    public IReadOnlyList<(string Path, long Count)> All() => [.. _counts.Select(count => (count.Key, count.Value))];

    public void Count(string path)
    {
        _counts.AddOrUpdate(path, 1, (_, count) => count + 1);
        if (Interlocked.Increment(ref _unsaved) % 10 is 0)
        {
            Save();
        }
    }

    public void Save()
    {
        lock (_writing)
        {
            File.WriteAllLines(_file + ".tmp", _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}\t{count.Value}")));
            File.Move(_file + ".tmp", _file, overwrite: true);
        }
    }
}
