namespace Marketplace.Tests.Support;

/// <summary>Tests that measure time, which others on the same cores would falsify: they run one by one, after the rest.</summary>
[CollectionDefinition(nameof(OneByOne), DisableParallelization = true)]
public sealed class OneByOne;
