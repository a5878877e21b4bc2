namespace Marketplace.Data;

public static class Clock
{
    extension(TimeProvider clock)
    {
        public DateTime UtcNow => clock.GetUtcNow().UtcDateTime;
    }
}
