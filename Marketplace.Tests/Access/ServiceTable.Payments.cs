using Marketplace.Payments;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static IEnumerable<ServiceCall> Payments =>
    [
        Writes<Disputes>(Who.Operator, (s, w, a) => s.AnswerAsync(a, w.Dispute, new("It was delivered.", null), Cancel)),
    ];
}
