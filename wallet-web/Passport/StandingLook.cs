namespace SkillsPassport.Wallet.Passport;

/// <summary>Word and colour of a standing; "could not check" never wears green.</summary>
public sealed record StandingLook(string Word, string Tag, string Colour, string Box)
{
    public static StandingLook Of(CertificateView view) => view.Standing switch
    {
        Standing.Valid => new("valid", "", "", "yes"),
        Standing.NotAccredited => new("not_accredited", "no", "no", "no"),
        Standing.Revoked => new("revoked", "no", "no", "no"),
        Standing.NotGenuine => new("not_genuine", "no", "no", "no"),
        Standing.Replaced => new("replaced", "plain", "wait", "unknown"),
        Standing.Suspended => new("suspended", "wait", "wait", "unknown"),
        Standing.Expired => new("expired", "plain", "wait", "unknown"),
        Standing.NotYetValid => new("not_yet_valid", "wait", "wait", "unknown"),
        Standing.CouldNotCheck => new("could_not_check", "wait", "wait", "unknown"),
    };
}
