using System.Collections;
using System.Text;
using Marketplace.Data;
using QRCoder;

namespace Marketplace.Payments.Bank;

/// <summary>Where a transfer goes, and what it names.</summary>
public sealed record TransferOrder(string Name, string Iban, string? Bic, Money Amount, string Reference);

/// <summary>The QR code of a SEPA credit transfer, by the guidelines EPC069-12 of the European Payments Council: banking apps read all of it.</summary>
public static class EpcCode
{
    public const int MaxBytes = 331;
    private const int MaxName = 70;
    private const long MaxMinor = 99_999_999_999;

    // Version 002 lets the BIC out within the European Economic Area alone.
    private static readonly HashSet<string> EconomicArea =
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL",
        "PT", "RO", "SE", "SI", "SK",
    ];

    /// <summary>Null where there is none: for another currency than the euro, and without the BIC that an account needs.</summary>
    public static string? Of(TransferOrder order)
    {
        if (order.Amount.Currency is not "EUR" || order.Amount.Minor is <= 0 or > MaxMinor || (order.Bic is null && !EconomicArea.Contains(order.Iban[..2])))
        {
            return null;
        }

        var name = string.Concat(order.Name.Where(letter => !char.IsControl(letter))).Trim();
        var isStructured = RfReference.IsValid(order.Reference);
        string[] lines =
        [
            "BCD", "002", "1", "SCT", order.Bic ?? "", name.Length > MaxName ? name[..MaxName].TrimEnd() : name, order.Iban,
            $"EUR{Currency.Of("EUR").Text(order.Amount.Minor)}", "", isStructured ? order.Reference : "", isStructured ? "" : order.Reference,
        ];
        var payload = string.Join('\n', lines).TrimEnd('\n');
        return Encoding.UTF8.GetByteCount(payload) <= MaxBytes ? payload : null;
    }

    /// <summary>Row by row, dark where true, with the quiet zone around it.</summary>
    public static IReadOnlyList<BitArray> Matrix(string payload)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Encoding.UTF8.GetBytes(payload), QRCodeGenerator.ECCLevel.M);
        return code.ModuleMatrix;
    }
}
