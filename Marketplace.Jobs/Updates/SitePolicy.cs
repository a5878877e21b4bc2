using Marketplace.Sites;

namespace Marketplace.Updates;

/// <summary>When members are notified of ordinary updates. Of security they are notified immediately, unless notices are off.</summary>
public enum NoticeTiming
{
    Off,
    Digest,
    Immediate,
}

/// <summary>What the members of a site decided about its updates.</summary>
public sealed record PolicySettings
{
    public static readonly TimeSpan DefaultCoolDown = TimeSpan.FromHours(72);

    public UpdateLevel Level { get; init; }

    /// <summary>How long a release must have been available before it is taken; security releases are taken at once.</summary>
    public int CoolDownHours { get; init; } = (int)DefaultCoolDown.TotalHours;

    /// <summary>When the policy may work; null means at any time.</summary>
    public MaintenanceWindow? Window { get; init; }

    /// <summary>The IANA name of the time zone that the window is in.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Null means as the installation's settings say.</summary>
    public SuspensionResponse? OnSuspension { get; init; }

    public NoticeTiming Notices { get; init; } = NoticeTiming.Digest;

    /// <summary>Where events are posted to; null means nowhere.</summary>
    public string? WebhookUrl { get; init; }
}

/// <summary>The policy of one site. Acts in the name of the member who last saved it, with that member's rights at the moment.</summary>
public sealed class SitePolicy
{
    private SitePolicy() => TimeZone = "UTC";

    public SitePolicy(long siteId, DateTime now)
        : this()
    {
        (SiteId, LookAt) = (siteId, now);
        Apply(new PolicySettings());
    }

    public long Id { get; private set; }
    public long SiteId { get; private set; }
    public Site Site { get; private set; } = null!;
    public UpdateLevel Level { get; private set; }
    public int CoolDownHours { get; private set; }

    /// <summary>One bit for each day of the week, Sunday first; 0 means that there is no window.</summary>
    public int WindowDays { get; private set; }

    public int WindowFrom { get; private set; }
    public int WindowMinutes { get; private set; }
    public string TimeZone { get; private set; }
    public SuspensionResponse? OnSuspension { get; private set; }
    public NoticeTiming Notices { get; private set; }
    public string? WebhookUrl { get; private set; }

    /// <summary>Signs what is posted; remade with each address.</summary>
    public string? WebhookSecret { get; private set; }

    /// <summary>Null until a member has saved it.</summary>
    public long? SetById { get; private set; }

    /// <summary>When it is to be looked at next; whoever moves it on has the site for this time.</summary>
    public DateTime LookAt { get; private set; }

    public PolicySettings Settings => new()
    {
        Level = Level,
        CoolDownHours = CoolDownHours,
        Window = WindowDays == 0 ? null : new(WindowDays, WindowFrom, WindowMinutes),
        TimeZone = TimeZone,
        OnSuspension = OnSuspension,
        Notices = Notices,
        WebhookUrl = WebhookUrl,
    };

    /// <summary>Returns the webhook's new secret when its address changed.</summary>
    public string? Save(PolicySettings settings, long byId, DateTime now)
    {
        var secret = settings.WebhookUrl is null ? null : settings.WebhookUrl == WebhookUrl ? WebhookSecret : WebhookSignature.NewSecret();
        var fresh = secret is not null && secret != WebhookSecret;
        Apply(settings);
        (WebhookSecret, SetById, LookAt) = (secret, byId, now);
        return fresh ? secret : null;
    }

    /// <summary>It acts for nobody until a member saves it.</summary>
    public void Stop() => SetById = null;

    private void Apply(PolicySettings settings)
    {
        (Level, CoolDownHours, TimeZone) = (settings.Level, settings.CoolDownHours, settings.TimeZone);
        (WindowDays, WindowFrom, WindowMinutes) = settings.Window is { } window ? (window.Days, window.FromMinute, window.Minutes) : (0, 0, 0);
        (OnSuspension, Notices, WebhookUrl) = (settings.OnSuspension, settings.Notices, settings.WebhookUrl);
    }
}
