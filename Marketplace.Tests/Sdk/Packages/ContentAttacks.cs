using static Marketplace.Tests.Sdk.Packages.Attack;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Attacks by code that would run automatically.</summary>
internal static class ContentAttacks
{
    public static readonly Attack[] All =
    [
        Named("content.script", "tools/install.ps1"),
        Named("content.script", "tools/INIT.PS1"),
        Named("content.script", "setup.exe"),
        Named("content.script", "run.sh"),
        Named("content.build", "build/Acme.Mail.targets"),
        Named("content.build", "buildTransitive/Acme.Mail.props"),
        Named("content.build", "buildMultiTargeting/anything.txt"),
        Named("content.build", "content/Other.TARGETS"),
        Named("content.analyzer", "analyzers/dotnet/cs/Evil.dll"),
        Named("content.native", "runtimes/linux-x64/native/evil"),
        Named("content.native", "lib/net10.0/libevil.so"),
        Named("content.native", "lib/net10.0/libevil.so.1"),
        Named("content.native", "lib/net10.0/libevil.dylib"),
        Named("content.framework", "lib/net10.0/Microsoft.AspNetCore.dll"),
        Named("content.framework", "lib/net10.0/marketplace.modules.dll"),
        Holding("content.script", "a script without an ending", "tools/install", () => "#!/bin/sh"u8.ToArray()),
        Holding("content.native", "a Linux program under another name", "data/words.txt", () => [0x7f, .. "ELF"u8, 2, 1, 1]),
        Holding("content.native", "a Windows program under another name", "data/words.txt", () => "MZ packed"u8.ToArray()),
        Holding("content.native", "a macOS program under another name", "data/words.txt", () => [0xcf, 0xfa, 0xed, 0xfe, 7]),
        Holding("content.native", "a native library", "lib/net10.0/Evil.dll", HostileAssembly.Native),
        Holding("content.native", "code of both kinds", "lib/net10.0/Evil.dll", HostileAssembly.Mixed),
        Holding("content.assembly", "a library that is text", "lib/net10.0/Evil.dll", () => "hello"u8.ToArray()),
        Holding("content.assembly", "an empty library", "lib/net10.0/Evil.dll", () => []),
        WhileReading("content.assembly-too-large", "a library of 25 MB",
            zip => zip.With(new HostileEntry("lib/net10.0/Evil.dll", TextAttacks.RandomText(25 * 1024 * 1024)) { Stored = true })),
        Holding("content.module-initializer", "a module initialiser", "lib/net10.0/Evil.dll", HostileAssembly.ModuleInitializer),
        Holding("content.hosting-startup", "a hosting-startup attribute", "lib/net10.0/Evil.dll", HostileAssembly.HostingStartup),
    ];

    private static Attack Holding(string code, string what, string name, Func<byte[]> content) =>
        WhileReading(code, what, zip => zip.With(new HostileEntry(name, content())));

    private static Attack Named(string code, string name) => On(code, name, zip => zip.With(name));
}
