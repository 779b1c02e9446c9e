using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Frameworks;

namespace SkillsPassport.Credentials.Tests.Frameworks;

public class FrameworkDataTests
{
    [Fact]
    public void The_same_level_number_means_different_things_in_two_frameworks()
    {
        Assert.Equal("Semi-Skilled Worker", FrameworkData.Find("BD-NTVQF", "2012")!.FindLevel("3")!.JobClass);
        Assert.Equal("Skilled Worker", FrameworkData.Find("BD-NSQF", "2021")!.FindLevel("3")!.JobClass);
        Assert.Null(FrameworkData.Find("BD-NSQF", "2012"));
    }

    [Fact]
    public void Frameworks_stand_in_the_published_order() => Assert.Equal(
        ["BD-NTVQF 2012", "BD-NSQF 2021", "BD-BNQF 2021"],
        FrameworkData.Frameworks.Select(framework => $"{framework.Id} {framework.Version}"));

    [Fact]
    public void Levels_are_names_and_keep_their_order() => Assert.Equal(
        ["PV1", "PV2", "1", "2", "3", "4", "5", "6"],
        FrameworkData.Frameworks[0].Levels.Select(level => level.Level));

    [Fact]
    public void Every_framework_is_complete_for_print()
    {
        Assert.Equal(3, FrameworkData.Frameworks.Count);
        Assert.All(FrameworkData.Frameworks, framework =>
        {
            Assert.All(
                new[] { framework.NameEn, framework.NameBn, framework.PrintedForm, framework.Country },
                Assert.NotEmpty);
            Assert.All(framework.Levels, level => Assert.All(new[] { level.TitleEn, level.TitleBn }, Assert.NotEmpty));
        });
    }

    [Fact]
    public void An_occupation_is_found_by_id_and_by_code()
    {
        var plumbing = FrameworkData.FindOccupation("PLM");
        Assert.Same(plumbing, FrameworkData.FindOccupation("plumbing"));
        Assert.Equal(("CON", "7126", "CS-CON-PLM-L2-EN-V1"),
            (plumbing!.SectorCode, plumbing.Isco08, plumbing.StandardCode));
        Assert.Null(FrameworkData.FindOccupation("plm"));
        Assert.NotNull(FrameworkData.FindOccupation("AMech"));
    }

    [Fact]
    public void Occupations_and_units_have_codes_of_their_own()
    {
        var occupations = FrameworkData.Occupations;
        Assert.Equal(18, occupations.Count);
        Assert.Equal(36, occupations.SelectMany(one => new[] { one.Id, one.Code }).Distinct().Count());
        Assert.All(occupations, occupation =>
        {
            Assert.InRange(occupation.Units.Count, 1, 53);
            Assert.Equal(occupation.Units.Count, occupation.Units.Select(unit => unit.Code).Distinct().Count());
            Assert.NotNull(FrameworkData.Frameworks.Single(one => one.Id == occupation.QualificationFramework)
                .FindLevel(occupation.QualificationLevel));
        });
    }

    [Fact]
    public void Illustrative_codes_say_so()
    {
        var masonry = FrameworkData.FindOccupation("masonry")!;
        Assert.True(masonry.Qualification.IsIllustrative);
        Assert.True(masonry.Units.Single(unit => unit.Code == "GU002L1V1").IsIllustrative);
        Assert.False(masonry.Units.Single(unit => unit.Code == "GU003L2V1").IsIllustrative);
    }

    [Fact]
    public void All_text_is_normalised() => Assert.All(
        new[] { "frameworks.json", "occupations.json" },
        file => Assert.True(Encoding.UTF8.GetString(FrameworkData.ReadPublished(file)).IsNormalized()));

    // Paper certificates point at units by position: these bytes are part of every certificate of data version 1.
    [Theory]
    [InlineData("frameworks.json", "36982e3cc98da492ed77146817bef2bd21852e584d35cdfe6dff270bce16c5e9")]
    [InlineData("occupations.json", "a40702231bbcff45172299923ce4e9809a1d678726be2a27e5de00305d4f38ca")]
    public void Data_version_one_never_changes(string file, string sha256)
    {
        Assert.Equal(1, FrameworkData.Version);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(FrameworkData.ReadPublished(file))));
    }
}
