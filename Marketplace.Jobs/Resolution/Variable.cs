namespace Marketplace.Resolution;

/// <summary>What may still become of one module: absent, or one of its releases.</summary>
internal sealed class Variable(string id, SnapshotModule? module, Bits all, int preferred)
{
    public string Id => id;

    public SnapshotModule? Module => module;

    /// <summary>What could ever become of it in this problem.</summary>
    public Bits All { get; } = all;

    /// <summary>The installed release, which is taken while it can be; 0 for none.</summary>
    public int Preferred => preferred;

    /// <summary>Which are decided first: 0 what was requested, 1 what is to be updated if it can, 2 the rest.</summary>
    public int Rank { get; init; }

    /// <summary>Over how many needs the request reaches it, as far as the search has come.</summary>
    public int Distance { get; set; } = Far;

    /// <summary>Not reached from the request.</summary>
    public const int Far = int.MaxValue / 2;

    /// <summary>Those whose needs name it.</summary>
    public List<Variable> Needers { get; } = [];

    public Bits Left { get; set; } = all;

    /// <summary>The places in the trail where it was narrowed.</summary>
    public List<int> History { get; } = [];

    /// <summary>What speaks of it, oldest first.</summary>
    public List<Incompatibility> About { get; } = [];

    /// <summary>Its needs are known to the solver.</summary>
    public bool IsOpened { get; set; }

    public bool IsRequired => !Left.Contains(0);

    public bool IsDecided => Left.Count is 1;

    public bool IsOpen => IsRequired && !IsDecided;

    /// <summary>The installed release while it can stay, else the newest.</summary>
    public int Best => preferred > 0 && Left.Contains(preferred) ? preferred : Left.First;

    public SnapshotRelease Release => module!.Releases[Left.First - 1];
}
