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
        /// <summary>Header <c>x5u</c>, RFC 7515 section 4.1.5: a place to fetch certificates from; never
        /// followed.</summary>
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
        /// <summary>Claim <c>jti</c>, RFC 7519 section 4.1.7.</summary>
        public const string Jti = "jti";
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
        /// <summary>Member <c>bits</c>, section 4.2.</summary>
        public const string Bits = "bits";
        /// <summary>Member <c>lst</c>, section 4.2.</summary>
        public const string Lst = "lst";
        /// <summary>Member <c>aggregation_uri</c>, section 4.2.</summary>
        public const string AggregationUri = "aggregation_uri";
        /// <summary>Claim <c>ttl</c>, section 5.1.</summary>
        public const string Ttl = "ttl";
        /// <summary>Member <c>status_lists</c> of an aggregation, section 9.3.</summary>
        public const string StatusLists = "status_lists";
        /// <summary>Type header of the JWT form, section 5.1.</summary>
        public const string JwtType = "statuslist+jwt";
        /// <summary>Type header of the CWT form, section 5.2.</summary>
        public const string CwtType = "application/statuslist+cwt";
        /// <summary>Media type of the JWT form, section 8.1.</summary>
        public const string JwtMediaType = "application/statuslist+jwt";
        /// <summary>Media type of the CWT form, section 8.1.</summary>
        public const string CwtMediaType = "application/statuslist+cwt";
    }

    /// <summary>COSE: RFC 9052 (structures), RFC 9053 (algorithms), RFC 9596 (typ).</summary>
    public static class Cose
    {
        /// <summary>CBOR tag of COSE_Sign1, RFC 9052 section 2.</summary>
        public const int Sign1Tag = 18;
        /// <summary>Header label <c>alg</c>, RFC 9052 section 3.1.</summary>
        public const int Alg = 1;
        /// <summary>Header label <c>kid</c>, RFC 9052 section 3.1.</summary>
        public const int Kid = 4;
        /// <summary>Header label <c>typ</c>, RFC 9596 section 2.</summary>
        public const int Typ = 16;
        /// <summary>Algorithm ES256, RFC 9053 section 2.1.</summary>
        public const int ES256 = -7;
        /// <summary>Context string of the Sig_structure, RFC 9052 section 4.4.</summary>
        public const string Signature1 = "Signature1";
    }

    /// <summary>CWT claim labels: RFC 8392 section 3.1.1; Token Status List section 14.4.</summary>
    public static class Cwt
    {
        /// <summary>Claim <c>iss</c>.</summary>
        public const int Iss = 1;
        /// <summary>Claim <c>sub</c>.</summary>
        public const int Sub = 2;
        /// <summary>Claim <c>exp</c>.</summary>
        public const int Exp = 4;
        /// <summary>Claim <c>nbf</c>.</summary>
        public const int Nbf = 5;
        /// <summary>Claim <c>iat</c>.</summary>
        public const int Iat = 6;
        /// <summary>Claim <c>status_list</c>.</summary>
        public const int StatusList = 65533;
        /// <summary>Claim <c>ttl</c>.</summary>
        public const int Ttl = 65534;
        /// <summary>Claim <c>status</c>.</summary>
        public const int Status = 65535;
        /// <summary>Media type of a CWT, RFC 8392 section 9.2.</summary>
        public const string MediaType = "application/cwt";
    }

    /// <summary>The paper certificate of this system: <c>schemas/api/paper-cwt.cddl</c>, format version 1.</summary>
    public static class Paper
    {
        /// <summary>COSE <c>typ</c>.</summary>
        public const string Type = "sp+cwt";
        /// <summary>Private CWT claim that holds the certificate map.</summary>
        public const int Certificate = -70001;
        /// <summary>Label of the format version.</summary>
        public const int FormatVersion = 1;
        /// <summary>Label of the award type.</summary>
        public const int AwardType = 2;
        /// <summary>Label of the English name.</summary>
        public const int NameEn = 3;
        /// <summary>Label of the Bangla name.</summary>
        public const int NameBn = 4;
        /// <summary>Label of the father's name.</summary>
        public const int FatherName = 5;
        /// <summary>Label of the mother's name.</summary>
        public const int MotherName = 6;
        /// <summary>Label of the last four digits of the NID.</summary>
        public const int NidLast4 = 7;
        /// <summary>Label of the last three characters of the passport number.</summary>
        public const int PassportLast3 = 8;
        /// <summary>Label of the birth year.</summary>
        public const int BirthYear = 9;
        /// <summary>Label of the occupation code.</summary>
        public const int OccupationCode = 10;
        /// <summary>Label of the framework's index in the framework data.</summary>
        public const int Framework = 11;
        /// <summary>Label of the level.</summary>
        public const int Level = 13;
        /// <summary>Label of the competent units, a bit mask.</summary>
        public const int Units = 14;
        /// <summary>Label of the framework data version.</summary>
        public const int DataVersion = 15;
        /// <summary>Label of the serial number.</summary>
        public const int SerialNo = 16;
        /// <summary>Label of the registration number.</summary>
        public const int RegistrationNo = 17;
        /// <summary>Label of the centre code.</summary>
        public const int CentreCode = 18;
        /// <summary>Label of the pathway.</summary>
        public const int Pathway = 19;
        /// <summary>Label of the replaced serial number.</summary>
        public const int Replaces = 20;
        /// <summary>Label of the day of assessment.</summary>
        public const int AssessedOn = 21;
        /// <summary>Label reserved for an entry in a public log.</summary>
        public const int LogEntry = 99;
    }

    /// <summary>A verifier's signed receipt: <c>schemas/api/verification-receipt.schema.json</c>.</summary>
    public static class Receipt
    {
        /// <summary>JWS type.</summary>
        public const string Typ = "verification-receipt+jwt";
        /// <summary>Where a verifier publishes its keys as a JWK Set (RFC 7517 section 5).</summary>
        public const string KeysPath = "/.well-known/jwks.json";
        /// <summary>Media type of a JWK Set, RFC 7517 section 8.5.2.</summary>
        public const string KeysMediaType = "application/jwk-set+json";
    }

    /// <summary>The accrediting authority's trust list, <c>schemas/api/trust-list.schema.json</c> version 1.</summary>
    public static class TrustList
    {
        /// <summary>JWS type.</summary>
        public const string Typ = "trust-list+jwt";
        /// <summary>Media type.</summary>
        public const string MediaType = "application/trust-list+jwt";
        /// <summary>File name at the authority's address.</summary>
        public const string FileName = "trust-list.jwt";
        /// <summary>Number of the list.</summary>
        public const string Sequence = "sequence";
        /// <summary>When it goes stale.</summary>
        public const string NextUpdate = "nextUpdate";
        /// <summary>The scheme it belongs to.</summary>
        public const string Scheme = "scheme";
        /// <summary>ISO 3166-1 code of the scheme's country.</summary>
        public const string Territory = "territory";
        /// <summary>Marks a demonstration.</summary>
        public const string Demo = "demo";
        /// <summary>Accredited issuers.</summary>
        public const string Issuers = "issuers";
        /// <summary>Assessment centres.</summary>
        public const string Centres = "centres";
        /// <summary>Wallet services.</summary>
        public const string Wallets = "wallets";
        /// <summary>Address that names an issuer or wallet.</summary>
        public const string Id = "id";
        /// <summary>Name by language.</summary>
        public const string Name = "name";
        /// <summary>English.</summary>
        public const string En = "en";
        /// <summary>Bangla.</summary>
        public const string Bn = "bn";
        /// <summary>Arabic.</summary>
        public const string Ar = "ar";
        /// <summary>Where certificate codes are looked up.</summary>
        public const string Lookup = "lookup";
        /// <summary>An issuer's keys.</summary>
        public const string Keys = "keys";
        /// <summary>A public key.</summary>
        public const string Jwk = "jwk";
        /// <summary>Start of a period.</summary>
        public const string From = "from";
        /// <summary>End of a period.</summary>
        public const string Until = "until";
        /// <summary>Since when a key may be in other hands.</summary>
        public const string CompromisedFrom = "compromisedFrom";
        /// <summary>Pinned root certificates.</summary>
        public const string Roots = "roots";
        /// <summary>What an issuer may award.</summary>
        public const string Awards = "awards";
        /// <summary>Credential type.</summary>
        public const string Vct = "vct";
        /// <summary>Framework ids.</summary>
        public const string Frameworks = "frameworks";
        /// <summary>Since when an issuer is no longer accredited.</summary>
        public const string WithdrawnFrom = "withdrawnFrom";
        /// <summary>Why.</summary>
        public const string WithdrawnReason = "withdrawnReason";
        /// <summary>Code of a centre.</summary>
        public const string Code = "code";
        /// <summary>District of a centre.</summary>
        public const string District = "district";
        /// <summary>Version of the list's form (LoTEVersionIdentifier).</summary>
        public const string Version = "version";
        /// <summary>Who runs the scheme (SchemeOperatorName).</summary>
        public const string Operator = "operator";
        /// <summary>Kind of scheme, an address that names it (LoTEType).</summary>
        public const string Type = "type";
        /// <summary>Where people read about the scheme (SchemeInformationURI).</summary>
        public const string Information = "information";
        /// <summary>Its policy or legal notice (PolicyOrLegalNotice).</summary>
        public const string Policy = "policy";
        /// <summary>Signed registers beside the list.</summary>
        public const string Registers = "registers";
        /// <summary>What a register holds.</summary>
        public const string Kind = "kind";
        /// <summary>The lists before this one.</summary>
        public const string History = "history";
        /// <summary>SHA-256 of a signed list, base64url.</summary>
        public const string Digest = "digest";
        /// <summary>Where a signed document is served.</summary>
        public const string Address = "address";
        /// <summary>Folder of earlier lists at the authority's address.</summary>
        public const string HistoryFolder = "trust-lists";
        /// <summary>Announcements of new root keys.</summary>
        public const string Rollover = "rollover";
        /// <summary>JWS type of such an announcement.</summary>
        public const string RolloverTyp = "root-rollover+jwt";
        /// <summary>The root key that takes over.</summary>
        public const string Next = "next";
        /// <summary>Register kind: comparisons of qualifications.</summary>
        public const string Comparisons = "comparisons";
        /// <summary>Register kind: recruiting agents.</summary>
        public const string Recruiters = "recruiters";
    }

    /// <summary>Checkpoints of an issuer's hash-chained trail, <c>schemas/api/log-checkpoint.schema.json</c>.</summary>
    public static class LogCheckpoint
    {
        /// <summary>JWS type.</summary>
        public const string Typ = "log-checkpoint+jwt";
        /// <summary>Media type.</summary>
        public const string MediaType = "application/log-checkpoint+jwt";
        /// <summary>Path at the issuer's address.</summary>
        public const string Path = "/log/checkpoint";
        /// <summary>Number of entries.</summary>
        public const string Entries = "entries";
        /// <summary>Hash of the last entry.</summary>
        public const string Head = "head";
    }

    /// <summary>The list of contents of a verify bundle, <c>schemas/api/verify-bundle.schema.json</c>.</summary>
    public static class VerifyBundle
    {
        /// <summary>JWS type.</summary>
        public const string Typ = "verify-bundle+jwt";
        /// <summary>File name at the root of the bundle.</summary>
        public const string FileName = "bundle.jwt";
        /// <summary>Path to SHA-256 of every file.</summary>
        public const string Files = "files";
        /// <summary>Address to path of the signed documents that were fetched.</summary>
        public const string Addresses = "addresses";
        /// <summary>What could not be had, and why.</summary>
        public const string Missing = "missing";
        /// <summary>Public key of whoever made the bundle.</summary>
        public const string Key = "key";
    }
}
