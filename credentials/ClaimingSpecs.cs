namespace SkillsPassport.Credentials;

public static partial class Specs
{
    /// <summary>Our own beside OpenID4VCI: finding the offer of a certificate without its slip
    /// (<c>schemas/api/find-offer.schema.json</c>).</summary>
    public static class Claiming
    {
        /// <summary>Path of our own document beside the issuer's standard metadata, whose schemas leave no room for
        /// more; between host and path, as those.</summary>
        public const string WellKnown = "/.well-known/skills-passport-issuer";

        /// <summary>Its member: where a wallet finds an offer by number, year of birth and PIN.</summary>
        public const string FindOfferEndpoint = "find_offer_endpoint";

        /// <summary>The certificate's number, as printed, in capital letters.</summary>
        public const string CertificateNumber = "certificate_number";

        /// <summary>Four digits, as text.</summary>
        public const string YearOfBirth = "year_of_birth";

        /// <summary>The claim slip's PIN, the offer's transaction code.</summary>
        public const string Pin = "pin";

        /// <summary>Seconds until the next try may be worth something; also in the header <c>Retry-After</c>.</summary>
        public const string WaitSeconds = "wait_seconds";
    }
}
