using Marketplace.Modules;

namespace Marketplace.Tests.Sdk;

/// <summary>Changes of a site as an installation does them: stage, write, activate, commit.</summary>
internal static class SiteChange
{
    public const string HostVersion = "2.0.0";

    extension(ModuleStore store)
    {
        /// <summary>Takes the site to exactly these modules.</summary>
        public async Task<SiteRevision> InstallAsync(string operationId, CancellationToken cancel, params ModulePackage[] packages)
        {
            using var operation = store.Begun(operationId);
            var modules = new List<InstalledModule>();
            foreach (var package in packages)
            {
                modules.Add(await operation.StagedAsync(package, cancel));
            }

            var revision = operation.Write(modules, HostVersion);
            operation.Activate();
            operation.Commit();
            return revision;
        }

        public SiteRevision? Rollback(string operationId, int number)
        {
            using var operation = store.Begun(operationId);
            if (operation.Restore(number) is not { } revision)
            {
                return null;
            }

            operation.Activate();
            operation.Commit();
            return revision;
        }

        public StoreOperation Begun(string operationId) =>
            Assert.IsType<BeginOutcome.Begun>(store.Begin(operationId, store.Current().Number)).Operation;
    }

    public static async Task<InstalledModule> StagedAsync(this StoreOperation operation, ModulePackage package, CancellationToken cancel)
    {
        var (bytes, sha256) = package.Pack();
        var outcome = await operation.StageAsync(new MemoryStream(bytes), sha256, cancel);
        return outcome is StageOutcome.Staged(var module) ? module : throw new InvalidOperationException(outcome.ToString());
    }
}
