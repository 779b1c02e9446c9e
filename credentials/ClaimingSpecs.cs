namespace SkillsPassport.Credentials;

public static partial class Specs
{
    /// <summary>Our own beside OpenID4VCI: finding the offer of a certificate without its slip
    /// (<c>schemas/api/find-offer.schema.json</c>).</summary>
    public static class Claiming
    {
        /// <summary>Member of the credential issuer's metadata: where a wallet finds an offer by number, year of birth
        /// and PIN. Wallets that do not know it pass over it (OpenID4VCI 1.0 section 12.2.4).</summary>
        public const string FindOfferEndpoint = "skills_passport_find_offer_endpoint";

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
