namespace SkillsPassport.Credentials.Issuing;

/// <summary>Turns an award into something that may be signed; one file per form of credential.</summary>
public static partial class Issuance
{
}
