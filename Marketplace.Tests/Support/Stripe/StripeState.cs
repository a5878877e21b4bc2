using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>All objects, in the order they were made. Used under the lock of <see cref="StripeBackend"/> alone.</summary>
internal sealed class StripeState(int seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, StripeObject> _byId = [];
    private readonly Dictionary<string, List<StripeObject>> _byResource = [];

    public StripeObject Add(string resource, string account, long created, JsonObject values)
    {
        var described = StripeApi.Resource(resource);
        var body = new JsonObject { ["id"] = NewId(described.IdPrefix ?? $"{resource}_"), ["object"] = resource };
        foreach (var (name, value) in values)
        {
            body[name] = value?.DeepClone();
        }

        if (described.Fields.ContainsKey("created"))
        {
            body["created"] = created;
        }

        var made = new StripeObject(account, body);
        Of(resource).Add(made);
        return _byId[made.Id] = made;
    }

    public StripeObject? Find(string id) => _byId.GetValueOrDefault(id);

    public StripeObject? Find(string resource, string id, string account) =>
        _byId.TryGetValue(id, out var found) && found.Resource == resource && (found.Account == account || resource is "account") ? found : null;

    public IEnumerable<StripeObject> NewestFirst(string resource, string account) =>
        Of(resource).AsEnumerable().Reverse().Where(one => !one.IsDeleted && (one.Account == account || resource is "account"));

    public IEnumerable<StripeObject> All(string resource) => Of(resource).Where(one => !one.IsDeleted);

    public string NewId(string prefix, int length = 24) =>
        prefix + string.Concat(Enumerable.Range(0, length).Select(_ => Letters[_random.Next(Letters.Length)]));

    private List<StripeObject> Of(string resource) => _byResource.TryGetValue(resource, out var all) ? all : _byResource[resource] = [];
}
