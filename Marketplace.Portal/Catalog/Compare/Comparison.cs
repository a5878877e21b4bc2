namespace Marketplace.Portal.Catalog.Compare;

/// <summary>
/// The modules someone is choosing to compare, in the order chosen. It lasts as long as their circuit; a finished choice is the address
/// of the comparison.
/// </summary>
public sealed class Comparison
{
    public const int MaxModules = 4;
    private readonly List<string> _ids = [];

    public IReadOnlyList<string> Ids => _ids;

    public bool IsFull => _ids.Count >= MaxModules;

    public bool Has(string id) => _ids.Contains(id, StringComparer.OrdinalIgnoreCase);

    public void Choose(IEnumerable<string> ids)
    {
        _ids.Clear();
        _ids.AddRange(ids.Take(MaxModules));
    }

    public void Toggle(string id)
    {
        if (_ids.RemoveAll(other => string.Equals(other, id, StringComparison.OrdinalIgnoreCase)) == 0 && !IsFull)
        {
            _ids.Add(id);
        }
    }

    /// <summary>With one module more; the one chosen first makes room for it.</summary>
    public IEnumerable<string> With(string id) => Has(id) ? _ids : _ids.Skip(IsFull ? 1 : 0).Append(id);
}
