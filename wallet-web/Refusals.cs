using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Account;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Declared;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.Recovery;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;
using OfficerRefusal = SkillsPassport.Hosting.Officers.SignInRefusal;

namespace SkillsPassport.Wallet;

/// <summary>A phrase and what is filled into it.</summary>
public sealed record Words(string Key, params object?[] Args);

/// <summary>The one place where a "no" of this service becomes words and a status.</summary>
public sealed class Refusals(Phrases phrases, TimeProvider clock)
{
    public int Status(SignInAnswer answer) => answer.Refusal switch
    {
        SignInRefusal.WaitAWhile or SignInRefusal.TooManyFromHere or SignInRefusal.TooManyCodes
            or SignInRefusal.CodeNeeded or SignInRefusal.GoToCounter or SignInRefusal.SessionClosed
            or SignInRefusal.TooManyNewPins
            => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    public Words Say(SignInAnswer answer) => answer.Refusal switch
    {
        SignInRefusal.WaitAWhile => new Words("no.wait_a_while", Wait(answer.NextAt)),
        { } refusal => new Words(Key(refusal)),
        null => throw new InvalidOperationException("Nothing was refused."),
    };

    public static string Key(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.PhoneUnreadable => "no.phone_unreadable",
        SignInRefusal.PinMissing => "no.pin_missing",
        SignInRefusal.PinNotDigits => "no.pin_not_digits",
        SignInRefusal.PinTooShort => "no.pin_too_short",
        SignInRefusal.PinTooLong => "no.pin_too_long",
        SignInRefusal.PinTooEasy => "no.pin_too_easy",
        SignInRefusal.PinsDiffer => "no.pins_differ",
        SignInRefusal.ConsentMissing => "no.consent_missing",
        SignInRefusal.WrongNumberOrPin => "no.wrong_number_or_pin",
        SignInRefusal.WrongOrNewHere => "no.wrong_or_new_here",
        SignInRefusal.WrongPin => "no.wrong_pin",
        SignInRefusal.PinTaken => "no.pin_too_easy",
        SignInRefusal.TooManyNewPins => "no.too_many_new_pins",
        SignInRefusal.WaitAWhile => "no.wait_a_while",
        SignInRefusal.TooManyFromHere => "no.too_many_from_here",
        SignInRefusal.TooManyCodes => "no.too_many_codes",
        SignInRefusal.CodeNeeded => "no.code_needed",
        SignInRefusal.GoToCounter => "no.go_to_counter",
        SignInRefusal.SessionClosed => "no.session_closed",
    };

    public static string Key(CodeRefusal refusal) => refusal switch
    {
        CodeRefusal.TooMany => "no.too_many_codes",
        CodeRefusal.NotYet => "no.code_not_yet",
        CodeRefusal.Wrong => "no.phone_code_wrong",
        CodeRefusal.Gone => "no.phone_code_gone",
    };

    public static int Status(CodeRefusal refusal) => refusal switch
    {
        CodeRefusal.TooMany or CodeRefusal.NotYet => StatusCodes.Status429TooManyRequests,
        CodeRefusal.Wrong => StatusCodes.Status422UnprocessableEntity,
        CodeRefusal.Gone => StatusCodes.Status410Gone,
    };

    public static string Key(ImportRefusal refusal) => refusal switch
    {
        ImportRefusal.FileUnreadable => "no.import_unreadable",
        ImportRefusal.TooLarge => "no.import_too_large",
        ImportRefusal.NoKeys => "no.import_no_keys",
        ImportRefusal.WrongPassphrase => "no.import_passphrase",
        ImportRefusal.TooOften => "no.import_too_often",
    };

    public static int Status(ImportRefusal refusal) => refusal switch
    {
        ImportRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ImportRefusal.TooOften => StatusCodes.Status429TooManyRequests,
        ImportRefusal.FileUnreadable or ImportRefusal.NoKeys or ImportRefusal.WrongPassphrase
            => StatusCodes.Status422UnprocessableEntity,
    };

    public static string Key(HelpRefusal refusal) => refusal switch
    {
        HelpRefusal.PhoneUnreadable => "no.phone_unreadable",
        HelpRefusal.NoMessages => "no.messages_off",
        HelpRefusal.TooManyCodes => "no.too_many_codes",
    };

    public static int Status(HelpRefusal refusal) => refusal switch
    {
        HelpRefusal.TooManyCodes => StatusCodes.Status429TooManyRequests,
        HelpRefusal.PhoneUnreadable or HelpRefusal.NoMessages => StatusCodes.Status422UnprocessableEntity,
    };

    public static string Key(RecoveryRefusal refusal) => refusal switch
    {
        RecoveryRefusal.PhoneUnreadable => "no.phone_unreadable",
        RecoveryRefusal.NoMatch => "no.no_match",
        RecoveryRefusal.TooManyMismatches => "no.too_many_mismatches",
        RecoveryRefusal.AlreadyAsked => "no.already_asked",
        RecoveryRefusal.TooManyCodes => "no.too_many_codes",
        RecoveryRefusal.TooManyNewNumbers => "no.too_many_new_numbers",
        RecoveryRefusal.NoMessages => "no.messages_off",
        RecoveryRefusal.SlipUnknown => "no.slip_unknown",
        RecoveryRefusal.SlipReplaced => "no.slip_replaced",
        RecoveryRefusal.TooManyWrongSlips => "no.too_many_wrong_slips",
        RecoveryRefusal.NotYours => "no.not_your_own",
        RecoveryRefusal.NotReady => "no.recovery_not_ready",
    };

    public static int Status(RecoveryRefusal refusal) => refusal switch
    {
        RecoveryRefusal.TooManyMismatches or RecoveryRefusal.TooManyCodes or RecoveryRefusal.TooManyNewNumbers
            or RecoveryRefusal.TooManyWrongSlips => StatusCodes.Status429TooManyRequests,
        RecoveryRefusal.AlreadyAsked or RecoveryRefusal.NotReady => StatusCodes.Status409Conflict,
        RecoveryRefusal.NotYours => StatusCodes.Status403Forbidden,
        RecoveryRefusal.PhoneUnreadable or RecoveryRefusal.NoMatch or RecoveryRefusal.NoMessages
            or RecoveryRefusal.SlipUnknown or RecoveryRefusal.SlipReplaced => StatusCodes.Status422UnprocessableEntity,
    };

    public static string Key(OfficerRefusal refusal) => refusal switch
    {
        OfficerRefusal.Failed => "no.officer_failed",
        OfficerRefusal.TooManyTries => "no.officer_too_many",
    };

    public static int Status(OfficerRefusal refusal) => refusal switch
    {
        OfficerRefusal.Failed => StatusCodes.Status401Unauthorized,
        OfficerRefusal.TooManyTries => StatusCodes.Status429TooManyRequests,
    };

    public static string Key(ReceiveRefusal refusal) => refusal switch
    {
        ReceiveRefusal.OfferUnreadable => "no.offer_unreadable",
        ReceiveRefusal.OfferGone => "no.offer_gone",
        ReceiveRefusal.OfferKindNotSupported => "no.offer_kind",
        ReceiveRefusal.OfferChanged => "no.offer_changed",
        ReceiveRefusal.IssuerUnreachable => "no.issuer_unreachable",
        ReceiveRefusal.IssuerBusy => "no.issuer_busy",
        ReceiveRefusal.IssuerRefusedByGate => "no.issuer_gate",
        ReceiveRefusal.IssuerMixedUp => "no.issuer_mixed_up",
        ReceiveRefusal.IssuerUnreadable => "no.issuer_unreadable",
        ReceiveRefusal.CodeMissing => "no.code_missing",
        ReceiveRefusal.CodeWrong => "no.code_wrong",
        ReceiveRefusal.CodeBurnt => "no.code_burnt",
        ReceiveRefusal.IssuerSaysNo => "no.issuer_says_no",
        ReceiveRefusal.IssuerSaysLater => "no.issuer_says_later",
        ReceiveRefusal.CertificateUnreadable => "no.certificate_unreadable",
        ReceiveRefusal.CertificateForged => "no.certificate_forged",
        ReceiveRefusal.CertificateForAnotherKey => "no.certificate_other_key",
        ReceiveRefusal.Busy => "no.busy",
        ReceiveRefusal.NumberUnreadable => "no.number_unreadable",
        ReceiveRefusal.NothingByNumber => "no.nothing_by_number",
        ReceiveRefusal.NumberMustWait => "no.number_must_wait",
        ReceiveRefusal.OnlyTheSlip => "no.only_the_slip",
        ReceiveRefusal.NumberNotOffered => "no.number_not_offered",
        ReceiveRefusal.IssuerNotListed => "no.issuer_not_listed",
        ReceiveRefusal.ListUnreachable => "no.list_unreachable",
        ReceiveRefusal.TooManyNumbers => "no.too_many_numbers",
        ReceiveRefusal.TooManyLooks => "no.too_many_looks",
        ReceiveRefusal.LookFirst => "no.look_first",
        ReceiveRefusal.AlreadyBegun => "no.already_begun",
        ReceiveRefusal.PaperNotSlip => "no.paper_not_slip",
    };

    public static int Status(ReceiveRefusal refusal) => refusal switch
    {
        ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerBusy or ReceiveRefusal.ListUnreachable
            => StatusCodes.Status503ServiceUnavailable,
        ReceiveRefusal.NumberMustWait or ReceiveRefusal.OnlyTheSlip or ReceiveRefusal.TooManyNumbers
            or ReceiveRefusal.TooManyLooks => StatusCodes.Status429TooManyRequests,
        ReceiveRefusal.IssuerRefusedByGate or ReceiveRefusal.IssuerMixedUp or ReceiveRefusal.IssuerUnreadable
            or ReceiveRefusal.IssuerSaysNo or ReceiveRefusal.CertificateUnreadable
            or ReceiveRefusal.CertificateForged or ReceiveRefusal.CertificateForAnotherKey
            => StatusCodes.Status502BadGateway,
        ReceiveRefusal.OfferGone => StatusCodes.Status410Gone,
        ReceiveRefusal.Busy or ReceiveRefusal.LookFirst or ReceiveRefusal.AlreadyBegun
            => StatusCodes.Status409Conflict,
        ReceiveRefusal.PaperNotSlip or ReceiveRefusal.NumberUnreadable or ReceiveRefusal.NothingByNumber
            or ReceiveRefusal.NumberNotOffered or ReceiveRefusal.IssuerNotListed or ReceiveRefusal.OfferUnreadable
            or ReceiveRefusal.OfferKindNotSupported or ReceiveRefusal.OfferChanged or ReceiveRefusal.CodeMissing
            or ReceiveRefusal.CodeWrong or ReceiveRefusal.CodeBurnt or ReceiveRefusal.IssuerSaysLater
            => StatusCodes.Status422UnprocessableEntity,
    };

    public static string Key(ShareRefusal refusal) => refusal switch
    {
        ShareRefusal.NothingChosen => "no.nothing_chosen",
        ShareRefusal.LabelMissing => "no.label_missing",
        ShareRefusal.LabelTooLong => "no.label_too_long",
        ShareRefusal.LabelHides => "no.label_hides",
        ShareRefusal.EndUnknown => "no.end_unknown",
        ShareRefusal.OpeningsUnknown => "no.openings_unknown",
        ShareRefusal.NotShareable => "no.not_shareable",
        ShareRefusal.RecruiterNotFine => "no.recruiter_not_fine",
        ShareRefusal.NotExtendable => "no.not_extendable",
    };

    public static string Key(DeclareRefusal refusal) => refusal switch
    {
        DeclareRefusal.WhatMissing => "no.declare_what",
        DeclareRefusal.TextTooLong => "no.declare_long",
        DeclareRefusal.TextHides => "no.declare_hides",
        DeclareRefusal.YearsUnreadable => "no.declare_years",
        DeclareRefusal.YearsTooEarly => "no.declare_early",
        DeclareRefusal.YearsTurned => "no.declare_turned",
        DeclareRefusal.TooMany => "no.declare_many",
    };

    public static int Status(ShareState state) => state switch
    {
        ShareState.Unknown => StatusCodes.Status404NotFound,
        ShareState.Gone or ShareState.UsedUp => StatusCodes.Status410Gone,
        ShareState.PinNeeded or ShareState.PinWrong => StatusCodes.Status403Forbidden,
        ShareState.PinWait => StatusCodes.Status429TooManyRequests,
        ShareState.ConfirmNeeded => StatusCodes.Status409Conflict,
        ShareState.Open => StatusCodes.Status200OK,
    };

    /// <summary>What a verifier's program reads.</summary>
    public static string Code(ShareState state) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    public static string Title(ShareState state) => state switch
    {
        ShareState.Unknown => "There is no such share.",
        ShareState.Gone => "This share was stopped or has ended.",
        ShareState.UsedUp => "This share was opened as often as it may be.",
        ShareState.PinNeeded => "This share has a PIN.",
        ShareState.PinWrong => "The PIN is wrong.",
        ShareState.PinWait => "Too many wrong PINs.",
        ShareState.ConfirmNeeded => "Openings are counted: send confirm.",
        ShareState.Open => "Open.",
    };

    public int SecondsUntil(DateTimeOffset moment) =>
        Math.Max(1, (int)Math.Ceiling((moment - clock.GetUtcNow()).TotalSeconds));

    private string Wait(DateTimeOffset? nextAt)
    {
        var seconds = SecondsUntil(nextAt ?? clock.GetUtcNow());
        return seconds < 90
            ? phrases["seconds", BanglaText.Number(phrases.Language, seconds)]
            : phrases["minutes", BanglaText.Number(phrases.Language, (seconds + 59) / 60)];
    }
}
