namespace SkillsPassport.Credentials;

/// <summary>Every wire word of the specifications, once, under the specification's name and version.</summary>
public static class Specs
{
}
