namespace SkillsPassport.Verifier.Suspicions;

/// <summary>Pictures that are taken as evidence, known by their first bytes: what a sender calls a file counts for
/// nothing.</summary>
public static class PhotoKind
{
    public const int Largest = 5 * 1024 * 1024;

    /// <summary>Read to the end, though too large to be kept.</summary>
    public const int LargestRead = 16 * 1024 * 1024;

    private static readonly (string Type, string Ending)[] Known =
        [("image/jpeg", ".jpg"), ("image/png", ".png"), ("image/webp", ".webp")];

    public static string? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
            "image/webp",
        _ => null,
    };

    public static string Ending(string type) => Known.Single(one => one.Type == type).Ending;
}
