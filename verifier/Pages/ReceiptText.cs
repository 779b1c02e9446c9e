using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Verifier.Receipts;

namespace SkillsPassport.Verifier.Pages;

/// <summary>A receipt in the reader's words, for pages without script. Says what <c>Browser/receipt.mjs</c>
/// says.</summary>
public sealed class ReceiptText(Receipt receipt, Phrases phrases)
{
    public Receipt Receipt => receipt;

    public string Look => receipt.State switch
    {
        VerdictState.Valid => "yes",
        VerdictState.CouldNotCheck => "unknown",
        _ => "no",
    };

    public string Title => receipt.State switch
    {
        VerdictState.Valid => phrases["receipt.valid"],
        VerdictState.CouldNotCheck => phrases["answer.could_not_check"],
        var state => phrases[$"state.{Wire.Name(state)}.title"],
    };

    /// <summary>The page that checks it.</summary>
    public string Page => $"{receipt.Verifier}/receipt";

    public string At => PageNumbers.Isolate(phrases.Moment(receipt.At));

    public IEnumerable<(string Label, string Value, bool IsCode)> Rows()
    {
        var certificate = receipt.Certificate;
        (string Key, string? Value, bool IsCode)[] rows =
        [
            ("receipt.reference", receipt.RequestedFor, false),
            ("receipt.presented_to", receipt.PresentedTo, true),
            ("content.serial_no", certificate?.Serial, true),
            ("content.award", Award(certificate?.Award), false),
            ("content.issuer", receipt.IssuerNameIn(phrases.Language) ?? certificate?.Issuer, false),
            ("receipt.list", receipt.TrustList is { } list ? phrases["receipt.list.value",
                phrases.Number(list.Sequence), PageNumbers.Isolate(phrases.Moment(list.IssuedAt))] : null, false),
            ("receipt.status", receipt.StatusAsOf is { } asOf ? phrases["receipt.status.value",
                PageNumbers.Isolate(phrases.Moment(asOf))] : null, false),
            ("receipt.by", receipt.Verifier, true),
            ("receipt.number", receipt.Id, true),
            ("receipt.digest", receipt.Digest, true),
        ];
        return rows.Where(row => row.Value is not null).Select(row => (phrases[row.Key], row.Value!, row.IsCode));
    }

    /// <summary>Of a bad certificate only what is bad: nothing of it is to be shown around as a yes.</summary>
    public IEnumerable<(string Question, string Answer, string Look, string? Why)> Answers() =>
        from answer in receipt.Answers
        where Look != "no" || answer.Value == AnswerValue.No
        select (phrases[$"question.{Wire.Name(answer.Question)}"], phrases[$"answer.{Wire.Name(answer.Value)}"],
            answer.Value switch { AnswerValue.Yes => "yes", AnswerValue.No => "no", _ => "unknown" },
            answer.Value == AnswerValue.Yes ? null : Why(answer.Reason));

    public IEnumerable<(string Outcome, string Checks)> Checks() =>
        from outcome in new[] { ("passed", "passed"), ("failed", "failed"), ("couldNotCheck", "could_not_check") }
        let checks = receipt.Checks(outcome.Item1)
        where checks.Count > 0 && !(Look == "no" && outcome.Item1 == "passed")
        select (phrases[$"outcome.{outcome.Item2}"],
            string.Join(" · ", checks.Select(check => phrases[$"check.{check}"])));

    // These name a day that a receipt does not carry; the title says it already.
    private string? Why(ReasonCode reason) => reason is ReasonCode.Expired or ReasonCode.NotYetValid ? null
        : phrases[$"reason.{Wire.Name(reason)}", "",
            receipt.StatusAsOf is { } asOf ? PageNumbers.Isolate(phrases.Moment(asOf)) : ""];

    private string? Award(string? award) => award is null ? null : phrases.Find($"award.{award}") ?? award;
}
