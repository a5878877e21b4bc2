using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Support;

/// <summary>The audit trail of a test's database, anchored in its folder.</summary>
public static class Audits
{
    extension(TestDatabase database)
    {
        public AuditAnchor AuditAnchor() => new(
            new DataFolder(Options.Create(new DataOptions { Folder = database.Folder }), new HostingEnvironment { ContentRootPath = database.Folder }),
            Options.Create(new AuditOptions()));

        public AuditTrail AuditTrail() => new(database, database.AuditAnchor(), database.Clock, NullLogger<AuditTrail>.Instance);
    }
}
