using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>Idempotency keys, and what the network and Stripe may do to a request.</summary>
public class StripeRequestTests : StripeFakeTest
{
    private static readonly PaymentIntentCreateOptions Options = new()
    {
        Amount = 4_200, Currency = "eur", PaymentMethod = "pm_card_visa", Confirm = true,
        AutomaticPaymentMethods = new() { Enabled = true, AllowRedirects = "never" },
    };

    [Fact]
    public async Task A_key_repeats_its_first_answer_and_does_nothing_again()
    {
        var first = await PayAsync("one");
        var again = await PayAsync("one");

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("true", again.StripeResponse.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(1, await PaymentsAsync());
    }

    [Fact]
    public async Task A_refusal_is_repeated_too_but_not_a_mistake_in_the_parameters()
    {
        var declined = new PaymentIntentCreateOptions { Amount = 4_200, Currency = "eur", PaymentMethod = "pm_card_chargeDeclined", Confirm = true,
            OffSession = true };
        var first = await RefusedAsync(PayAsync("one", declined));
        Assert.Equal(first.PaymentIntent.Id, (await RefusedAsync(PayAsync("one", declined))).PaymentIntent.Id);

        await RefusedAsync(PayAsync("two", new() { Currency = "eur" }));
        Assert.Equal("succeeded", (await PayAsync("two")).Status);
    }

    [Fact]
    public async Task A_key_with_other_parameters_or_another_path_is_refused()
    {
        await PayAsync("one");

        Assert.Equal("idempotency_error", (await RefusedAsync(PayAsync("one", new() { Amount = 4_201, Currency = "eur" }))).Type);
        Assert.Equal("idempotency_error", (await RefusedAsync(Api.Customers.CreateAsync(new(), Key("one"), Cancel))).Type);
    }

    [Fact]
    public async Task A_key_whose_request_still_runs_is_a_conflict()
    {
        var held = Fake.Faults.Hold("PaymentIntents.create");
        var running = PayAsync("one");
        StripeException? refused = null;
        await Eventually.TrueAsync(async () => (refused = await ConflictAsync()) is not null, "the second request met the first", Cancel);

        Assert.Equal((409, "idempotency_key_in_use"), ((int)refused!.HttpStatusCode, refused.StripeError.Code));
        held.SetResult();
        Assert.Equal("succeeded", (await running).Status);
        Assert.Equal(1, await PaymentsAsync());

        // The first may not have arrived yet: then this one would wait behind the gate, so it is given up.
        async Task<StripeException?> ConflictAsync()
        {
            using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            impatient.CancelAfter(TimeSpan.FromMilliseconds(500));
            var client = new StripeClient(Fake.ApiKey, httpClient: new SystemNetHttpClient(maxNetworkRetries: 0), apiBase: Fake.ApiBase);
            try
            {
                await client.V1.PaymentIntents.CreateAsync(Options, Key("one"), impatient.Token);
                return null;
            }
            catch (StripeException conflict)
            {
                return conflict;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    [Theory]
    [InlineData(StripeFault.RateLimit, 429, "rate_limit", 0)]
    [InlineData(StripeFault.LockTimeout, 429, "lock_timeout", 0)]
    [InlineData(StripeFault.ServerError, 500, null, 0)]
    [InlineData(StripeFault.ServerErrorAfterEffect, 500, null, 1)]
    [InlineData(StripeFault.Unavailable, 503, null, 0)]
    [InlineData(StripeFault.NotJson, 200, null, 1)]
    [InlineData(StripeFault.Dropped, 0, null, 0)]
    [InlineData(StripeFault.AnswerLost, 0, null, 1)]
    [InlineData(StripeFault.TimeOut, 0, null, 0)]
    [InlineData(StripeFault.TimeOutAfterEffect, 0, null, 1)]
    public async Task A_fault_looks_from_outside_as_it_would_and_has_its_effect_or_none(object planted, int status, string? code, int payments)
    {
        var fault = (StripeFault)planted;
        Fake.Faults.Next(fault, "PaymentIntents.create");
        var once = new SystemNetHttpClient(new HttpClient { Timeout = TimeSpan.FromSeconds(2) }, maxNetworkRetries: 0);
        var client = new StripeClient(Fake.ApiKey, httpClient: once, apiBase: Fake.ApiBase);

        var met = await Assert.ThrowsAnyAsync<Exception>(() => client.V1.PaymentIntents.CreateAsync(Options, Key("one"), Cancel));

        Assert.Equal((status, code), met is StripeException answered ? ((int)answered.HttpStatusCode, answered.StripeError?.Code) : (0, null));
        Assert.Equal((payments, 1), (await PaymentsAsync(), Fake.Faults.Met));
    }

    [Theory]
    [InlineData(StripeFault.AnswerLost)]
    [InlineData(StripeFault.Dropped)]
    [InlineData(StripeFault.Unavailable)]
    public async Task The_library_tries_again_by_its_key_and_pays_once(object fault)
    {
        Fake.Faults.Next((StripeFault)fault, "PaymentIntents.create", times: 2);

        Assert.Equal("succeeded", (await PayAsync("one")).Status);
        Assert.Equal(1, await PaymentsAsync());
    }

    [Fact]
    public async Task Random_faults_follow_their_seed()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            Fake.Faults.Often(seed: 7, oneIn: 3, StripeFault.RateLimit, StripeFault.LockTimeout);
            runs.Add(await CodesAsync());
            Fake.Faults.None();
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Contains("rate_limit", runs[0], StringComparison.Ordinal);

        async Task<string> CodesAsync()
        {
            var codes = new List<string>();
            for (var request = 0; request < 30; request++)
            {
                try
                {
                    await Api.Balance.GetAsync(cancellationToken: Cancel);
                    codes.Add("ok");
                }
                catch (StripeException refused)
                {
                    codes.Add(refused.StripeError.Code);
                }
            }

            return string.Join(' ', codes);
        }
    }

    private Task<PaymentIntent> PayAsync(string key, PaymentIntentCreateOptions? options = null) =>
        Api.PaymentIntents.CreateAsync(options ?? Options, Key(key), Cancel);

    private async Task<int> PaymentsAsync() => (await Api.Charges.ListAsync(cancellationToken: Cancel)).Count();

    private static RequestOptions Key(string key) => new() { IdempotencyKey = key };
}
