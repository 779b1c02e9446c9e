namespace SkillsPassport.Credentials.Frameworks;

/// <summary>An occupation and the units of competency of its qualification, in published order.</summary>
/// <param name="Id">Readable id, for example <c>plumbing</c>.</param>
/// <param name="Code">Code used in serial numbers, for example <c>PLM</c>; case matters (<c>AMech</c>).</param>
/// <param name="SectorCode">Sector part of serial numbers, for example <c>CON</c>.</param>
/// <param name="TitleEn">English title.</param>
/// <param name="TitleBn">Bangla title.</param>
/// <param name="Isco08">ISCO-08 unit group.</param>
/// <param name="Qualification">The qualification its units make up.</param>
/// <param name="Units">Units in published order; paper label 14 is a bit mask over this list.</param>
public sealed record Occupation(
    string Id,
    string Code,
    string SectorCode,
    string TitleEn,
    string TitleBn,
    string Isco08,
    Qualification Qualification,
    IReadOnlyList<UnitOfCompetency> Units)
{
    /// <summary>Code of the competency standard.</summary>
    public string StandardCode => Qualification.StandardCode;

    /// <summary>Framework of the qualification, for example <c>BD-NSQF</c>.</summary>
    public string QualificationFramework => Qualification.Framework;

    /// <summary>Level of the qualification in that framework.</summary>
    public string QualificationLevel => Qualification.Level;

    /// <summary>Position of the unit with this code, or -1.</summary>
    public int IndexOfUnit(string unitCode)
    {
        for (var i = 0; i < Units.Count; i++)
        {
            if (Units[i].Code == unitCode)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>The qualification of an occupation: framework, level and competency standard.</summary>
/// <param name="Framework">Framework id.</param>
/// <param name="Level">Level in that framework.</param>
/// <param name="StandardCode">Competency standard.</param>
/// <param name="StandardCodeStatus">Whether the standard's code is official or illustrative.</param>
public sealed record Qualification(string Framework, string Level, string StandardCode, string StandardCodeStatus)
{
    /// <summary>True when the code follows the official pattern but was not seen in the official register.</summary>
    public bool IsIllustrative => StandardCodeStatus != UnitOfCompetency.FoundInRegister;
}

/// <summary>A unit of competency: what is assessed as competent or not yet competent.</summary>
/// <param name="Code">Opaque code, for example <c>GU003L2V1</c>.</param>
/// <param name="CodeStatus"><c>found</c> in an official document, or <c>constructed-in-format</c>.</param>
/// <param name="Category"><c>generic</c>, <c>sector-specific</c> or <c>occupation-specific</c>.</param>
/// <param name="TitleEn">Official English title, also used on Bangla paper.</param>
/// <param name="TitleBn">Plain-language Bangla title (draft).</param>
public sealed record UnitOfCompetency(string Code, string CodeStatus, string Category, string TitleEn, string TitleBn)
{
    internal const string FoundInRegister = "found";

    /// <summary>True when the code is illustrative and must be shown as such.</summary>
    public bool IsIllustrative => CodeStatus != FoundInRegister;
}
