using System.ComponentModel.DataAnnotations;
using Marketplace.Accounts;

namespace Marketplace.Portal.Accounts;

/// <summary>What someone enters who has shown that the address is theirs.</summary>
public sealed class Newcomer : IValidatableObject
{
    [Required(ErrorMessage = "Enter your name.")]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "Choose a password.")]
    [MinLength(12, ErrorMessage = "Use at least 12 characters.")]
    [MaxLength(200, ErrorMessage = "At most 200 characters.")]
    public string Password { get; set; } = "";

    public string? Organization { get; set; }

    public bool Publishes { get; set; }

    public bool IsClient { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NameText.PersonProblem(Name) is { } name)
        {
            yield return new(name, [nameof(Name)]);
        }

        if (string.IsNullOrWhiteSpace(Organization))
        {
            yield break;
        }

        if (OrganizationName.Problem(Organization) is { } organization)
        {
            yield return new(organization, [nameof(Organization)]);
        }
        else if (!Publishes && !IsClient)
        {
            yield return new("Say what the organization does: publish modules, install them, or both.", [nameof(Organization)]);
        }
    }
}
