using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Marketplace;

/// <summary>Where background work runs: section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>The portal runs jobs itself. Set to false where <c>Marketplace.Jobs</c> processes do.</summary>
    public bool RunInPortal { get; set; } = true;

    /// <summary>Jobs at a time in one process; 0 means twice the number of cores.</summary>
    public int Workers { get; set; }
}

internal static class JobServices
{
    /// <summary>The queues, most urgent first: a waiting client before a waiting publisher.</summary>
    internal static readonly string[] Queues = ["installs", "scanning", "default"];

    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).ValidateOnStart();
        // Hangfire's own without CaptureCulture, else a job would write in the formats of the person who caused it. The list that it shares
        // with the whole process is left as it is: nothing guards it from two hosts that start at once.
        services.AddSingleton<IJobFilterProvider>(sp => new JobFilterProviderCollection(new JobFilterAttributeFilterProvider(), new JobFilterCollection
        {
            new OnceInQueue(sp.GetRequiredService<TimeProvider>()),
            new AutomaticRetryAttribute(),
            new StatisticsHistoryAttribute(),
            new ContinuationsSupportAttribute(),
        }));
        services.AddSingleton<JobMonitor>();
        services.AddHangfire((sp, hangfire) =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            var data = sp.GetRequiredService<IOptions<DataOptions>>().Value;
            if (data.Provider == DatabaseProvider.SqlServer)
            {
                hangfire.UseSqlServerStorage(data.ConnectionString, new SqlServerStorageOptions { SchemaName = "Jobs" });
            }
            else
            {
                // Nothing is lost with the memory: jobs only wake, and the sweep at start finds what is due in our own rows.
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions());
            }
        });
    }

    /// <summary>Lets this process run the jobs.</summary>
    public static void AddJobServer(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHangfireServer((sp, server) =>
        {
            var workers = sp.GetRequiredService<IOptions<JobsOptions>>().Value.Workers;
            server.Queues = Queues;
            server.WorkerCount = workers > 0 ? workers : Environment.ProcessorCount * 2;
            server.ShutdownTimeout = TimeSpan.FromSeconds(15);
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });
        builder.Services.AddSingleton<WorkBell>();
        builder.Services.AddSingleton<IWorkListener>(sp => sp.GetRequiredService<WorkBell>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<WorkBell>());
        builder.Services.AddHostedService<OperationWatch>();
    }
}
