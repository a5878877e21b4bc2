namespace Marketplace.Payments.Sandbox;

public abstract record TillOutcome
{
    /// <summary>The payer goes back to where the money is wanted.</summary>
    public sealed record Done(string ReturnUrl) : TillOutcome;

    /// <summary>The payer confirms it first, as 3-D Secure asks for.</summary>
    public sealed record Confirm : TillOutcome;

    /// <summary>Another card may be tried.</summary>
    public sealed record Declined(string Problem) : TillOutcome;

    public sealed record NotFound : TillOutcome;
}
