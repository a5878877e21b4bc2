using System.Globalization;

namespace Marketplace.Bench;

/// <summary>Prints each number as it is measured, with the aim or the rival beside it.</summary>
internal sealed class Report
{
    public bool Failed { get; private set; }

    public async Task RunAsync(string name, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (Exception error)
        {
            // One measure that cannot run must not hide the others; the command fails in the end.
            Failed = true;
            Console.WriteLine($"{name}: not measured: {error}");
        }
    }

    public static void Line(string what, double value, string unit, string beside = "") =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52} {value,10:#,0.##} {unit,-8} {beside}"));

    public static void Ratio(string what, double ours, double theirs, string unit, string rival) =>
        Line(what, ours, unit, string.Create(CultureInfo.InvariantCulture, $"{rival} {theirs:#,0.##} {unit}, ours / theirs = {ours / theirs:0.00}"));
}
