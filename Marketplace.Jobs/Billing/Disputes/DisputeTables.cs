using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Data.Pdf;

namespace Marketplace.Billing.Disputes;

/// <summary>The tables of a dispute's records.</summary>
internal static class DisputeTables
{
    private const double Amount = 80, Time = 104, Site = 110, Who = 150, Count = 60, Day = 70, Number = 110;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static PdfTable Lines(RecordedOrder order) => new(
        [new("Ordered"), new("Net", Amount, IsNumber: true), new("Tax", Amount, IsNumber: true)],
        [
            .. order.Lines.Select(line => new PdfRow(
                [new([new(line.Name, PdfStyle.Name), new(line.Detail, PdfStyle.Small)]), Cell(Culture.Amount(line.Net)), Cell(Culture.Amount(line.Tax))])),
        ],
        Gap: 4);

    public static PdfTable Licenses(IReadOnlyList<RecordedLicense> licenses) => new(
        [new("License"), new("Issued", Time), new("Valid until", Time)],
        [
            .. licenses.Select(license => new PdfRow(
            [
                new([
                    new(license.Module, PdfStyle.Name),
                    new($"Number {license.Id}, {license.Tier}, {(license.Sites is { } sites ? $"{sites} {(sites == 1 ? "site" : "sites")}" : "all sites")}",
                        PdfStyle.Small)
                ]),
                Cell(DisputePdf.At(license.IssuedAt)),
                Cell(license.RevokedAt is { } revoked ? $"Revoked {DisputePdf.At(revoked)}"
                    : license.ExpiresAt is { } until ? DisputePdf.At(until) : "No end"),
            ])),
        ],
        Gap: 4);

    public static PdfTable Use(IReadOnlyList<RecordedUse> use) => new(
        [new("Time", Time), new("Site", Site), new("What"), new("Last heard of", Time)],
        [
            .. use.Select(one => new PdfRow(
                [Cell(DisputePdf.At(one.At)), Cell(one.Site), Cell(one.What), Cell(one.LastAt is { } last ? DisputePdf.At(last) : "")])),
        ],
        Gap: 3);

    public static PdfTable Usage(IReadOnlyList<RecordedUsage> usage) => new(
        [new("Module"), new("Counted", Site), new("How many", Count, IsNumber: true), new("First day", Day), new("Last day", Day)],
        [
            .. usage.Select(one => new PdfRow(
            [
                Cell(one.Module), Cell(one.Quantity), Cell(one.Count.ToString("#,0", Culture)), Cell(InvoiceTables.Day(one.From, Culture)),
                Cell(InvoiceTables.Day(one.To, Culture)),
            ])),
        ],
        Gap: 3);

    public static PdfTable Messages(IReadOnlyList<RecordedMessage> messages) => new(
        [new("Time", Time), new("To", Who), new("Text")],
        [
            .. messages.Select(message => new PdfRow(
                [Cell(DisputePdf.At(message.At)), Cell(message.To), new([new(message.Text, PdfStyle.Small), .. Mailed(message)])])),
        ],
        Gap: 3);

    public static PdfTable Credits(IReadOnlyList<InvoiceDocument> credits) => new(
        [new("Credit note", Number), new("Date", Day), new("Reason"), new("Amount", Amount, IsNumber: true)],
        [
            .. credits.Select(credit => new PdfRow(
                [Cell(credit.Number), Cell(InvoiceTables.Day(credit.Date, Culture)), Cell(credit.Reason ?? ""), Cell(Culture.Amount(credit.Total))])),
        ],
        Gap: 3);

    private static PdfLine[] Mailed(RecordedMessage message) => message.IsMailed ? [new("By mail", PdfStyle.Label)] : [];

    private static PdfCell Cell(string text) => PdfCell.Of(text, PdfStyle.Small);
}
