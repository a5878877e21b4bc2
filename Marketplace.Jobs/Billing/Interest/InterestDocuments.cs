namespace Marketplace.Billing.Interest;

/// <summary>What payments call an invoice of interest: this and its number.</summary>
public static class InterestDocuments
{
    public const string Prefix = "interest/";
}
