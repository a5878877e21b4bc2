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

    public static Task<InstalledModule> StagedAsync(this StoreOperation operation, ModulePackage package, CancellationToken cancel)
    {
        var (bytes, sha256) = package.Pack();
        return operation.StagedAsync(bytes, sha256, cancel);
    }

    public static async Task<InstalledModule> StagedAsync(this StoreOperation operation, byte[] bytes, string sha256, CancellationToken cancel)
    {
        Assert.IsType<ReceiveOutcome.Received>(await operation.ReceivedAsync(bytes, sha256, cancel));
        return Assert.IsType<StageOutcome.Staged>(await operation.UnpackAsync(cancel)).Module;
    }

    public static Task<ReceiveOutcome> ReceivedAsync(this StoreOperation operation, byte[] bytes, string sha256, CancellationToken cancel) =>
        operation.ReceiveAsync((from, _) => Task.FromResult<Stream>(new MemoryStream(bytes[(int)from..])), sha256, null, cancel);
}
