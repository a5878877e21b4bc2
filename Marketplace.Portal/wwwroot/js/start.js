// The server says that it is there every five seconds (ShellServices); after three times silence the connection is lost, not after thirty seconds.
Blazor.start({ circuit: { configureSignalR: connection => connection.withServerTimeout(15_000).withKeepAliveInterval(5_000) } });
