namespace Marketplace.Bench;

internal static class Servers
{
    private static int _port = 5600;

    public static int FreePort() => ++_port;

    public static Task<Server> EmptyAsync(string assembly) => Server.StartAsync(assembly, ++_port, "");

    /// <summary>The portal with its demo, on this data folder.</summary>
    public static Task<Server> PortalAsync(string assembly, string data, params (string, string)[] settings) => Server.StartAsync(
        assembly,
        ++_port,
        "health/ready",
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("Data__Folder", data), ("Logging__LogLevel__Default", "Warning"),
            ("Publishing__PushesPerMinute", "100000"), ("Accounts__AttemptsPerMinute", "10000"),
            ("Limits__ApiPerMinute", "1000000"), ("Limits__FeedPerMinute", "1000000"), ("Limits__CircuitsPerMinute", "1000000"), .. settings,
        ]);
}
