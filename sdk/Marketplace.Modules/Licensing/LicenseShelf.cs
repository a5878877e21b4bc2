using System.Collections.Concurrent;

namespace Marketplace.Modules;

/// <summary>
/// The license files of a site, in its module folder: one for each licensed module, put there by the agent or by hand. A file counts if a trusted key
/// signed it for this site and module and no newer one was seen before. The newest of each module is remembered beside the keys, with its end, so that
/// nothing is gained by removing it; and so is the latest time.
/// </summary>
// Pins: no agent says whom to believe, so a file may do so for the first time.
internal sealed class LicenseShelf(StoreLayout layout, AgentTrust trust, Disk disk, TimeProvider clock, bool pins)
{
    /// <summary>Clocks are set right by seconds; one that loses more than this was turned back.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    // A file is looked for so often at most, and the time is written down.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1), RememberEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.OrdinalIgnoreCase);
    private Memory? _memory;

    /// <param name="Seen">The latest time that the site has seen.</param>
    /// <param name="Newest">By lower-case module id, the newest of its files.</param>
    private sealed record Memory(DateTime Seen, IReadOnlyDictionary<string, PastFile> Newest);

    private sealed record Kept(LicenseReading Reading, DateTime WrittenAt, long LookedAt);

    /// <summary>What the module's file says.</summary>
    public LicenseReading Read(string module)
    {
        var (tick, kept) = (Environment.TickCount64, _kept.GetValueOrDefault(module));
        if (kept is null || tick - kept.LookedAt >= LookEvery.TotalMilliseconds)
        {
            // The time of a missing file is a fixed one long ago.
            var writtenAt = File.GetLastWriteTimeUtc(layout.License(module));
            kept = kept is not null && kept.WrittenAt == writtenAt && kept.Reading.Verdict is not LicenseVerdict.Superseded
                ? kept with { LookedAt = tick }
                // What cannot be read for a moment is as it was.
                : Judge(module) is { } reading ? new Kept(reading, writtenAt, tick) : kept ?? new(new(LicenseVerdict.NotFound, null, null), default, tick);
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

        lock (_gate)
        {
            var verdict = VerdictOf(file, document.Module);
            if (verdict is LicenseVerdict.Valid)
            {
                // Remembered after it is there: what fails in between leaves the earlier file, which counts on.
                disk.WriteText(layout.License(document.Module), text);
                Remember(document, sent: true);
                _kept.TryRemove(document.Module, out _);
            }

            return verdict;
        }
    }

    /// <summary>Judges each file again when it is next asked for.</summary>
    public void Forget() => _kept.Clear();

    /// <summary>Null if it cannot be read for the moment.</summary>
    private LicenseReading? Judge(string module)
    {
        try
        {
            lock (_gate)
            {
                var (text, verdict) = (Text(layout.License(module)), LicenseVerdict.NotFound);
                if (text is not null)
                {
                    var file = LicenseFile.Parse(text);
                    verdict = file is null ? LicenseVerdict.BadSignature : VerdictOf(file, module);
                    if (verdict is LicenseVerdict.Valid)
                    {
                        Remember(file!.Document, sent: false);
                        return new(verdict, file.Document, null);
                    }
                }

                return new(verdict, null, Remembered.Newest.GetValueOrDefault(module.ToLowerInvariant()));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    // A reader must not stop a writer from replacing the file, which Windows would otherwise refuse.
    private static string? Text(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return file.Length <= LicenseFile.MaxLength * 4L ? reader.ReadToEnd() : "";
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private LicenseVerdict VerdictOf(LicenseFile file, string module)
    {
        var document = file.Document;
        if (!file.IsSignedBy(trust.Look(file.Keys, pins)))
        {
            return LicenseVerdict.BadSignature;
        }

        // Only what is signed makes a key known, or unknown.
        trust.Keys(file.Keys);
        return !document.Module.Equals(module, StringComparison.OrdinalIgnoreCase) ? LicenseVerdict.WrongModule
            : !(pins ? trust.Belongs(document.Site) : trust.Site == document.Site) ? LicenseVerdict.WrongSite
            : document.IssuedAt < Remembered.Newest.GetValueOrDefault(module.ToLowerInvariant())?.IssuedAt ? LicenseVerdict.Superseded
            : LicenseVerdict.Valid;
    }

    // What the marketplace sends itself also says what time it is: a clock that ran ahead for a while is forgiven. What a person lays there may be older.
    private void Remember(LicenseDocument document, bool sent)
    {
        var (key, memory) = (document.Module.ToLowerInvariant(), Remembered);
        if (document.IssuedAt > (memory.Newest.GetValueOrDefault(key)?.IssuedAt ?? DateTime.MinValue))
        {
            Remember(new(
                sent || document.IssuedAt > memory.Seen ? document.IssuedAt : memory.Seen,
                new Dictionary<string, PastFile>(memory.Newest) { [key] = new(document.IssuedAt, document.Vouched, document.IsOptional) }));
        }
    }

    private static Memory Nothing => new(DateTime.MinValue, new Dictionary<string, PastFile>());

    private Memory Remembered
    {
        get
        {
            try
            {
                return _memory ??= Disk.Read<Memory>(MemoryPath) is { Newest: not null } known ? known : Nothing;
            }
            catch (InvalidDataException)
            {
                return _memory = Nothing;
            }
        }
    }

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

/// <summary>A file that counted once, though it may be gone: how it ended, or ends.</summary>
internal sealed record PastFile(DateTime IssuedAt, LicenseLife Life, bool IsOptional);

/// <param name="Verdict">Whether the file is to be believed; <see cref="LicenseVerdict.Valid"/> says nothing of its dates.</param>
/// <param name="Document">What it says, if it is.</param>
/// <param name="Past">What the newest one said, if it is not.</param>
internal sealed record LicenseReading(LicenseVerdict Verdict, LicenseDocument? Document, PastFile? Past);
