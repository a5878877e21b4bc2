using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(BrowserFirst))]

namespace Marketplace.Tests.Support;

/// <summary>The browser tests take longest and run one after another, so they begin with the run; the others fill the cores beside them.</summary>
internal sealed class BrowserFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName != nameof(InABrowser))
            .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];
}
