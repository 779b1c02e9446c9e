using System.ComponentModel.DataAnnotations;

namespace SkillsPassport.Wallet.Messages;

/// <summary>How text messages leave. Section <c>Messages</c>.</summary>
public sealed class MessagesOptions
{
    public const string Section = "Messages";

    /// <summary>Messages stay in the database, to be read at <c>/outbox</c>: Development only.</summary>
    public const string Outbox = "outbox";

    /// <summary>Messages are posted to a gateway.</summary>
    public const string Http = "http";

    /// <summary>Nothing is sent: numbers are not proven, alarms are seen in the passport only.</summary>
    public const string Off = "off";

    /// <summary><c>outbox</c>, <c>http</c> or <c>off</c>; outside Development one of the last two must be
    /// chosen.</summary>
    [RegularExpression("outbox|http|off", ErrorMessage = "Messages:Provider: one of outbox, http, off.")]
    public string? Provider { get; set; }

    /// <summary>Where a message is posted as JSON: <c>{"to","text","id"}</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>A file of mode 0600 in the key folder with the gateway's bearer token.</summary>
    public string TokenFile { get; set; } = "messages.token";

    /// <summary>Codes to one number a day, however often somebody asks.</summary>
    [Range(3, 1000)]
    public int CodesPerNumberPerDay { get; set; } = 12;

    /// <summary>Codes asked for from one address an hour; many phones share one address.</summary>
    [Range(3, 100_000)]
    public int CodesPerAddressPerHour { get; set; } = 60;

    /// <summary>Codes of all together an hour: what a flood of them may cost.</summary>
    [Range(10, 10_000_000)]
    public int CodesPerHourForAll { get; set; } = 3_000;

    public bool IsOff => Provider == Off;

    /// <summary>What is wrong with these settings; null when nothing is.</summary>
    public static string? Broken(MessagesOptions options, bool development) => options switch
    {
        { Provider: null or "" } when !development =>
            "Provider: say http (with Endpoint), or off: then numbers are not proven and no alarm is sent.",
        { Provider: Outbox } when !development => "Provider: outbox is for Development only.",
        { Provider: Http, Endpoint: null } => "Endpoint: say where messages are posted.",
        { Provider: Http, Endpoint: { } url } when !IsAddress(url, development) =>
            "Endpoint must be an https address.",
        _ => null,
    };

    private static bool IsAddress(Uri url, bool development) => url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttps || (development && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
