using System.Formats.Cbor;
using System.IO.Compression;
using SkillsPassport.Credentials.Tests.Cose;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>What one program forgives and another does not, unless a vector holds both to one rule.</summary>
internal static partial class VerdictCases
{
    private const long LastSecond = 253_402_300_799;

    private const string Unseen = "\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2003\u200A\u200B\u200C\u200D\u200E\u200F\u2028\u2029"
        + "\u202A\u202E\u202F\u205F\u2060\u2066\u2069\u3000\uFEFF";

    private static IEnumerable<VerdictCase> OddTexts() =>
    [
        // Letters that upper-casing turns into letters of the alphabet.
        Letter("a long s for an S", 'S', "\u017F"),
        Letter("a dotless i for an I", 'I', "\u0131"),
        Letter("a Kelvin sign for a K", 'K', "\u212A"),
        Letter("a full-width A for an A", 'A', "\uFF21"),
        Letter("a Cyrillic A for an A", 'A', "\u0410"),
        Letter("a NUL inside", 'A', "\0A"),
        Letter("a line break inside", 'A', "\nA"),
        Letter("a space inside", 'A', " A"),
        Letter("an invisible space inside", 'A', "\u200BA"),
        Letter("a soft hyphen inside", 'A', "\u00ADA"),
        Letter("a byte order mark inside", 'A', "\uFEFFA"),
        Link("with a user's name", "https://verifier.example@evil.example/c#"),
        Link("with an empty user's name", "https://@verifier.example/c#"),
        Link("with user and password", "https://verifier.example:443@evil.example/c#"),
        Link("with a backslash for a slash", "https://verifier.example\\evil.example/c#"),
        Link("with a space in its host", "https://verifier example/c#"),
        Link("with a NUL in its host", "https://verifier.example\0/c#"),
        Link("with a line break in its host", "https://verifier\n.example/c#"),
        Link("without a host", "https:///c#"),
        Link("with a query", "https://verifier.example/c?a#"),
        Link("with another fragment before", "https://verifier.example/#/c#"),
        Link("to a page below", "https://verifier.example/c/c#"),
        Link("of another scheme", "ftp://verifier.example/c#"),
        Link("inside a link", "https://evil.example/https://verifier.example/c#"),
    ];

    // What nobody sees around a text, and every reader takes away: SentText and trimmed() of text.mjs.
    private static IEnumerable<VerdictCase> Around() =>
    [
        new("a byte order mark before the bare text", Expected.AllRight) { Text = text => "\uFEFF" + text },
        new("U+0085 behind the bare text", Expected.AllRight) { Text = text => text + "\u0085" },
        new("all that nobody sees before a link", Expected.AllRight)
        {
            Text = text => Unseen + "HTTPS://VERIFIER.EXAMPLE/C#" + text,
        },
        new("all that nobody sees behind the bare text", Expected.AllRight) { Text = text => text + Unseen },
        .. from letter in "\u0000\u001F\u00AD\u180E\u3164"
           select new VerdictCase($"U+{(int)letter:X4} before the bare text", Expected.NotGenuine(Unreadable))
           {
               Text = text => letter + text,
           },
        new("more white space around than a certificate is long", Expected.AllRight)
        {
            Text = text => new string(' ', 5000) + text + "\uFEFF\r\n",
        },
        new("link whose host has 5,000 letters", Expected.NotGenuine(Unreadable, TooLarge))
        {
            Text = text => $"https://{new string('a', 5000)}/C#{text}",
        },
    ];

    private static IEnumerable<VerdictCase> LogEntries() =>
    [
        .. from one in new[]
           {
               "1B001FFFFFFFFFFFFF", "3B001FFFFFFFFFFFFF", "820541FF", "84F4F5F660", "81818181818180",
           }
           select new VerdictCase($"log entry {one}", Expected.AllRight) { Forge = cwt => Entry(cwt, one) },
        .. from one in new[]
           {
               "1BFFFFFFFFFFFFFFFF", "1B0020000000000000", "3B0020000000000000", "FB41D0000000000000", "F97E00", "F7",
               "E0", "C11A60000000", "C2420100", "81C100", "1800", "5F4101FF", "9FFF", "A0", "81A10000", "62C080",
               "8181818181818180", "8181818181818100",
           }
           select Bytes($"log entry {one}", cwt => Entry(cwt, one), Unreadable, NotCanonical, TooLarge),
    ];

    // Broken as CBOR, whatever its meaning, or of another kind than its place: each program says the same of it.
    private static IEnumerable<VerdictCase> Broken() =>
    [
        .. (from one in new (string Name, string Hex)[]
           {
               ("a float", "FB41D0000000000000"), ("half a float", "F97E00"), ("undefined", "F7"), ("null", "F6"),
               ("a large number", "1B0020000000000000"), ("a long number", "1805"), ("bytes", "4100"), ("a map", "A0"),
               ("an endless text", "7F6141FF"), ("a tag", "C16141"), ("text that is not UTF-8", "62C080"),
               ("a map with bytes for a key", "A1410000"), ("a map with a key twice", "A201000100"),
               ("lists within lists", "8181818181818181818181818180"),
           }
           from place in new (string Name, Func<byte[], byte[], byte[]> Put)[]
           {
               ("the issuer", (cwt, value) => Claims(cwt, claims => claims[Specs.Cwt.Iss] = value)),
               ("the end", (cwt, value) => Claims(cwt, claims => claims[Specs.Cwt.Exp] = value)),
               ("the status", (cwt, value) => Claims(cwt, claims => claims[Specs.Cwt.Status] = value)),
               ("a claim nobody knows", (cwt, value) => Claims(cwt, claims => claims[7] = value)),
               ("a claim below none", (cwt, value) => Claims(cwt, claims => claims[-1] = value)),
               ("the name", (cwt, value) => Label(cwt, Specs.Paper.NameEn, value)),
               ("the Bangla name", (cwt, value) => Label(cwt, Specs.Paper.NameBn, value)),
               ("the ending of a passport", (cwt, value) => Label(cwt, Specs.Paper.PassportLast3, value)),
               ("the serial number", (cwt, value) => Label(cwt, Specs.Paper.SerialNo, value)),
               ("the units", (cwt, value) => Label(cwt, Specs.Paper.Units, value)),
               ("the algorithm", (cwt, value) => Headed(cwt, Specs.Cose.Alg, value)),
               ("the key id", (cwt, value) => Headed(cwt, Specs.Cose.Kid, value)),
               ("the type", (cwt, value) => Headed(cwt, Specs.Cose.Typ, value)),
               ("a header nobody knows", (cwt, value) => Headed(cwt, 2, value)),
           }
           select Bytes($"{one.Name} in place of {place.Name}", cwt => place.Put(cwt, Convert.FromHexString(one.Hex)),
               [.. Broke])).Where((_, i) => i % 3 == 0),
        .. from one in new (string Name, Func<byte[], byte[]> Change)[]
           {
               ("an ending of a passport that is a whole number", cwt => Label(cwt, Specs.Paper.PassportLast3,
                   PaperForge.Text(new string('1', 300)))),
               ("an empty serial number", cwt => Label(cwt, Specs.Paper.SerialNo, PaperForge.Text(""))),
               ("an empty registration number", cwt => Label(cwt, Specs.Paper.RegistrationNo, PaperForge.Text(""))),
               ("an empty number replaced", cwt => Label(cwt, Specs.Paper.Replaces, PaperForge.Text(""))),
               ("a type of 100 letters", cwt => Headed(cwt, Specs.Cose.Typ, PaperForge.Text(new string('t', 100)))),
           }
           select Bytes(one.Name, one.Change, [.. Broke]),
    ];

    private static string[] Broke =>
        [Unreadable, NotCanonical, TooLarge, "header_refused", "algorithm_refused", "type_refused"];

    private static byte[] Headed(byte[] cwt, int label, byte[] value) => PaperForge.WithHeader(cwt, World.Key("nsda"),
        PaperForge.Header(World.Key("nsda"), labels => labels[label] = value));

    private static byte[] Entry(byte[] cwt, string hex) => Label(cwt, Specs.Paper.LogEntry, Convert.FromHexString(hex));

    private static IEnumerable<VerdictCase> Addresses() =>
    [
        .. from one in new (string Name, string Uri)[]
           {
               ("in capital letters", "HTTPS://NSDA.EXAMPLE/1.CWT"),
               ("without a host", "https:///status/1.cwt"),
               ("with one slash", "https:/nsda.example/1.cwt"),
               ("with backslashes", "https:\\\\nsda.example/1.cwt"),
               ("whose host begins with a hyphen", "https://-nsda.example/1.cwt"),
               ("with a user's name", "https://nsda.example@evil.example/1.cwt"),
               ("with user and password", "https://nsda:x@evil.example/1.cwt"),
               ("with a query", "https://nsda.example/1.cwt?x"),
               ("with a fragment", "https://nsda.example/1.cwt#x"),
               ("with a space", "https://nsda.example/1 .cwt"),
               ("with a NUL", "https://nsda.example/1.cwt\0"),
               ("with a line break behind it", "https://nsda.example/1.cwt\n"),
               ("with a space before it", " https://nsda.example/1.cwt"),
               ("with a quotation mark", "https://nsda.example/\"1.cwt"),
               ("with angle brackets", "https://nsda.example/<1>.cwt"),
               ("with Bangla letters", "https://\u09B8\u09A8\u09A6.example/1.cwt"),
               ("with a full-width letter", "https://nsd\uFF41.example/1.cwt"),
               ("of an IPv6 address", "https://[::1]/1.cwt"),
               ("over plain http", "http://nsda.example/1.cwt"),
               ("over plain http to a name that begins like this machine's", "http://localhost.evil.example/1.cwt"),
               ("over plain http to a short form of this machine", "http://127.1/1.cwt"),
               ("over plain http to another loopback address", "http://127.0.0.2/1.cwt"),
               ("over plain http to the IPv6 loopback address", "http://[::1]/1.cwt"),
               ("over plain http to this machine in capital letters", "http://LOCALHOST/1.cwt"),
               ("of another scheme", "ftp://nsda.example/1.cwt"),
               ("without a scheme", "//nsda.example/1.cwt"),
               ("of nothing", ""),
           }
           select Bytes($"status address {one.Name}", cwt => At(cwt, one.Uri), Unreadable),
        .. from one in new (string Name, string Uri)[]
           {
               ("with a port that no host has", "https://nsda.example:99999/1.cwt"),
               ("with dots that go nowhere", "https://nsda..example/%zz/../1.cwt"),
               ("with every letter it may have", "https://Nsda.example/-._~:/%!$&'()*+,;=1.cwt"),
               ("at this machine", "http://localhost:5101/status/1.cwt"),
               ("at this machine's number", "http://127.0.0.1/status/1.cwt"),
           }
           select new VerdictCase($"status address {one.Name}", Expected.ValidOpen("status_unreachable"))
           {
               Forge = cwt => At(cwt, one.Uri),
           },
        Bytes("status address longer than any honest one", cwt => At(cwt, "https://nsda.example/" + new string('1', 250)),
            TooLarge),
        Bytes("issuer in capital letters", cwt => Claims(cwt, claims => claims[Specs.Cwt.Iss] =
            PaperForge.Text(World.Nsda.Replace("https", "HTTPS", StringComparison.Ordinal))), Unreadable),
        Bytes("issuer with a NUL", cwt => Claims(cwt, claims => claims[Specs.Cwt.Iss] =
            PaperForge.Text(World.Nsda + "\0")), Unreadable),
    ];

    private static IEnumerable<VerdictCase> OddNames() =>
    [
        .. from one in new (string Name, string Text)[]
           {
               ("with a NUL", "MD\0 RAHIM"), ("with a control character", "MD\u0085RAHIM"), ("with a tab", "MD\tRAHIM"),
               ("with a line separator", "MD\u2028RAHIM"), ("with half of nothing", "MD\uFFFDRAHIM"),
               ("with U+FFFE", "MD\uFFFERAHIM"), ("with a character for private use", "MD\uE000RAHIM"),
               ("with what is never a character", "MD\uFDD0RAHIM"), ("with a hidden tag", "MD\U000E0041RAHIM"),
               ("with a joiner between Latin letters", "MD\u200DRAHIM"), ("with a byte order mark", "MD\uFEFFRAHIM"),
               ("with a space that does not break", "MD\u00A0RAHIM"), ("with two spaces", "MD  RAHIM"),
               ("with a space before it", " MD RAHIM"), ("with a space behind it", "MD RAHIM "),
               ("with a Hangul filler", "MD\u3164RAHIM"), ("with a variation selector", "MD\uFE0FRAHIM"),
               ("with a grapheme joiner", "MD\u034FRAHIM"), ("with a Khmer vowel nobody sees", "MD\u17B4RAHIM"),
               ("with what nobody will see", "MD\U000E01F0RAHIM"),
           }
           select new VerdictCase($"name {one.Name}", Expected.NotGenuine("type_metadata_mismatch"))
           {
               Forge = cwt => Label(cwt, Specs.Paper.NameEn, PaperForge.Text(one.Text)),
           },
        // Programs of other ages know other letters: what is not one yet is let through by all of them.
        .. from one in new (string Name, string Text)[]
           {
               ("a character nobody assigned", "MD\u0378RAHIM"), ("a currency of Unicode 17", "MD\u20C1RAHIM"),
           }
           select new VerdictCase($"name with {one.Name}", Expected.AllRight)
           {
               Forge = cwt => Label(cwt, Specs.Paper.NameEn, PaperForge.Text(one.Text)),
           },
        new("Bangla name that begins with a joiner", Expected.NotGenuine("type_metadata_mismatch"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.NameBn, [0x42, 0x0C, 0x95]),
        },
        Bytes("Bangla name with a NUL byte", cwt => Label(cwt, Specs.Paper.NameBn, [0x42, 0x00, 0x95]), Unreadable),
        Bytes("Bangla name of no bytes", cwt => Label(cwt, Specs.Paper.NameBn, [0x40]), Unreadable),
        Bytes("a label that this format does not have", cwt => Label(cwt, 22, PaperForge.Text("x")), Unreadable),
        new("a log entry where its place is", Expected.AllRight)
        {
            Forge = cwt => Label(cwt, Specs.Paper.LogEntry, PaperForge.Text("x")),
        },
    ];

    private static IEnumerable<VerdictCase> LastDays() =>
    [
        new("valid until the last second of the year 9999", Expected.AllRight) { Forge = cwt => Ending(cwt, LastSecond) },
        new("valid until a day in Dhaka that is in the year 10000", Expected.AllRight)
        {
            Forge = cwt => Ending(cwt, LastSecond - 3600),
        },
        Bytes("beginning after the year 9999", cwt => Claims(cwt, claims => claims[Specs.Cwt.Nbf] =
            PaperForge.Number(LastSecond + 1)), Unreadable),
        Bytes("signed after the year 9999", cwt => Claims(cwt, claims => claims[Specs.Cwt.Iat] =
            PaperForge.Number(LastSecond + 1)), Unreadable),
        Bytes("ending a second after the year 9999", cwt => Ending(cwt, LastSecond + 1), Unreadable),
        Bytes("assessed after the year 9999", cwt => Label(cwt, Specs.Paper.AssessedOn, PaperForge.Number(2_932_897)),
            Unreadable),
    ];

    private static IEnumerable<VerdictCase> OddStatusLists() =>
    [
        WithStatus("status list of 2^24 places", Expected.AllRight, () => World.StatusList(size: 1 << 24)),
        WithStatus("status list of 2^24 places of eight bits", Expected.AllRight,
            () => World.StatusList(size: 1 << 24, bits: 8)),
        WithStatus("status list of more than 2^24 places", Open, () => Token(list: Zlib(new byte[(1 << 22) + 1]))),
        WithStatus("status list of one bit and more than 2^24 places", Open,
            () => Token(list: Zlib(new byte[(1 << 21) + 1]), bits: 1)),
        WithStatus("status list with more behind its end", Open, () => Token(list: [.. Zlib(new byte[2048]), 0])),
        WithStatus("status list cut off", Open, () => Token(list: Zlib(new byte[2048])[..^1])),
        WithStatus("status list with nothing in it", Open, () => Token(list: Zlib([]))),
        .. from one in new (string Name, int Label, byte[]? Value)[]
           {
               ("that ends after the year 9999", Specs.Cwt.Exp, PaperForge.Number(LastSecond + 1)),
               ("that ends before 1970", Specs.Cwt.Exp, PaperForge.Number(-1)),
               ("with null for an end", Specs.Cwt.Exp, [0xF6]),
               ("with text for an end", Specs.Cwt.Exp, PaperForge.Text("never")),
               ("signed before 1970", Specs.Cwt.Iat, PaperForge.Number(-1)),
               ("without a time", Specs.Cwt.Iat, null),
               ("to be kept for no time", 65534, PaperForge.Number(0)),
               ("to be kept for less than no time", 65534, PaperForge.Number(-5)),
               ("to be kept for longer than a number holds", 65534, PaperForge.Number(1L << 31)),
               ("with null for how long to keep it", 65534, [0xF6]),
               ("of no address", Specs.Cwt.Sub, null),
               ("of an address with a NUL behind it", Specs.Cwt.Sub, PaperForge.Text(World.StatusUri + "\0")),
               ("whose list is text", 65533, PaperForge.Text("x")),
           }
           select WithStatus($"status list {one.Name}", Open, () => Token(claims =>
           {
               claims.Remove(one.Label);
               if (one.Value is not null)
               {
                   claims[one.Label] = one.Value;
               }
           })),
        WithStatus("status list with a claim nobody knows", Expected.AllRight, () => Token(claims =>
            claims[7] = PaperForge.Text("x"))),
        .. from one in new (string Name, string Hex)[]
           {
               ("half a float", "F97E00"), ("nothing", "F7"), ("a map with bytes for a key", "A1410000"),
               ("a large number", "1B0020000000000000"), ("lists within lists", "8181818181818181818180"),
           }
           select WithStatus($"status list with a claim nobody knows that is {one.Name}", Open, () => Token(claims =>
               claims[7] = Convert.FromHexString(one.Hex))),
        WithStatus("status list with a number for its aggregation", Open, () => Token(claims =>
            claims[65533] = PaperForge.Value(writer =>
            {
                writer.WriteStartMap(3);
                writer.WriteTextString("lst");
                writer.WriteByteString(Zlib(new byte[2048]));
                writer.WriteTextString("bits");
                writer.WriteInt32(2);
                writer.WriteTextString("aggregation_uri");
                writer.WriteInt32(1);
                writer.WriteEndMap();
            }))),
    ];

    private static Expected Open => Expected.ValidOpen("status_invalid");

    private static VerdictCase Letter(string name, char letter, string instead) =>
        new($"text with {name}", Expected.NotGenuine(Unreadable))
        {
            Text = text =>
            {
                var at = text.IndexOf(letter, StringComparison.Ordinal);
                return text[..at] + instead + text[(at + 1)..];
            },
        };

    private static VerdictCase Link(string name, string before) =>
        new($"link {name}", Expected.NotGenuine(Unreadable)) { Text = text => before + text };

    private static byte[] At(byte[] cwt, string uri) =>
        Claims(cwt, claims => claims[Specs.Cwt.Status] = StatusEntry(World.StatusIndex, uri));

    private static byte[] Ending(byte[] cwt, long second) =>
        Claims(cwt, claims => claims[Specs.Cwt.Exp] = PaperForge.Number(second));

    private static byte[] Zlib(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return buffer.ToArray();
    }
}
