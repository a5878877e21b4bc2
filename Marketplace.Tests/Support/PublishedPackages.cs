using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Storage;
using NuGet.Versioning;

namespace Marketplace.Tests.Support;

internal static class PublishedPackages
{
    extension(PortalHost portal)
    {
        /// <summary>An available release of a real package that lies in the package store; its hash.</summary>
        /// <param name="needs">Modules with their ranges, such as <c>Acme.Core [1.0,2.0)</c>.</param>
        public string Publish(Organization publisher, string id, string version, params string[] needs)
        {
            var package = Packages.Package(id, version, needs: needs);
            var hash = Packages.HashOf(package);
            var file = Path.Combine(portal.Database.Folder, hash);
            File.WriteAllBytes(file, package);
            portal.Get<IPackageStore>().KeepAsync(hash, file, CancellationToken.None).GetAwaiter().GetResult();

            using var db = portal.Database.CreateDbContext();
            var module = db.Set<Module>().SingleOrDefault(m => m.NormalizedId == Module.Normalize(id)) ?? A.Module(id, publisher.Id);
            var facts = new Marketplace.Catalog.ReleaseFacts(
                module.DisplayName, module.Summary, module.Category, ["test"], "[1.0,4.0)", "{}", "# Readme", "", "MIT");
            var release = new Release(module, NuGetVersion.Parse(version), hash, package.Length, facts, A.Day);
            foreach (var need in needs)
            {
                release.Dependencies.Add(new ReleaseDependency(need.Split(' ')[0], need.Split(' ')[1]));
            }

            db.Add(release);
            module.Touch(DateTime.UtcNow);
            db.AddRange(A.PassedChecks(hash));
            db.SaveChanges();
            return hash;
        }
    }
}
