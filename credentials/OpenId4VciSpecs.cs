namespace SkillsPassport.Credentials;

public static partial class Specs
{
    /// <summary>OpenID for Verifiable Credential Issuance 1.0 (Final, September 2025), with the OAuth words it leans
    /// on: RFC 6749 (token endpoint), RFC 6750 (bearer), RFC 8414 (metadata).</summary>
    public static class OpenId4Vci
    {
        /// <summary>Scheme of an offer link, section 4.1.</summary>
        public const string OfferScheme = "openid-credential-offer";
        /// <summary>Offer by value, section 4.1.2.</summary>
        public const string CredentialOffer = "credential_offer";
        /// <summary>Offer by reference, section 4.1.3.</summary>
        public const string CredentialOfferUri = "credential_offer_uri";
        /// <summary>Issuer identifier, sections 4.1.1 and 12.2.4.</summary>
        public const string CredentialIssuer = "credential_issuer";
        /// <summary>What is offered, section 4.1.1.</summary>
        public const string CredentialConfigurationIds = "credential_configuration_ids";
        /// <summary>Grants of an offer, section 4.1.1.</summary>
        public const string Grants = "grants";
        /// <summary>The pre-authorized code flow's grant type, section 4.1.1.</summary>
        public const string PreAuthorizedCodeGrant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
        /// <summary>The code, sections 4.1.1 and 6.1.</summary>
        public const string PreAuthorizedCode = "pre-authorized_code";
        /// <summary>Transaction code: its description in the offer, its value in the token request, sections 4.1.1,
        /// 6.1.</summary>
        public const string TxCode = "tx_code";
        /// <summary>Member of <c>tx_code</c>: numeric or text.</summary>
        public const string InputMode = "input_mode";
        /// <summary>Value of <c>input_mode</c>.</summary>
        public const string Numeric = "numeric";
        /// <summary>Member of <c>tx_code</c>.</summary>
        public const string Length = "length";
        /// <summary>Member of <c>tx_code</c>, at most 300 characters.</summary>
        public const string Description = "description";
        /// <summary>Which authorization server a grant belongs to, section 4.1.1.</summary>
        public const string AuthorizationServer = "authorization_server";
        /// <summary>Path of the issuer's metadata, between host and path, section 12.2.2.</summary>
        public const string WellKnownIssuer = "/.well-known/openid-credential-issuer";
        /// <summary>Path of the authorization server's metadata, RFC 8414 section 3.</summary>
        public const string WellKnownAuthorizationServer = "/.well-known/oauth-authorization-server";
        /// <summary>Section 12.2.4.</summary>
        public const string AuthorizationServers = "authorization_servers";
        /// <summary>Section 12.2.4.</summary>
        public const string CredentialEndpoint = "credential_endpoint";
        /// <summary>Section 12.2.4.</summary>
        public const string NonceEndpoint = "nonce_endpoint";
        /// <summary>Section 12.2.4.</summary>
        public const string DeferredCredentialEndpoint = "deferred_credential_endpoint";
        /// <summary>Section 12.2.4.</summary>
        public const string NotificationEndpoint = "notification_endpoint";
        /// <summary>Section 12.2.4.</summary>
        public const string CredentialResponseEncryption = "credential_response_encryption";
        /// <summary>Section 12.2.4.</summary>
        public const string EncryptionRequired = "encryption_required";
        /// <summary>Section 12.2.4.</summary>
        public const string CredentialConfigurationsSupported = "credential_configurations_supported";
        /// <summary>Section 12.2.4.</summary>
        public const string Format = "format";
        /// <summary>Section 12.2.4.</summary>
        public const string ProofTypesSupported = "proof_types_supported";
        /// <summary>Section 12.2.4.</summary>
        public const string ProofSigningAlgValuesSupported = "proof_signing_alg_values_supported";
        /// <summary>Section 12.2.4.</summary>
        public const string CredentialMetadata = "credential_metadata";
        /// <summary>Section 12.2.4.</summary>
        public const string Display = "display";
        /// <summary>Member of a display object.</summary>
        public const string Name = "name";
        /// <summary>Member of a display object.</summary>
        public const string Locale = "locale";
        /// <summary>RFC 8414 section 2.</summary>
        public const string Issuer = "issuer";
        /// <summary>RFC 8414 section 2.</summary>
        public const string TokenEndpoint = "token_endpoint";
        /// <summary>Token request, RFC 6749 section 4.</summary>
        public const string GrantType = "grant_type";
        /// <summary>Token response, RFC 6749 section 5.1.</summary>
        public const string AccessToken = "access_token";
        /// <summary>Token response, RFC 6749 section 5.1; grant type and parameter of its section 6.</summary>
        public const string RefreshToken = "refresh_token";
        /// <summary>Token response, RFC 6749 section 5.1.</summary>
        public const string TokenType = "token_type";
        /// <summary>Value of <c>token_type</c>, RFC 6750.</summary>
        public const string Bearer = "Bearer";
        /// <summary>Token response, RFC 6749 section 5.1.</summary>
        public const string ExpiresIn = "expires_in";
        /// <summary>Token response, section 6.2; RFC 9396.</summary>
        public const string AuthorizationDetails = "authorization_details";
        /// <summary>Section 6.2.</summary>
        public const string CredentialIdentifiers = "credential_identifiers";
        /// <summary>Section 8.2.</summary>
        public const string CredentialIdentifier = "credential_identifier";
        /// <summary>Section 8.2.</summary>
        public const string CredentialConfigurationId = "credential_configuration_id";
        /// <summary>Nonce response, section 7.2.</summary>
        public const string CNonce = "c_nonce";
        /// <summary>Section 8.2.</summary>
        public const string Proofs = "proofs";
        /// <summary>Proof type, appendix F.1.</summary>
        public const string Jwt = "jwt";
        /// <summary>Type of a key proof, appendix F.1.</summary>
        public const string ProofTyp = "openid4vci-proof+jwt";
        /// <summary>Credential response, section 8.3.</summary>
        public const string Credentials = "credentials";
        /// <summary>Credential response, section 8.3.</summary>
        public const string Credential = "credential";
        /// <summary>Credential response for later, section 8.3.</summary>
        public const string TransactionId = "transaction_id";
        /// <summary>Seconds until the deferred endpoint may be asked, section 8.3.</summary>
        public const string Interval = "interval";
        /// <summary>Section 8.3.</summary>
        public const string NotificationId = "notification_id";
        /// <summary>Notification request, section 11.1.</summary>
        public const string Event = "event";
        /// <summary>Section 11.1.</summary>
        public const string CredentialAccepted = "credential_accepted";
        /// <summary>Section 11.1.</summary>
        public const string CredentialFailure = "credential_failure";
        /// <summary>Error member, RFC 6749 section 5.2.</summary>
        public const string Error = "error";
        /// <summary>Error member, RFC 6749 section 5.2: ASCII only.</summary>
        public const string ErrorDescription = "error_description";
        /// <summary>RFC 6749 section 5.2; section 6.3: also a wrong transaction code.</summary>
        public const string InvalidGrant = "invalid_grant";
        /// <summary>RFC 6749 section 5.2; section 6.3: also a missing or unexpected transaction code.</summary>
        public const string InvalidRequest = "invalid_request";
        /// <summary>RFC 6749 section 5.2.</summary>
        public const string UnsupportedGrantType = "unsupported_grant_type";
        /// <summary>RFC 6750 section 3.1.</summary>
        public const string InvalidToken = "invalid_token";
        /// <summary>Section 8.3.1.</summary>
        public const string InvalidCredentialRequest = "invalid_credential_request";
        /// <summary>Section 8.3.1.</summary>
        public const string UnknownCredentialConfiguration = "unknown_credential_configuration";
        /// <summary>Section 8.3.1.</summary>
        public const string UnknownCredentialIdentifier = "unknown_credential_identifier";
        /// <summary>Section 8.3.1.</summary>
        public const string InvalidProof = "invalid_proof";
        /// <summary>Section 8.3.1.</summary>
        public const string InvalidNonce = "invalid_nonce";
        /// <summary>Section 9.3.</summary>
        public const string InvalidTransactionId = "invalid_transaction_id";
        /// <summary>Section 8.3.1.</summary>
        public const string CredentialRequestDenied = "credential_request_denied";
        /// <summary>Ours, beside <c>invalid_grant</c>: how many more transaction codes may be tried; other wallets
        /// ignore it.</summary>
        public const string AttemptsRemaining = "attempts_remaining";

        /// <summary>Metadata member <c>batch_credential_issuance</c>, section 12.2.4.</summary>
        public const string BatchCredentialIssuance = "batch_credential_issuance";

        /// <summary>Metadata member <c>batch_size</c>, section 12.2.4.</summary>
        public const string BatchSize = "batch_size";

        /// <summary>Metadata member <c>scope</c>, section 12.2.4.</summary>
        public const string Scope = "scope";

        /// <summary>Metadata member <c>cryptographic_binding_methods_supported</c>, section 12.2.4.</summary>
        public const string CryptographicBindingMethodsSupported = "cryptographic_binding_methods_supported";

        /// <summary>Metadata member <c>credential_signing_alg_values_supported</c>, section 12.2.4.</summary>
        public const string CredentialSigningAlgValuesSupported = "credential_signing_alg_values_supported";

        /// <summary>RFC 8414 section 2.</summary>
        public const string ResponseTypesSupported = "response_types_supported";

        /// <summary>RFC 8414 section 2.</summary>
        public const string GrantTypesSupported = "grant_types_supported";

        /// <summary>RFC 8414 section 2.</summary>
        public const string TokenEndpointAuthMethodsSupported = "token_endpoint_auth_methods_supported";

        /// <summary>Authorization server metadata, section 12.3.</summary>
        public const string AnonymousAccessSupported = "pre-authorized_grant_anonymous_access_supported";

        /// <summary>The single proof of drafts before 1.0; refused.</summary>
        public const string DraftProof = "proof";

        /// <summary>Notification event, section 11.1.</summary>
        public const string CredentialDeleted = "credential_deleted";

        /// <summary>Error, section 8.3.1.2.</summary>
        public const string InvalidEncryptionParameters = "invalid_encryption_parameters";

        /// <summary>Error, section 11.3.</summary>
        public const string InvalidNotificationId = "invalid_notification_id";

        /// <summary>Error, section 11.3.</summary>
        public const string InvalidNotificationRequest = "invalid_notification_request";
    }
}
