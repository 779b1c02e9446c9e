namespace SkillsPassport.Wallet.SignIn;

/// <summary>What kind of phone a browser says it is: enough for its owner to know it again in a list.</summary>
public static class DeviceName
{
    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("KAIOS", "KaiOS"), ("Windows", "Windows"),
        ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
    ];

    // Many browsers name those they descend from: the most particular name first.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"), ("Opera Mini", "Opera Mini"), ("UCBrowser", "UC"),
        ("Edg", "Edge"), ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ];

    /// <returns>Such as <c>Android · Chrome</c>; empty for a browser that says nothing known.</returns>
    public static string Of(string? userAgent) => string.Join(" · ", new[] { Systems, Browsers }.Select(names =>
            names.FirstOrDefault(one => userAgent?.Contains(one.Mark, StringComparison.Ordinal) == true).Name)
        .Where(name => name is not null));
}
