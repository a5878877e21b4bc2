using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>The look as MudBlazor knows it. The same values stand in <c>wwwroot/css/tokens.css</c>, which our own styles use.</summary>
public static class Theme
{
    /// <summary>Where a palette applies: the page carries the name, so switching needs no round trip.</summary>
    public static MudTheme Light { get; } = For("light");

    public static MudTheme Dark { get; } = For("dark");

    private static MudTheme For(string name) => new()
    {
        PaletteLight = LightColours(),
        PaletteDark = DarkColours(),
        Typography = Type(),
        LayoutProperties = new LayoutProperties
        {
            DefaultBorderRadius = "6px",
            AppbarHeight = "48px",
            DrawerWidthLeft = "224px",
            DrawerMiniWidthLeft = "56px",
        },
        Shadows = new Shadow { Elevation = [.. Enumerable.Range(0, 26).Select(Elevation)] },
        PseudoCss = new PseudoCss { Scope = $":root[data-theme={name}]" },
    };

    private static string Elevation(int level) => level switch
    {
        0 => "none",
        <= 8 => "var(--elevation-1)",
        _ => "var(--elevation-2)",
    };

    private static PaletteLight LightColours() => new()
    {
        Primary = "#2554D0", PrimaryDarken = "#1D45B0", PrimaryLighten = "#2554D0", PrimaryContrastText = "#FFFFFF",
        Secondary = "#50555F", SecondaryDarken = "#181A1F", SecondaryContrastText = "#FFFFFF",
        Tertiary = "#50555F", TertiaryDarken = "#181A1F", TertiaryContrastText = "#FFFFFF",
        Success = "#146C34", SuccessContrastText = "#FFFFFF", Warning = "#855000", WarningContrastText = "#FFFFFF",
        Error = "#B3261E", ErrorContrastText = "#FFFFFF", Info = "#0A647A", InfoContrastText = "#FFFFFF",
        Dark = "#181A1F", DarkContrastText = "#FFFFFF",
        Background = "#F7F8F9", BackgroundGray = "#F1F2F5", TableHover = "#F1F2F5", Skeleton = "#F1F2F5",
        Surface = "#FFFFFF", AppbarBackground = "#FFFFFF", DrawerBackground = "#FFFFFF",
        TextPrimary = "#181A1F", AppbarText = "#181A1F",
        TextSecondary = "#50555F", DrawerText = "#50555F", DrawerIcon = "#50555F", ActionDefault = "#50555F",
        TextDisabled = "#9AA0AB", ActionDisabled = "#9AA0AB", ActionDisabledBackground = "#F1F2F5",
        Divider = "#E2E4E9", DividerLight = "#E2E4E9", LinesDefault = "#E2E4E9", TableLines = "#E2E4E9", LinesInputs = "#868C98",
        TableStriped = "#00000000", OverlayDark = "#10141E66", RippleOpacity = 0.04, HoverOpacity = 0.04,
    };

    private static PaletteDark DarkColours() => new()
    {
        Primary = "#8FAEFF", PrimaryDarken = "#AAC1FF", PrimaryLighten = "#8FAEFF", PrimaryContrastText = "#0B1430",
        Secondary = "#AFB5C0", SecondaryDarken = "#E9EBEF", SecondaryContrastText = "#0E1014",
        Tertiary = "#AFB5C0", TertiaryDarken = "#E9EBEF", TertiaryContrastText = "#0E1014",
        Success = "#62C983", SuccessContrastText = "#0E1014", Warning = "#E3AE55", WarningContrastText = "#0E1014",
        Error = "#F58A81", ErrorContrastText = "#0E1014", Info = "#63BFD6", InfoContrastText = "#0E1014",
        Dark = "#E9EBEF", DarkContrastText = "#0E1014",
        Background = "#0E1014", BackgroundGray = "#1D2127", TableHover = "#1D2127", Skeleton = "#1D2127",
        Surface = "#15181D", AppbarBackground = "#15181D", DrawerBackground = "#15181D",
        TextPrimary = "#E9EBEF", AppbarText = "#E9EBEF",
        TextSecondary = "#AFB5C0", DrawerText = "#AFB5C0", DrawerIcon = "#AFB5C0", ActionDefault = "#AFB5C0",
        TextDisabled = "#646B77", ActionDisabled = "#646B77", ActionDisabledBackground = "#1D2127",
        Divider = "#2A2F38", DividerLight = "#2A2F38", LinesDefault = "#2A2F38", TableLines = "#2A2F38", LinesInputs = "#6B7280",
        TableStriped = "#00000000", OverlayDark = "#00000099", RippleOpacity = 0.04, HoverOpacity = 0.04,
    };

    private static Typography Type() => new()
    {
        Default = In<DefaultTypography>("400", 14, 20),
        Body1 = In<Body1Typography>("400", 14, 20),
        Body2 = In<Body2Typography>("400", 13, 20),
        Caption = In<CaptionTypography>("400", 12, 16),
        H1 = In<H1Typography>("600", 20, 28),
        H2 = In<H2Typography>("600", 16, 24),
        H3 = In<H3Typography>("600", 14, 20),
        H4 = In<H4Typography>("600", 24, 32),
        H5 = In<H5Typography>("600", 16, 24),
        H6 = In<H6Typography>("600", 16, 24),
        Subtitle1 = In<Subtitle1Typography>("600", 14, 20),
        Subtitle2 = In<Subtitle2Typography>("500", 13, 20),
        Button = In<ButtonTypography>("500", 13, 20),
        Overline = In<OverlineTypography>("500", 12, 16),
    };

    private static T In<T>(string weight, int size, int line) where T : BaseTypography, new() => new()
    {
        FontFamily = ["Inter", "system-ui", "-apple-system", "Segoe UI", "sans-serif"],
        FontWeight = weight,
        FontSize = $"{size}px",
        LineHeight = $"{line}px",
        LetterSpacing = "normal",
        TextTransform = "none",
    };
}
