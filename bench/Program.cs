using Marketplace.Bench;

if (args is ["serve", var file, var port])
{
    await Rival.ServeAsync(file, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["feed", var kept, var at])
{
    await PushRival.ServeAsync(kept, int.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

// bench/run builds both servers and passes their assemblies.
var (portal, empty) = (args[0], args[1]);
// What follows search is what it searches: a list, and perhaps the folder of a module archive; what follows resolver is such a folder; what
// follows large is a list.
var only = args.Skip(2).Take(args.Length > 2 && args[2] is ("search" or "resolver" or "large") ? 1 : args.Length).ToList();
var report = new Report();
using var folders = new Folders();

if (only.Contains("search"))
{
    await report.RunAsync("search", () => SearchMeasure.RunAsync(args.ElementAtOrDefault(3), args.ElementAtOrDefault(4)));
}

if (only.Contains("large"))
{
    await report.RunAsync("large", () => LargeMeasure.RunAsync(portal, folders, args.ElementAtOrDefault(3)));
}

await MeasureAsync("resolver", () =>
{
    ResolverMeasure.Run(only.Contains("resolver") ? args.ElementAtOrDefault(3) : null);
    return Task.CompletedTask;
});
await MeasureAsync("ledger", () => LedgerMeasure.RunAsync(folders));
await MeasureAsync("quotes", () =>
{
    QuotesMeasure.Run();
    return Task.CompletedTask;
});
await MeasureAsync("licenses", () =>
{
    LicensesMeasure.Run();
    return Task.CompletedTask;
});
await MeasureAsync("activations", () => ActivationsMeasure.RunAsync(portal, folders));
await MeasureAsync("plan", () => PlanCostsMeasure.RunAsync(portal, folders));
await MeasureAsync("checkout", () => CheckoutMeasure.RunAsync(portal, folders));
await MeasureAsync("renewals", () => RenewalsMeasure.RunAsync(portal, folders));
await MeasureAsync("revenue", () => RevenueMeasure.RunAsync(folders));
await MeasureAsync("webhooks", () => WebhooksMeasure.RunAsync(portal, folders));
await MeasureAsync("start", () => StartMeasure.RunAsync(portal, empty, folders));
await MeasureAsync("paint", () => PaintMeasure.RunAsync(portal, empty, folders));
await MeasureAsync("grid", () => GridMeasure.RunAsync(folders.Data));
await MeasureAsync("push", () => PushMeasure.RunAsync(portal, folders));
await MeasureAsync("downloads", () => DownloadsMeasure.RunAsync(portal, folders));
await MeasureAsync("typing", () => TypingMeasure.RunAsync(portal, folders.Data));
await MeasureAsync("searchers", () => SearchersMeasure.RunAsync(portal, folders));
await MeasureAsync("install", () => InstallMeasure.RunAsync(portal, folders));
await MeasureAsync("recovery", () => RecoveryMeasure.RunAsync(portal, folders));
await MeasureAsync("latency", () => LatencyMeasure.RunAsync(portal, folders));
await MeasureAsync("circuits", () => CircuitsMeasure.RunAsync(portal, empty, folders));
return report.Failed ? 1 : 0;

async Task MeasureAsync(string name, Func<Task> measure)
{
    if (only.Count is 0 || only.Contains(name))
    {
        await report.RunAsync(name, measure);
    }
}
