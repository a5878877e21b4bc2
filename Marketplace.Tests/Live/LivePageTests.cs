using Bunit;
using Marketplace.Live;
using Marketplace.Portal.Shared;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Live;

public sealed class LivePageTests : PageTest
{
    [Fact]
    public void What_is_given_again_is_not_read_again_and_what_is_new_is()
    {
        var (site, changing) = (new PersonSite(1, "Shop", "Globex"), new List<string>());
        var page = Draw<Counting>(p => p.Add(c => c.Name, "a").Add(c => c.Kinds, ["x", "y"]).AddCascadingValue(site));
        Assert.Equal(1, page.Instance.Reads);

        page.Render(p => p.Add(c => c.Name, "a").Add(c => c.Kinds, ["x", "y"]));
        Assert.Equal(1, page.Instance.Reads);

        page.Render(p => p.Add(c => c.Kinds, ["x", "z"]));
        Assert.Equal(2, page.Instance.Reads);
        page.Render(p => p.Add(c => c.Name, null));
        Assert.Equal(3, page.Instance.Reads);

        // The same list may hold something else.
        page.Render(p => p.Add(c => c.Changing, changing));
        page.Render(p => p.Add(c => c.Changing, changing));
        Assert.Equal(5, page.Instance.Reads);
    }

    [Fact]
    public void One_read_runs_at_a_time_and_the_newest_wins()
    {
        var page = Draw<Slow>(p => p.Add(c => c.Site, 1));
        page.Render(p => p.Add(c => c.Site, 2));
        page.WaitForAssertion(() => Assert.Equal(["begins 1", "ends 1", "begins 2"], page.Instance.Log));

        page.Instance.Answer(2);

        page.WaitForAssertion(() => Assert.Equal(2, page.Instance.Shown));
        Assert.Equal(["begins 1", "ends 1", "begins 2", "ends 2"], page.Instance.Log);
    }

    [Fact]
    public async Task What_it_follows_are_the_topics_of_its_newest_parameters()
    {
        var page = Draw<Slow>(p => p.Add(c => c.Site, 1));
        page.Instance.Answer(1);
        page.Render(p => p.Add(c => c.Site, 2));
        page.Instance.Answer(2);
        await UntilAsync(() => Services.GetRequiredService<LiveFeed>().Topics == 1, "one topic is followed");

        Changed(LiveTopic.Site(1));
        Changed(LiveTopic.Site(2));

        await UntilAsync(() => page.Instance.Log.Count(line => line == "begins 2") == 2, "it reads again");
        Assert.Equal(1, page.Instance.Log.Count(line => line == "begins 1"));
    }

    [Fact]
    public async Task A_read_is_cancelled_with_its_page()
    {
        var page = Draw<Slow>(p => p.Add(c => c.Site, 1));
        var slow = page.Instance;

        await DisposeComponentsAsync();

        await UntilAsync(() => slow.Log.Contains("ends 1"), "the read has ended");
        Assert.Equal(0, slow.Shown);
    }

    [Fact]
    public async Task A_handler_that_goes_on_after_its_page_reads_nothing_follows_nothing_and_does_not_fail()
    {
        var page = Draw<Slow>(p => p.Add(c => c.Site, 1));
        page.Instance.Answer(1);
        var slow = page.Instance;
        await DisposeComponentsAsync();

        await slow.AgainAsync();

        Assert.Equal(["begins 1", "ends 1"], slow.Log);
        Assert.Equal(0, Services.GetRequiredService<LiveFeed>().Topics);
    }

    private static Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, Xunit.TestContext.Current.CancellationToken);

    public sealed class Counting : LivePage
    {
        public int Reads { get; private set; }

        [Parameter] public string? Name { get; set; }
        [Parameter] public string[]? Kinds { get; set; }
        [Parameter] public List<string>? Changing { get; set; }
        [CascadingParameter] public PersonSite? Site { get; set; }

        protected override Task OnParametersSetAsync() => ReadAsync();

        protected override Task ReadAsync(CancellationToken cancel)
        {
            Reads++;
            return Task.CompletedTask;
        }
    }

    /// <summary>Its reads end when the test says so.</summary>
    public sealed class Slow : LivePage
    {
        private readonly Dictionary<long, TaskCompletionSource> _answers = [];

        public List<string> Log { get; } = [];

        public long Shown { get; private set; }

        [Parameter] public long Site { get; set; }

        public Task AgainAsync()
        {
            Follow(LiveTopic.Site(Site));
            return ReadAsync();
        }

        public void Answer(long site) => _answers[site].SetResult();

        protected override Task OnParametersSetAsync()
        {
            Follow(LiveTopic.Site(Site));
            return ReadAsync();
        }

        protected override async Task ReadAsync(CancellationToken cancel)
        {
            var site = Site;
            Log.Add($"begins {site}");
            var answer = _answers[site] = new TaskCompletionSource();
            try
            {
                await answer.Task.WaitAsync(cancel);
                Shown = site;
            }
            finally
            {
                Log.Add($"ends {site}");
            }
        }
    }
}
