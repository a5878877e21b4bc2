using System.Runtime.InteropServices;
using System.Text.Json;

namespace Marketplace.Modules;

/// <summary>
/// The only place that changes a module folder. Each effect is durable before the next one starts, and each is announced
/// first, so that a test can kill the process or fail the disk at every one of them.
/// </summary>
internal sealed partial class Disk(Action<string>? before = null)
{
    public static T? Read<T>(string path) where T : class
    {
        try
        {
            // A reader must not stop a writer from replacing the file, which Windows would otherwise refuse.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<T>(file, SiteRevision.Json)
                ?? throw new InvalidDataException($"{path} holds no value. Restore the file from a backup.");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"{path} is damaged: {damaged.Message} Restore the file from a backup.", damaged);
        }
    }

    /// <summary>Replaces the file by one atomic rename.</summary>
    public void Write<T>(string path, T value) => Write(path, file => JsonSerializer.Serialize(file, value, SiteRevision.Json));

    /// <summary>The same for a text.</summary>
    /// <remarks>Several may write the same file at once, each its own draft.</remarks>
    public void WriteText(string path, string text) =>
        Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)), $"{path}.{Path.GetRandomFileName()}.tmp");

    private void Write(string path, Action<FileStream> write, string? apart = null)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var draft = apart ?? path + ".tmp";
        try
        {
            Announce("write", draft);
            using var file = new FileStream(draft, FileMode.Create, FileAccess.Write);
            write(file);
            Announce("flush", draft);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // A full disk is not to hold half a draft as well.
            File.Delete(draft);
            throw;
        }

        Announce("rename", path);
        File.Move(draft, path, overwrite: true);
        FlushFolder(folder);
    }

    /// <summary>Gives a file another name in its folder.</summary>
    public void Rename(string file, string name)
    {
        Announce("rename", name);
        File.Move(file, name);
        FlushFolder(Path.GetDirectoryName(name)!);
    }

    /// <summary>Gives an unpacked folder its final name, after all of it is on the disk.</summary>
    public void Publish(string draft, string folder)
    {
        FlushTree(draft);
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        FlushFolder(Path.GetDirectoryName(parent)!);
        Announce("rename", folder);
        Directory.Move(draft, folder);
        FlushFolder(parent);
    }

    public void Delete(string path)
    {
        if (File.Exists(path))
        {
            Announce("delete", path);
            File.Delete(path);
            FlushFolder(Path.GetDirectoryName(path)!);
        }
    }

    public void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Announce("delete", path);
            Directory.Delete(path, recursive: true);
        }
    }

    private void FlushTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            Announce("flush", file);
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            FlushTree(child);
        }

        FlushFolder(folder);
    }

    // A rename survives a power cut only once its folder is on the disk; Windows does that with the rename itself.
    private void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Announce("flush", folder);
        var handle = Open(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"Cannot open the folder {folder} to flush it (error {Marshal.GetLastPInvokeError()}).");
        }

        var result = Flush(handle);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result is not 0)
        {
            throw new IOException($"Cannot flush the folder {folder} (error {error}).");
        }
    }

    private void Announce(string effect, string path) => before?.Invoke($"{effect} {path}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
