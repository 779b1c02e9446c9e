namespace SkillsPassport.Credentials;

public static partial class Specs
{
    /// <summary>Our own beside OpenID4VCI: the paper form of a certificate for whoever proves to hold its wallet form.
    /// A wallet posts an SD-JWT+KB, audience the issuer, nonce from the nonce endpoint; the answer is the certificate
    /// as PDF with its signed data attached.</summary>
    public static class PaperForm
    {
        /// <summary>Behind the issuer's identifier: the schemas of the standard metadata leave no room for more, and
        /// who has no such endpoint answers 404.</summary>
        public const string Path = "/paper";

        /// <summary>Member of the request.</summary>
        public const string Presentation = "presentation";
    }
}
