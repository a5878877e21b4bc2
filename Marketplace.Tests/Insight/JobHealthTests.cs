using Marketplace.Tests.Support;

namespace Marketplace.Tests.Insight;

public sealed class JobHealthTests
{
    private static readonly JobFacts Fine = new() { Workers = 3 };

    [Fact]
    public void Workers_that_are_in_time_are_healthy()
    {
        Says(JobVerdict.Healthy, "All jobs run: 3 workers, nothing waits longer than a minute.", Fine);
        Says(JobVerdict.Healthy, "All jobs run: 1 worker, nothing waits longer than a minute.", Fine with { Workers = 1, SilentSince = A.Day });
        Says(JobVerdict.Healthy, "All jobs run: 3 workers, nothing waits longer than a minute.", Waits(Fine, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Work_that_waits_longer_than_a_minute_is_late()
    {
        Says(JobVerdict.Behind, "Installs have waited for 61 seconds, although 3 workers run.", Waits(Fine, TimeSpan.FromSeconds(61)));
        Says(JobVerdict.Behind, "Installs have waited for 12 minutes, although 1 worker runs.", Waits(Fine with { Workers = 1 }, TimeSpan.FromMinutes(12)));
        Says(JobVerdict.Behind, "Installs have waited for 5 hours, although 3 workers run.", Waits(Fine with { Failed = 4 }, TimeSpan.FromHours(5.5)));
    }

    [Fact]
    public void Jobs_that_failed_for_good_are_said_where_work_is_done_in_time()
    {
        Says(JobVerdict.Failing, "1 job failed in the last 24 hours. Otherwise nothing waits longer than a minute.", Fine with { Failed = 1 });
        Says(JobVerdict.Failing, "7 jobs failed in the last 24 hours. Otherwise nothing waits longer than a minute.", Fine with { Failed = 7 });
    }

    [Fact]
    public void Without_a_worker_everything_waits()
    {
        Says(JobVerdict.NoWorker, "No worker is running: installs and checks wait.", Fine with { Workers = 0 });
        Says(JobVerdict.NoWorker, "No worker is running: installs and checks wait.", Waits(Fine with { Workers = 0 }, TimeSpan.FromDays(3)));
    }

    [Fact]
    public void Workers_that_were_there_and_are_not_heard_from_are_silent() => Says(
        JobVerdict.Silent, "No worker has been heard from for 4 minutes: installs and checks wait.",
        Fine with { Workers = 0, SilentSince = A.Day.AddMinutes(-4) });

    [Fact]
    public void Workers_that_cannot_be_seen_are_judged_by_what_waits()
    {
        var unseen = new JobFacts { IsOutOfSight = true };

        Says(
            JobVerdict.OutOfSight,
            "Separate workers run the jobs, and nothing waits longer than a minute. What they do is in their logs.",
            Waits(unseen, TimeSpan.FromSeconds(10)));
        Says(JobVerdict.NoWorker, "Installs have waited for 3 days: no separate worker seems to run.", Waits(unseen, TimeSpan.FromDays(3)));
    }

    private static JobFacts Waits(JobFacts facts, TimeSpan time) => facts with { Waiting = "Installs", WaitingSince = A.Day - time };

    private static void Says(JobVerdict verdict, string sentence, JobFacts facts) => Assert.Equal(new JobHealth(verdict, sentence), JobHealth.Of(facts, A.Day));
}
