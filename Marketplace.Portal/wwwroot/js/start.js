// The server pings every five seconds (ShellServices). After three missed pings the connection counts as lost; the default is thirty seconds.
Blazor.start({ circuit: { configureSignalR: connection => connection.withServerTimeout(15_000).withKeepAliveInterval(5_000) } });
