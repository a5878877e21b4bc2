using System.Collections;
using System.Globalization;
using System.Reflection;
using Marketplace.Data;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Tests.House;

/// <summary>The settings of the example file and those of the options classes, both as <c>Section:Key</c> and value.</summary>
internal static class ExampleSettings
{
    /// <summary>What ASP.NET itself reads; no options class of ours stands for it.</summary>
    private static readonly string[] Framework = ["Urls", "Logging", "AllowedHosts", "Kestrel"];

    public static IReadOnlyDictionary<string, string> InFile() =>
        new ConfigurationBuilder().AddJsonFile(Repository.Folder("appsettings.Example.json")).Build().AsEnumerable()
            .Where(setting => setting.Value is not null && !Framework.Contains(setting.Key.Split(':')[0]))
            .ToDictionary(setting => setting.Key, setting => setting.Value!);

    public static IReadOnlyDictionary<string, string> InCode() => (
        from assembly in new[] { typeof(MarketplaceDb).Assembly, typeof(Program).Assembly }
        from type in assembly.GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where type.Name.EndsWith("Options", StringComparison.Ordinal) && section is not null
        from setting in Of(section, Activator.CreateInstance(type)!)
        select setting).ToDictionary(setting => setting.Key, setting => setting.Value);

    private static IEnumerable<(string Key, string Value)> Of(string section, object options) =>
        from property in options.GetType().GetProperties()
        where property.CanWrite || property.GetValue(options) is IEnumerable and not string
        let key = $"{section}:{property.Name}"
        from setting in Values(key, property.GetValue(options))
        select setting;

    private static IEnumerable<(string Key, string Value)> Values(string key, object? value) => value switch
    {
        null => [(key, "")],
        string or ValueType => [(key, Convert.ToString(value, CultureInfo.InvariantCulture)!)],
        IEnumerable list => list.Cast<object>().SelectMany((item, at) => Values($"{key}:{at}", item)),
        _ => Of(key, value),
    };
}
