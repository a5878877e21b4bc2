namespace Marketplace.Accounts;

/// <summary>What a person chose about the screens and finds again everywhere: the columns of a list, a time zone.</summary>
public sealed class Preference : IPersonal
{
    public const int MaxName = 60;
    public const int MaxText = 2000;

    public Preference(long userId, string name, string text) => (UserId, Name, Text) = (userId, name, text);

    public long UserId { get; private set; }

    public string Name { get; private set; }

    public string Text { get; private set; }

    public void Change(string text) => Text = text;
}
