using Marketplace.Accounts;
using Marketplace.Payments.Inbox;

namespace Marketplace.Portal.Demo;

/// <summary>What becomes of one client of the two years.</summary>
/// <param name="seasons">How much is sold in each month; an ordinary one is 1.</param>
internal sealed class DemoLife(DemoPast past, DemoClient client, DateTime start, IReadOnlyList<double> seasons, Random random)
{
    /// <summary>Of a hundred clients so many leave in a month, and so many of those return.</summary>
    private const double Leaves = .022, Returns = .2;

    private const int Away = 4;

    private static readonly DemoOffer[] Offers =
    [
        DemoYearOffers.Backup, DemoYearOffers.Signatures, DemoYearOffers.Loyalty, DemoYearOffers.Reminders, DemoYearOffers.Chat, DemoYearOffers.Backup,
        DemoYearOffers.Payroll, DemoYearOffers.Loyalty, DemoYearOffers.Signatures, DemoYearOffers.Budget,
    ];

    private static readonly string[] Reasons = ["Too expensive", "We closed the shop", "Another product suits us better", "We did not use it"];

    private readonly DemoClientActs _acts = new(past, client);
    private readonly List<DemoStep> _steps = [];

    /// <param name="number">Among the clients, in the order in which they come.</param>
    /// <param name="first">The month in which it comes.</param>
    public IReadOnlyList<DemoStep> Tell(int number, int first, Actor staff)
    {
        var offer = number % 4 == 0 ? Tried(number / 4) : Offers[number % Offers.Length];
        var bought = Buy(first, offer, number / 4 < DemoYearOffers.Tried.Length ? DemoClientActs.Visa : DemoClientActs.Mastercard);
        var last = Happens(number, first, bought, staff);
        for (var month = first + 1; month < last; month++)
        {
            if (random.NextDouble() < Leaves)
            {
                Leave(month, random.NextDouble() < Returns);
                break;
            }

            Grow(month);
        }

        if (offer == DemoYearOffers.Chat)
        {
            Use(first);
        }

        return [.. _steps.Where(step => step.At < start.AddMonths(seasons.Count))];
    }

    private static DemoOffer Tried(int number) => DemoYearOffers.Tried[number % DemoYearOffers.Tried.Length];

    // What happens once, or to a few, so that each kind is there to be looked at.
    private int Happens(int number, int first, DateTime bought, Actor staff)
    {
        switch (number)
        {
            case 1 or 11 or 21:
                FailCard(bought.AddMonths(number < 5 ? 4 : 2), recovers: true);
                break;
            case 10:
                FailCard(bought.AddMonths(5), recovers: false);
                return first + 5;
            case 5:
                Leave(first + 6, returns: true);
                return first + 6;
            case 14:
                At(bought.AddMonths(3).AddDays(9), cancel => _acts.PauseAsync(60, cancel));
                return first + 3;
            case 17:
                At(bought.AddMonths(2).AddDays(3), cancel => _acts.BuyAsync(DemoYearOffers.Signing, 1, DemoClientActs.Disputed, cancel));
                At(bought.AddMonths(2).AddDays(14), past.Get<ProviderInbox>().FindMissingAsync);
                break;
            case 3 or 9 or 23:
                At(bought.AddDays(40), cancel => _acts.RefundAsync(staff, "It was out of order for ten days", cancel));
                break;
            case 8 or 20 or 32:
                // In its trial.
                At(bought.AddDays(6), cancel => _acts.LeaveAsync(Reasons[^1], cancel));
                return first;
            case 15 or 25:
                At(start.AddMonths(17).AddDays(number).AddHours(9), cancel => _acts.FollowPriceAsync(DemoYearOffers.Backup, cancel));
                break;
        }

        return seasons.Count;
    }

    private void Grow(int month)
    {
        var dice = random.NextDouble() / seasons[month];
        if (dice < .09)
        {
            Buy(month, Offers[random.Next(Offers.Length)]);
        }
        else if (dice < .12)
        {
            In(month, _acts.UpgradeAsync);
        }
        else if (dice < .16)
        {
            In(month, _acts.AddSiteAsync);
        }
        else if (dice < .2)
        {
            In(month, _acts.RemoveSiteAsync);
        }
        else if (dice < .24 && client.Currency == "EUR")
        {
            In(month, cancel => _acts.BuyAsync(DemoYearOffers.Signing, 1, DemoClientActs.Visa, cancel));
        }
    }

    private void Leave(int month, bool returns)
    {
        var reason = Reasons[random.Next(Reasons.Length)];
        In(month, cancel => _acts.LeaveAsync(reason, cancel));
        if (returns)
        {
            Buy(month + Away, DemoYearOffers.Signatures);
        }
    }

    // Two days before a period begins, and until a week after.
    private void FailCard(DateTime begins, bool recovers)
    {
        At(begins.AddDays(-2), cancel => _acts.ChangeCardAsync(DemoClientActs.Declining, cancel));
        if (recovers)
        {
            At(begins.AddDays(7), cancel => _acts.ChangeCardAsync(DemoClientActs.Visa, cancel));
        }
    }

    private void Use(int first)
    {
        for (var month = first + 1; month < seasons.Count; month++)
        {
            var count = (long)(seasons[month] * random.Next(1000, 6000));
            In(month, cancel => _acts.UseAsync(DemoYearOffers.Chat.Module, "messages", count, cancel));
        }
    }

    private DateTime Buy(int month, DemoOffer offer, string card = DemoClientActs.Visa)
    {
        var sites = 1 + random.Next(4);
        return In(month, cancel => _acts.BuyAsync(offer, sites, card, cancel));
    }

    // On a day of the month that each has, between eight and four.
    private DateTime In(int month, Func<CancellationToken, Task> act) =>
        At(start.AddMonths(month).AddDays(3 * random.Next(9)).AddHours(8).AddSeconds(random.Next(8 * 60 * 60)), act);

    private DateTime At(DateTime at, Func<CancellationToken, Task> act)
    {
        _steps.Add(new(at, act));
        return at;
    }
}
