namespace SkillsPassport.Credentials;

public static partial class Specs
{
    /// <summary>
    /// The authority's registers: our own documents, <c>schemas/api/comparison-register.schema.json</c> and
    /// <c>schemas/api/recruiter-register.schema.json</c>.
    /// </summary>
    public static class Registers
    {
        /// <summary>JWS type of the comparison register.</summary>
        public const string ComparisonsTyp = "comparison-register+jwt";
        /// <summary>File of the comparison register at the authority's address.</summary>
        public const string ComparisonsFile = "comparisons.jwt";
        /// <summary>JWS type of the recruiter register.</summary>
        public const string RecruitersTyp = "recruiter-register+jwt";
        /// <summary>File of the recruiter register at the authority's address.</summary>
        public const string RecruitersFile = "recruiters.jwt";
        /// <summary>Stands for every level or every occupation.</summary>
        public const string Any = "*";
    }
}
