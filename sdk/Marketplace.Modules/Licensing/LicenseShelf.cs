using System.Collections.Concurrent;

namespace Marketplace.Modules;

/// <summary>
/// The license files of a site, in its module folder: one for each licensed module, put there by the agent or by hand. A file counts if a trusted key
/// signed it for this site and module and no newer one was seen before; which one was newest, and the latest time, are remembered beside the keys.
/// </summary>
internal sealed class LicenseShelf(StoreLayout layout, AgentTrust trust, Disk disk, TimeProvider clock)
{
    /// <summary>Clocks are set right by seconds; one that loses more than this was turned back.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    // A file is looked for so often at most, and the time is written down.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1), RememberEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.OrdinalIgnoreCase);
    private Memory? _memory;

    /// <param name="Seen">The latest time that the site has seen.</param>
    /// <param name="Newest">By lower-case module id, when the newest of its files was written.</param>
    private sealed record Memory(DateTime Seen, IReadOnlyDictionary<string, DateTime> Newest);

    private sealed record Kept(LicenseReading Reading, DateTime WrittenAt, long LookedAt);

    public ILicense Of(string module) => new SiteLicense(this, module);

    /// <summary>What the module's file says, and how late it is.</summary>
    public LicenseReading Read(string module)
    {
        var (tick, kept) = (Environment.TickCount64, _kept.GetValueOrDefault(module));
        if (kept is null || tick - kept.LookedAt >= LookEvery.TotalMilliseconds)
        {
            // The time of a missing file is a fixed one long ago.
            var writtenAt = File.GetLastWriteTimeUtc(layout.License(module));
            kept = kept is not null && kept.WrittenAt == writtenAt && kept.Reading.Verdict is not LicenseVerdict.Superseded
                ? kept with { LookedAt = tick }
                : new Kept(Judge(module), writtenAt, tick);
            _kept[module] = kept;
        }

        return kept.Reading;
    }

    /// <summary>What time it is for licenses: no earlier than it ever was.</summary>
    public (DateTime Now, bool IsTurnedBack) Time()
    {
        lock (_gate)
        {
            var (now, memory) = (clock.GetUtcNow().UtcDateTime, Remembered);
            if (now - memory.Seen >= RememberEvery)
            {
                Remember(memory with { Seen = now });
            }

            return now >= memory.Seen ? (now, false) : (memory.Seen, memory.Seen - now > Tolerance);
        }
    }

    /// <summary>Keeps a file that the marketplace sent, if it counts here and is newer than what is there.</summary>
    public LicenseVerdict Receive(string text)
    {
        if (LicenseFile.Parse(text) is not { Document: var document } file || !IsName(document.Module))
        {
            return LicenseVerdict.BadSignature;
        }

        var verdict = Believe(file, document.Module);
        if (verdict is LicenseVerdict.Valid)
        {
            disk.WriteText(layout.License(document.Module), text);
            _kept.TryRemove(document.Module, out _);
        }

        return verdict;
    }

    /// <summary>Judges each file again when it is next asked for.</summary>
    public void Forget() => _kept.Clear();

    private LicenseReading Judge(string module)
    {
        try
        {
            var path = layout.License(module);
            return !File.Exists(path) ? new(LicenseVerdict.NotFound, null)
                : new FileInfo(path).Length <= LicenseFile.MaxLength && LicenseFile.Parse(File.ReadAllText(path)) is { } file
                ? Believe(file, module) is var verdict && verdict is LicenseVerdict.Valid ? new(verdict, file.Document) : new(verdict, null)
                : new(LicenseVerdict.BadSignature, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(LicenseVerdict.NotFound, null);
        }
    }

    // A newer file also says what time it is, as the marketplace knows it: a clock that ran ahead for a while is forgiven.
    private LicenseVerdict Believe(LicenseFile file, string module)
    {
        lock (_gate)
        {
            var (document, key, memory) = (file.Document, module.ToLowerInvariant(), Remembered);
            var newest = memory.Newest.GetValueOrDefault(key);
            if (!file.IsSignedBy(trust.Keys(file.Keys)))
            {
                return LicenseVerdict.BadSignature;
            }

            if (!document.Module.Equals(module, StringComparison.OrdinalIgnoreCase))
            {
                return LicenseVerdict.WrongModule;
            }

            if (!trust.Belongs(document.Site))
            {
                return LicenseVerdict.WrongSite;
            }

            if (document.IssuedAt < newest)
            {
                return LicenseVerdict.Superseded;
            }

            if (document.IssuedAt > newest)
            {
                Remember(new(document.IssuedAt, new Dictionary<string, DateTime>(memory.Newest) { [key] = document.IssuedAt }));
            }

            return LicenseVerdict.Valid;
        }
    }

    private Memory Remembered => _memory ??= Disk.Read<Memory>(MemoryPath) ?? new(DateTime.MinValue, new Dictionary<string, DateTime>());

    private void Remember(Memory memory)
    {
        _memory = memory;
        try
        {
            disk.Write(MemoryPath, memory);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // A full disk stops no license; it is remembered while the process lives.
        }
    }

    private string MemoryPath => Path.Combine(layout.Agent, "licenses.json");

    // An id becomes the name of a file.
    private static bool IsName(string module) => module.Length <= 100 && module.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}

/// <param name="Verdict">Whether the file is to be believed; <see cref="LicenseVerdict.Valid"/> says nothing of its dates.</param>
/// <param name="Document">What it says, if it is.</param>
internal sealed record LicenseReading(LicenseVerdict Verdict, LicenseDocument? Document);
