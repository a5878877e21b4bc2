using System.Runtime.InteropServices;

namespace Marketplace.Bench;

/// <summary>How long this thread has had a processor. Elsewhere than on Linux it is the time of the clock.</summary>
internal static partial class ThreadTime
{
    private const int OfThread = 3;

    public static double Milliseconds =>
        OperatingSystem.IsLinux() && Read(OfThread, out var time) == 0
            ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6)
            : Environment.TickCount64;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
