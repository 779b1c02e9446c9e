namespace SkillsPassport.Issuer.Certificates;

/// <summary>The sentences of the claim slip: plain, short, spoken words.</summary>
internal static class ClaimSlipWords
{
    public static readonly Bilingual Title = new("Put your certificate on your phone", "আপনার সনদ ফোনে রাখুন");
    public static readonly Bilingual Before = new("Use this slip by", "এই তারিখের মধ্যে ব্যবহার করুন");
    public static readonly Bilingual Later =
        new("Later? Ask your assessment centre for a new slip.", "দেরি হলে মূল্যায়ন কেন্দ্রে নতুন স্লিপ চান।");
    public static readonly Bilingual Open = new("Scan this one", "এটি স্ক্যান করুন");
    public static readonly Bilingual OtherWallet = new("For another wallet app", "অন্য ওয়ালেট অ্যাপের জন্য");
    public static readonly Bilingual Secret =
        new("Never give the PIN to anyone. No officer will ask for it.",
            "পিন কাউকে দেবেন না। কোনো কর্মকর্তা পিন চাইবেন না।");
    public static readonly Bilingual NotTheCertificate =
        new("This slip is not the certificate.", "এই স্লিপ সনদ নয়।");
    public static readonly Bilingual Demo = new("DEMO", "নমুনা");

    public static readonly IReadOnlyList<Bilingual> Steps =
    [
        new("Point your phone’s camera at the big code and open the link.",
            "ফোনের ক্যামেরা বড় কোডটির দিকে ধরুন, লিংকটি খুলুন।"),
        new("Type the 6-digit PIN. The PIN comes by message to your phone.",
            "৬ সংখ্যার পিন লিখুন। পিন আপনার ফোনে বার্তায় আসবে।"),
        new("Done: the certificate is in your skills passport.",
            "হয়ে গেছে: সনদটি এখন আপনার দক্ষতা পাসপোর্টে।"),
    ];
}
