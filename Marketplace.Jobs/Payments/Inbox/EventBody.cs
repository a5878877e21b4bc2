using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Payments.Inbox;

/// <summary>What a provider sent, as people may read it: numbers, codes and ids; no name, address, or anything that opens something.</summary>
public static class EventBody
{
    private const string Hidden = "•••";

    private static readonly HashSet<string> Shown =
    [
        "id", "object", "type", "api_version", "status", "payment_status", "currency", "reason", "mode", "payment_intent", "charge", "payment", "refund",
        "client_reference_id", "latest_charge", "balance_transaction", "code", "decline_code", "failure_code", "failure_reason", "cancellation_reason",
        "pending_reason", "reporting_category", "network_status", "country", "brand", "source", "idempotency_key", "key", "capture_method", "organization",
    ];

    /// <returns>Indented; empty where nothing was sent, and nothing but a word where it is no JSON.</returns>
    public static string Redacted(string body)
    {
        if (body == "")
        {
            return "";
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                Write(writer, "", document.RootElement);
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (JsonException)
        {
            return Hidden;
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Name, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, name, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when !Shown.Contains(name):
                writer.WriteStringValue(Hidden);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
