namespace SkillsPassport.Credentials;

/// <summary>Every wire word of the specifications, once, under the specification's name and version.</summary>
public static partial class Specs
{
    /// <summary>JOSE: RFC 7515 (JWS), RFC 7517 (JWK), RFC 7518 (JWA), RFC 7519 (JWT), RFC 7638 (thumbprint).</summary>
    public static class Jose
    {
        /// <summary>Header <c>alg</c>, RFC 7515 section 4.1.1.</summary>
        public const string Alg = "alg";
        /// <summary>The only algorithm of this system, RFC 7518 section 3.4.</summary>
        public const string ES256 = "ES256";
        /// <summary>Header <c>typ</c>, RFC 7515 section 4.1.9.</summary>
        public const string Typ = "typ";
        /// <summary>Header and JWK member <c>kid</c>, RFC 7515 section 4.1.4.</summary>
        public const string Kid = "kid";
        /// <summary>Header <c>x5c</c>, RFC 7515 section 4.1.6.</summary>
        public const string X5c = "x5c";
        /// <summary>Header <c>jwk</c>, RFC 7515 section 4.1.3.</summary>
        public const string JwkHeader = "jwk";
        /// <summary>Header <c>jku</c>, RFC 7515 section 4.1.2: a place to fetch keys from; never followed.</summary>
        public const string Jku = "jku";
        /// <summary>Header <c>x5u</c>, RFC 7515 section 4.1.5: a place to fetch certificates from; never followed.</summary>
        public const string X5u = "x5u";
        /// <summary>Header <c>crit</c>, RFC 7515 section 4.1.11.</summary>
        public const string Crit = "crit";
        /// <summary>Header <c>b64</c>, RFC 7797 section 3.</summary>
        public const string B64 = "b64";
        /// <summary>JWE header <c>enc</c>, RFC 7516 section 4.1.2.</summary>
        public const string Enc = "enc";
        /// <summary>JWE header <c>zip</c>, RFC 7516 section 4.1.3.</summary>
        public const string Zip = "zip";
        /// <summary>JWK member <c>kty</c>, RFC 7517 section 4.1.</summary>
        public const string Kty = "kty";
        /// <summary>Key type of elliptic curves, RFC 7518 section 6.1.</summary>
        public const string EC = "EC";
        /// <summary>JWK member <c>crv</c>, RFC 7518 section 6.2.1.1.</summary>
        public const string Crv = "crv";
        /// <summary>Curve <c>P-256</c>, RFC 7518 section 6.2.1.1.</summary>
        public const string P256 = "P-256";
        /// <summary>JWK member <c>x</c>, RFC 7518 section 6.2.1.2.</summary>
        public const string X = "x";
        /// <summary>JWK member <c>y</c>, RFC 7518 section 6.2.1.3.</summary>
        public const string Y = "y";
        /// <summary>JWK member <c>d</c>: the private key, RFC 7518 section 6.2.2.1.</summary>
        public const string D = "d";
        /// <summary>JWK member <c>use</c>, RFC 7517 section 4.2.</summary>
        public const string Use = "use";
        /// <summary>Value of <c>use</c> for signatures, RFC 7517 section 4.2.</summary>
        public const string Sig = "sig";
        /// <summary>JWK Set member <c>keys</c>, RFC 7517 section 5.1.</summary>
        public const string Keys = "keys";
        /// <summary>Claim <c>iss</c>, RFC 7519 section 4.1.1.</summary>
        public const string Iss = "iss";
        /// <summary>Claim <c>sub</c>, RFC 7519 section 4.1.2.</summary>
        public const string Sub = "sub";
        /// <summary>Claim <c>aud</c>, RFC 7519 section 4.1.3.</summary>
        public const string Aud = "aud";
        /// <summary>Claim <c>exp</c>, RFC 7519 section 4.1.4.</summary>
        public const string Exp = "exp";
        /// <summary>Claim <c>nbf</c>, RFC 7519 section 4.1.5.</summary>
        public const string Nbf = "nbf";
        /// <summary>Claim <c>iat</c>, RFC 7519 section 4.1.6.</summary>
        public const string Iat = "iat";
        /// <summary>Claim <c>nonce</c>, OpenID Connect Core; used by KB-JWT and OpenID4VCI proofs.</summary>
        public const string Nonce = "nonce";
        /// <summary>Claim <c>cnf</c>, RFC 7800 section 3.1.</summary>
        public const string Cnf = "cnf";
        /// <summary>Member <c>jwk</c> of <c>cnf</c>, RFC 7800 section 3.2.</summary>
        public const string CnfJwk = "jwk";
    }

    /// <summary>SD-JWT: RFC 9901, November 2025.</summary>
    public static class SdJwt
    {
        /// <summary>Digests of object properties, section 4.2.4.1.</summary>
        public const string Sd = "_sd";
        /// <summary>Name of the hash algorithm, section 4.1.1.</summary>
        public const string SdAlg = "_sd_alg";
        /// <summary>Key of an array element's digest, section 4.2.4.2.</summary>
        public const string ArrayDigest = "...";
        /// <summary>The only hash algorithm accepted, section 4.1.1.</summary>
        public const string Sha256 = "sha-256";
        /// <summary>Type of a Key Binding JWT, section 4.3.</summary>
        public const string KbJwt = "kb+jwt";
        /// <summary>Claim of the KB-JWT over everything before it, section 4.3.</summary>
        public const string SdHash = "sd_hash";
        /// <summary>Separator between the parts of the compact form, section 4.</summary>
        public const char Separator = '~';
    }

    /// <summary>SD-JWT VC: draft-ietf-oauth-sd-jwt-vc-19, 21 August 2026.</summary>
    public static class SdJwtVc
    {
        /// <summary>Type header and credential format identifier, section 2.2.1.</summary>
        public const string DcSdJwt = "dc+sd-jwt";
        /// <summary>Media type of a credential, section 2.1.</summary>
        public const string MediaType = "application/dc+sd-jwt";
        /// <summary>Claim <c>vct</c>, section 2.2.2.1.</summary>
        public const string Vct = "vct";
        /// <summary>Claim <c>vct#integrity</c>, section 2.2.2.1.</summary>
        public const string VctIntegrity = "vct#integrity";
        /// <summary>Claim <c>aka_vcts</c>, section 2.2.2.2.</summary>
        public const string AkaVcts = "aka_vcts";
        /// <summary>Claim <c>status</c>, section 2.2.2.2.</summary>
        public const string Status = "status";
        /// <summary>Path element of the issuer metadata, section 3.1.</summary>
        public const string WellKnownIssuer = "/.well-known/jwt-vc-issuer";
        /// <summary>Issuer metadata member <c>issuer</c>, section 3.2.</summary>
        public const string Issuer = "issuer";
        /// <summary>Issuer metadata member <c>jwks</c>, section 3.2.</summary>
        public const string Jwks = "jwks";
        /// <summary>Issuer metadata member <c>jwks_uri</c>, section 3.2.</summary>
        public const string JwksUri = "jwks_uri";
        /// <summary>Type metadata member <c>extends</c>, section 4.2.</summary>
        public const string Extends = "extends";
        /// <summary>Type metadata member <c>name</c>, section 4.2.</summary>
        public const string Name = "name";
        /// <summary>Type metadata member <c>display</c>, section 4.2.</summary>
        public const string Display = "display";
        /// <summary>Type metadata member <c>locale</c> of a display object.</summary>
        public const string Locale = "locale";
        /// <summary>Type metadata member <c>label</c> of a claim's display object.</summary>
        public const string Label = "label";
        /// <summary>Type metadata member <c>claims</c>, section 4.2.</summary>
        public const string Claims = "claims";
        /// <summary>Claim metadata member <c>path</c>.</summary>
        public const string Path = "path";
        /// <summary>Claim metadata member <c>sd</c>.</summary>
        public const string ClaimSd = "sd";
        /// <summary>Type and claim metadata member <c>description</c>.</summary>
        public const string Description = "description";
        /// <summary>Value of <c>sd</c>: the claim is always a disclosure.</summary>
        public const string SdAlways = "always";
        /// <summary>Value of <c>sd</c>: the issuer may choose.</summary>
        public const string SdAllowed = "allowed";
        /// <summary>Value of <c>sd</c>: the claim is never a disclosure.</summary>
        public const string SdNever = "never";
        /// <summary>Claim metadata member <c>mandatory</c>.</summary>
        public const string Mandatory = "mandatory";
    }

    /// <summary>Token Status List: draft-ietf-oauth-status-list-20, 20 April 2026.</summary>
    public static class TokenStatusList
    {
        /// <summary>Member <c>status_list</c>, section 6.2.</summary>
        public const string StatusList = "status_list";
        /// <summary>Member <c>idx</c>, section 6.2.</summary>
        public const string Idx = "idx";
        /// <summary>Member <c>uri</c>, section 6.2.</summary>
        public const string Uri = "uri";
    }
}
