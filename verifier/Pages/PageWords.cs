using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Verifier.Pages;

/// <summary>Which phrases a page never says, so that its first load does not carry them.</summary>
public static class PageWords
{
    public static readonly string[] NotOnHome =
    [
        .. Enum.GetValues<VerdictState>().SelectMany(state => new[] { "text", "next" }
            .Select(part => $"state.{Wire.Name(state)}.{part}")),
        "question.", "answer.", "ok.", "reason.", "check.", "outcome.", "content.", "award.",
        "pathway.", "units.", "person.", "report.", "framework.", "level.", "occupation.", "share.c",
        "share.l", "share.m", "share.n", "share.o", "share.p", "share.s", "share.u", "share.w",
        "real.", "error.", "month.", "cannot.", "basis.", "face.", "welding.", "abroad.", "comparison.", "country.",
        "requires.", "test.", "trade.", "receipt.", "receiptform.", "desk.", "suspicion.",
    ];

    public static readonly string[] NotOnChecker = 
        ["home.c", "home.d", "home.f", "home.s", "scan.", "file.", "code.", "share.", "real.", "error.", "month.",
            "receipt.", "desk.", "suspicion."];

    public static readonly string[] NotOnShare = 
        ["home.", "scan.", "file.", "code.", "real.", "error.4", "error.t", "person.", "cannot.c", "cannot.b", "month.",
            "receipt.", "desk.", "suspicion.", "share.preview."];

    public static readonly string[] NotOnReceipt =
        ["home.", "scan.", "file.", "code.", "share.", "real.", "error.", "person.", "content.f", "content.h",
            "content.m", "content.p", "level.", "occupation.", "framework.", "units.", "pathway.", "driving.",
            "statement.", "desk.", "suspicion.", "receiptform.", "ok.", "month."];

    public static readonly string[] NotOnDesk =
        ["home.", "scan.", "real.", "error.4", "error.t", "receipt.c", "receipt.d", "receipt.e", "receipt.f",
            "receipt.g", "receipt.k", "receipt.m", "receipt.n", "receipt.p", "receipt.r", "receipt.u",
            "suspicion.", "month."];

    public static readonly string[] NotOnReport =
        ["home.", "scan.", "file.", "code.", "share.", "real.", "error.", "month.", "state.", "question.", "answer.",
            "ok.", "reason.", "check.", "outcome.", "content.", "award.", "statement.", "driving.", "pathway.",
            "units.", "person.", "report.", "framework.", "level.", "occupation.", "cannot.", "receipt.",
            "receiptform.", "desk.", "suspicion.state.", "suspicion.outcome."];
}
