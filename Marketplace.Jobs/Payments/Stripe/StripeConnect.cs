using System.Globalization;
using Marketplace.Data;
using Microsoft.Extensions.Options;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>A connected account as Stripe has it.</summary>
/// <param name="IsSubmitted">Its owner has filled in Stripe's form.</param>
/// <param name="Transfers">Whether it can receive transfers: <c>active</c>, <c>pending</c>, <c>inactive</c>; null where that was not asked for.</param>
/// <param name="PaysOut">Stripe pays its balance out to its bank account.</param>
/// <param name="Due">What Stripe wants to know now, in Stripe's names.</param>
/// <param name="Checking">What Stripe is checking.</param>
/// <param name="Deadline">Until when what is due has to be there.</param>
/// <param name="TaxReporting">State of Stripe's reporting for taxes (1099); null where it was not asked for.</param>
public sealed record ConnectedAccount(
    string Id, bool IsSubmitted, string? Transfers, bool PaysOut, IReadOnlyList<string> Due, IReadOnlyList<string> Checking, DateTime? Deadline,
    string? DisabledReason, string? TaxReporting);

/// <summary>So much of a transfer came back.</summary>
public sealed record TransferReversal(string Id, Money Amount, DateTime At);

/// <summary>A transfer to a connected account as Stripe has it.</summary>
public sealed record ConnectedTransfer(string Id, Money Amount, DateTime At, IReadOnlyList<TransferReversal> Reversals);

public abstract record TransferAnswer
{
    public sealed record Sent(ConnectedTransfer Transfer) : TransferAnswer;

    /// <summary>Stripe holds too little for the marketplace now; nothing came of it.</summary>
    public sealed record NoBalance : TransferAnswer;

    /// <summary>Stripe does not send it to this account; nothing came of it.</summary>
    public sealed record Refused(string Reason) : TransferAnswer;
}

/// <summary>Accounts of publishers at Stripe (Connect, Express), and what is transferred to them from the marketplace's balance.</summary>
public sealed class StripeConnect
{
    private readonly StripeCalls _stripe;
    private readonly StripeMovements _movements;
    private readonly StripeOptions _options;
    private readonly PaymentProviders _providers;

    internal StripeConnect(StripeCalls stripe, StripeMovements movements, IOptions<StripeOptions> options, PaymentProviders providers) =>
        (_stripe, _movements, _options, _providers) = (stripe, movements, options.Value, providers);

    public bool IsOn => _providers.On.Any(provider => provider.Name == PaymentProviders.Stripe);

    /// <summary>No money moves.</summary>
    public bool IsTest => _options.IsTest;

    /// <param name="country">Of the business (ISO 3166-1).</param>
    /// <exception cref="ProviderRefusedException">Stripe opens none for such a business.</exception>
    public async Task<ConnectedAccount> OpenAsync(string key, long publisherId, string country, CancellationToken cancel)
    {
        var wanted = new Net.AccountCreateOptions
        {
            Country = country,
            Controller = new()
            {
                StripeDashboard = new() { Type = "express" }, Fees = new() { Payer = "application" }, Losses = new() { Payments = "application" },
                RequirementCollection = "stripe",
            },
            Capabilities = new() { Transfers = new() { Requested = true } },
            Metadata = new() { ["key"] = key, ["publisher"] = publisherId.ToString(CultureInfo.InvariantCulture) },
        };
        return Told(await ChangeAsync(
            "open a connected account", key, request => _stripe.Api.Accounts.CreateAsync(wanted, request, cancel),
            () => FindAsync(_stripe.Api.Accounts.ListAutoPagingAsync, key, cancel), cancel));
    }

    /// <summary>A fresh link to Stripe's form; it is good for minutes, and once.</summary>
    public async Task<Uri> LinkAsync(string account, Uri done, Uri again, CancellationToken cancel) => new((await _stripe.ReadAsync(
        "link to the form of a connected account", request => _stripe.Api.AccountLinks.CreateAsync(
            new() { Account = account, Type = "account_onboarding", ReturnUrl = done.AbsoluteUri, RefreshUrl = again.AbsoluteUri }, request, cancel),
        cancel)).Url);

    /// <summary>A fresh link to Stripe's own pages of the account: balance, tax forms, bank account.</summary>
    public async Task<Uri> DashboardAsync(string account, CancellationToken cancel) => new((await _stripe.ReadAsync(
        "link to a connected account", request => _stripe.Api.Accounts.LoginLinks.CreateAsync(account, null, request, cancel), cancel)).Url);

    public async Task<ConnectedAccount> ReadAsync(string account, CancellationToken cancel) => Told(await _stripe.ReadAsync(
        "read a connected account", request => _stripe.Api.Accounts.GetAsync(account, null, request, cancel), cancel));

    /// <summary>What can be transferred now, by currency.</summary>
    public Task<IReadOnlyList<Money>> AvailableAsync(CancellationToken cancel) => _movements.AvailableAsync(cancel);

    /// <param name="key">Of the payout, for good; what was sent under it before is found, however long ago.</param>
    /// <param name="attempt">One more each time that Stripe answered that nothing came of it.</param>
    public async Task<TransferAnswer> SendAsync(string key, int attempt, string account, Money amount, string payout, CancellationToken cancel)
    {
        if (await FindTransferAsync(key, cancel) is { } earlier)
        {
            return new TransferAnswer.Sent(await ToldAsync(earlier, cancel));
        }

        var wanted = new Net.TransferCreateOptions
        {
            Amount = StripeAmounts.ToStripe(amount), Currency = amount.Currency.ToLowerInvariant(), Destination = account, Description = $"Payout {payout}",
            TransferGroup = key, Metadata = new() { ["payout"] = payout },
        };
        try
        {
            return new TransferAnswer.Sent(await ToldAsync(await StripeCalls.ChangeAsync(
                "transfer a payout", attempt == 0 ? key : $"{key}.{attempt}", request => _stripe.Api.Transfers.CreateAsync(wanted, request, cancel),
                () => FindTransferAsync(key, cancel), cancel), cancel));
        }
        catch (Net.StripeException refusal) when (refusal.StripeError?.Code is "balance_insufficient")
        {
            return new TransferAnswer.NoBalance();
        }
        catch (Net.StripeException refusal) when (refusal.StripeError?.Param is "destination" or "currency" || refusal.StripeError?.Code is "account_invalid")
        {
            return new TransferAnswer.Refused(refusal.StripeError.Message ?? refusal.StripeError.Code);
        }
        catch (Net.StripeException refusal)
        {
            throw _stripe.Refused("transfer a payout", refusal);
        }
    }

    public async Task<ConnectedTransfer> ReadTransferAsync(string id, CancellationToken cancel) => await ToldAsync(
        await _stripe.ReadAsync("read a transfer", request => _stripe.Api.Transfers.GetAsync(id, null, request, cancel), cancel), cancel);

    private Task<Net.Transfer?> FindTransferAsync(string key, CancellationToken cancel) => _stripe.ReadAsync("look for a transfer", async request =>
        (await _stripe.Api.Transfers.ListAsync(new() { TransferGroup = key, Limit = 1 }, request, cancel)).FirstOrDefault(), cancel);

    private Task<Net.Account?> FindAsync(
        Func<Net.AccountListOptions, Net.RequestOptions, CancellationToken, IAsyncEnumerable<Net.Account>> list, string key, CancellationToken cancel) =>
        _stripe.ReadAsync("look for a connected account", async request =>
        {
            await foreach (var one in list(new() { Limit = 100 }, request, cancel))
            {
                if (one.Metadata?.GetValueOrDefault("key") == key)
                {
                    return one;
                }
            }

            return null;
        }, cancel);

    private async Task<T> ChangeAsync<T>(string what, string key, Func<Net.RequestOptions, Task<T>> ask, Func<Task<T?>> find, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await StripeCalls.ChangeAsync(what, key, ask, find, cancel);
        }
        catch (Net.StripeException refusal)
        {
            throw _stripe.Refused(what, refusal);
        }
    }

    private async Task<ConnectedTransfer> ToldAsync(Net.Transfer transfer, CancellationToken cancel)
    {
        var reversals = transfer.AmountReversed == 0 ? [] : await _stripe.ReadAsync("read reversals of a transfer", async request =>
        {
            var all = new List<TransferReversal>();
            await foreach (var one in _stripe.Api.Transfers.Reversals.ListAutoPagingAsync(transfer.Id, new() { Limit = 100 }, request, cancel))
            {
                all.Add(new(one.Id, StripeAmounts.FromStripe(one.Amount, one.Currency), one.Created));
            }

            return all;
        }, cancel);
        return new(transfer.Id, StripeAmounts.FromStripe(transfer.Amount, transfer.Currency), transfer.Created, reversals);
    }

    private static ConnectedAccount Told(Net.Account account) => new(
        account.Id, account.DetailsSubmitted, account.Capabilities?.Transfers, account.PayoutsEnabled,
        [.. (account.Requirements?.CurrentlyDue ?? []).Concat(account.Requirements?.PastDue ?? []).Distinct()],
        [.. account.Requirements?.PendingVerification ?? []], account.Requirements?.CurrentDeadline, account.Requirements?.DisabledReason,
        account.Capabilities?.TaxReportingUs1099Misc ?? account.Capabilities?.TaxReportingUs1099K);
}
