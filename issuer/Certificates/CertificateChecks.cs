namespace SkillsPassport.Issuer.Certificates;

/// <summary>The last look before ink: what must never be printed is a fault here, however it came.</summary>
internal static class CertificateChecks
{
    public static void Check(CertificateModel model)
    {
        // Four digits of an identity number may be printed, never the number.
        Demand(model.NidLast4 is null or { Length: 4 }, "The ending of the national ID has four digits.");
        Demand(model.PassportLast3 is null or { Length: 3 }, "The ending of the passport number has three characters.");
        Demand(model.Units.Count > 0, "A certificate names at least one unit.");
        Demand(model.Units.Count <= model.UnitsTotal, "More units are listed than the qualification has.");
        Demand(model.IsStatement || model.Units.Count == model.UnitsTotal, "A certificate names all units.");
        Demand(model.Cwt.Length > 0, "A certificate carries its signed data.");
    }

    private static void Demand(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(rule);
        }
    }
}
