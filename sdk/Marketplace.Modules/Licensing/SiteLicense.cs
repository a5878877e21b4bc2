namespace Marketplace.Modules;

/// <summary>A module's license, read from the site's folder each time it is asked.</summary>
internal sealed class SiteLicense(LicenseShelf shelf, UsageBook usage, string module) : ILicense
{
    public LicenseState State => Document is { Vouched: var life } ? life.StateAt(Now) : LicenseState.None;

    // Without a file that counts the module ends as the newest one said.
    public LicenseStage Stage => shelf.Read(module) switch
    {
        { Document: { Vouched: var life, IsOptional: var isOptional } } => At(life, isOptional),
        { Past: { Life: var life, IsOptional: var isOptional } } => At(life, isOptional),
        _ => LicenseStage.Full,
    };

    public LicenseVerdict Verdict
    {
        get
        {
            var (reading, time) = (shelf.Read(module), shelf.Time());
            return reading.Document is not { Vouched: var life } ? reading.Verdict
                : reading.Document.DeactivatedAt <= time.Now ? LicenseVerdict.WrongSite
                : life.VerdictAt(time.Now, LicenseStage.Banner) is var verdict && verdict is not LicenseVerdict.Valid ? verdict
                : time.IsTurnedBack ? LicenseVerdict.ClockTurnedBack : LicenseVerdict.Valid;
        }
    }

    public string? Tier => Document?.Tier;

    public DateTime? EndsAt => Document?.Life.EndsAt;

    public string? Banner
    {
        get
        {
            var ((now, isTurnedBack), reading) = (shelf.Time(), shelf.Read(module));
            return reading switch
            {
                { Document: null, Verdict: LicenseVerdict.NotFound, Past: null } => null,
                { Document: null, Verdict: LicenseVerdict.NotFound } => $"The license file of {module} is missing. Download it again.",
                { Document: null, Verdict: var verdict } => $"The license file of {module} does not count here: {Reason(verdict)}. Download it again.",
                { Document: { Vouched: { End: { } end } life } document } when now >= end =>
                    $"{Cause(document, end, now)} {life.Next(document.IsOptional, now)}",
                _ when isTurnedBack => $"The clock of this server was turned back. Set it right; the license of {module} counts by the later time.",
                _ => reading.Document?.Life.Soon(module, now),
            };
        }
    }

    private LicenseStage At(LicenseLife life, bool isOptional) =>
        life.StageAt(Now) is var stage && isOptional && stage > LicenseStage.NoActivations ? LicenseStage.NoActivations : stage;

    private LicenseDocument? Document => shelf.Read(module).Document;

    private DateTime Now => shelf.Time().Now;

    // What is not valid yet, or disabled, allows nothing.
    private LicenseDocument? Counting =>
        Document is { Vouched: var life } document && life.VerdictAt(Now, LicenseStage.Disabled) is LicenseVerdict.Valid ? document : null;

    public bool Has(string feature) => Counting?.Features.Any(one => one.Name == feature) is true;

    public long? Limit(string name) => Counting is { } license ? license.Features.FirstOrDefault(one => one.Name == name)?.Limit : 0;

    public void Use(string quantity, long count = 1) => usage.Add(module, quantity, count);

    private string Cause(LicenseDocument document, DateTime end, DateTime now) =>
        document.DeactivatedAt is { } off && now >= off ? $"The license of {module} was deactivated on this site on {LicenseWords.Day(off)}."
        : document.Life.Cause(module, now)
            ?? $"The license file of {module} was to be renewed by {LicenseWords.Day(end)}. Connect this site to its marketplace, or download the file again.";

    private static string Reason(LicenseVerdict verdict) => verdict switch
    {
        LicenseVerdict.WrongModule => "it is of another module",
        LicenseVerdict.WrongSite => "it is of another site",
        LicenseVerdict.Superseded => "a newer one was seen here before",
        _ => "it is not what the marketplace signed",
    };
}
