using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Reports;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>A view of Home's figures, which its owner shares and gets by mail.</summary>
    public long View { get; private set; }

    public long Annotation { get; private set; }

    private void SaveViews()
    {
        var question = new ViewQuestion { Filter = new() { PublisherId = HomeId } };
        var view = new SavedView(Owner.UserId, HomeId, "Home", question.ToJson(), isShared: true, A.Day);
        view.Mail(new(MailPace.Daily, 0, 8, "UTC"), A.Day);
        View = Database.Saved(view).Id;
        Database.Save(
            new ViewRecipient(View, Owner.UserId),
            new SavedView(Callers["operator"].Actor.UserId, null, "Board", new ViewQuestion().ToJson(), isShared: false, A.Day));
        Annotation = Database.Saved(new RevenueAnnotation(new(2026, 3, 2), "Price change", Callers["operator"].Actor.UserId, A.Day)).Id;
    }
}
