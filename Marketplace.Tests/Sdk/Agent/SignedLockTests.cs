using Marketplace.Modules;
using Marketplace.Resolution;

namespace Marketplace.Tests.Sdk.Agent;

public class SignedLockTests
{
    private static readonly LockDocument Document = new(7, 4, 3, null, "operation-12", "3.2.1", new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc),
        [new("Acme.Shop", "2.0.0", new string('a', 64), 10), new("Acme.Base", "1.0.0", new string('b', 64), 20)]);

    private readonly TestKey _key = new();

    [Fact]
    public void A_lock_file_signed_with_a_trusted_key_is_opened_as_it_was_written()
    {
        var document = Assert.IsType<LockOutcome.Genuine>(_key.Sign(Document).Open(_key.Ring())).Document;

        Assert.Equal(["Acme.Base", "Acme.Shop"], document.Modules.Select(module => module.Id));
        Assert.Equal(Document.ToText(), document.ToText());
        Assert.False(document.IsRollback);
    }

    [Fact]
    public void The_same_content_is_the_same_text_whatever_the_order_of_its_modules() =>
        Assert.Equal(Document.ToText(), (Document with { Modules = [.. Document.Modules.Reverse()] }).ToText());

    [Fact]
    public void One_changed_letter_of_the_text_or_of_the_signature_is_seen()
    {
        var genuine = _key.Sign(Document);
        for (var at = 0; at < genuine.Document.Length; at += 7)
        {
            var letters = genuine.Document.ToCharArray();
            letters[at] ^= (char)1;
            Assert.IsType<LockOutcome.BadSignature>((genuine with { Document = new(letters) }).Open(_key.Ring()));
        }

        var signature = Convert.FromBase64String(genuine.Signature);
        signature[20] ^= 1;
        Assert.IsType<LockOutcome.BadSignature>((genuine with { Signature = Convert.ToBase64String(signature) }).Open(_key.Ring()));
        Assert.IsType<LockOutcome.BadSignature>((genuine with { Signature = "no base 64" }).Open(_key.Ring()));
    }

    [Fact]
    public void A_key_that_is_not_trusted_opens_nothing_also_under_the_name_of_one_that_is()
    {
        var stranger = new TestKey();

        Assert.Equal(stranger.Public.Id, Assert.IsType<LockOutcome.UnknownKey>(stranger.Sign(Document).Open(_key.Ring())).KeyId);
        Assert.IsType<LockOutcome.BadSignature>((stranger.Sign(Document) with { KeyId = _key.Public.Id }).Open(_key.Ring()));
    }

    [Fact]
    public void A_signature_for_one_purpose_is_none_for_another()
    {
        var text = Document.ToText();
        var endorsement = Convert.ToBase64String(PublicKey.Endorse(_key.Private, System.Text.Encoding.UTF8.GetBytes(text)));

        Assert.IsType<LockOutcome.BadSignature>(new SignedLock(text, _key.Public.Id, endorsement).Open(_key.Ring()));
    }

    [Fact]
    public void A_text_that_is_signed_but_no_lock_file_is_refused() =>
        Assert.IsType<LockOutcome.BadSignature>(SignedLock.Sign("""{"site":1}""", _key.Private).Open(_key.Ring()));
}
