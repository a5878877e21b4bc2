namespace Marketplace.Portal.Accounts;

/// <summary>Someone whom one click on the sign-in page signs in as.</summary>
public sealed record SamplePerson(string Name, string Email, string Role);

/// <summary>Those whom the sign-in page offers; nobody outside a demo.</summary>
public sealed record SamplePeople(IReadOnlyList<SamplePerson> All);
