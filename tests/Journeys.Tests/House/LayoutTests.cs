using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SkillsPassport.Journeys.Tests.House;

/// <summary>Where things are and what they are called.</summary>
public sealed partial class LayoutTests
{
    /// <summary>schemas ← credentials ← hosting ← {issuer, verifier, wallet-web, authority} ← all-in-one.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["credentials"] = [],
        ["hosting"] = ["credentials"],
        ["issuer"] = ["hosting"],
        ["verifier"] = ["hosting"],
        ["wallet-web"] = ["hosting"],
        ["authority"] = ["hosting"],
        ["all-in-one"] = ["issuer", "verifier", "wallet-web", "authority"],
    };

    /// <summary>Names of kinds of class, which say nothing of what the product does.</summary>
    private static readonly string[] EmptyFolderNames =
        ["Controllers", "Services", "Models", "Helpers", "Utils", "Common", "Infrastructure", "Managers", "Dtos", "Interfaces", "Extensions"];

    [Fact]
    public void Each_project_references_only_its_neighbour_below()
    {
        foreach (var (project, allowed) in MayReference)
        {
            var file = Repository.Files([project], ".csproj").Single();
            var references = XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference")
                .Select(reference => reference.Attribute("Include")!.Value.Split('/', '\\')[^2]);
            Assert.All(references, reference => Assert.Contains(reference, allowed));
        }
    }

    [Fact]
    public void No_service_names_another_service_in_its_code()
    {
        string[] services = ["Issuer", "Verifier", "Wallet", "Authority"];
        foreach (var (folder, own) in new[] { ("issuer", "Issuer"), ("verifier", "Verifier"), ("wallet-web", "Wallet"), ("authority", "Authority") })
        {
            foreach (var file in Repository.Files([folder], ".cs", ".cshtml"))
            {
                Assert.All(services.Where(service => service != own), other =>
                    Assert.False(Repository.Read(file).Contains($"using SkillsPassport.{other}", StringComparison.Ordinal), $"{file} uses {other}"));
            }
        }
    }

    [Fact]
    public void The_library_uses_nothing_of_the_web_or_the_database()
    {
        Assert.All(Repository.Files(["credentials"], ".cs"), file => Assert.DoesNotMatch(
            @"using (Microsoft\.AspNetCore|Microsoft\.EntityFrameworkCore|System\.Net\.Http|System\.IO;)", Repository.Read(file)));
        Assert.All(Repository.Files(["credentials"], ".cs"), file => Assert.DoesNotMatch(
            @"DateTime(Offset)?\.(Utc)?Now|TimeProvider\.System|File\.(Read|Write|Open)|Directory\.", Repository.Read(file)));
    }

    [Fact]
    public void Time_comes_in_through_the_constructor()
    {
        Assert.All(Repository.Files(Repository.Products, ".cs").Where(file => !file.StartsWith("all-in-one", StringComparison.Ordinal)),
            file => Assert.DoesNotMatch(@"DateTime(Offset)?\.(Utc)?Now\b", Repository.Read(file)));
    }

    [Fact]
    public void Folders_name_what_the_product_does()
    {
        Assert.All(Repository.Files(Repository.Products, ".cs"), file =>
            Assert.DoesNotContain(file.Split('/'), part => EmptyFolderNames.Contains(part)));
    }

    [Fact]
    public void A_namespace_is_its_folders_path()
    {
        foreach (var file in Repository.Files(Repository.Products, ".cs").Where(file => !file.EndsWith("/Program.cs", StringComparison.Ordinal)))
        {
            var project = Repository.Files([file.Split('/')[0]], ".csproj").Single();
            var root = XDocument.Parse(Repository.Read(project)).Descendants("RootNamespace").Single().Value;
            var expected = string.Join('.', new[] { root }.Concat(file.Split('/')[1..^1]));
            var found = NamespaceLine().Match(Repository.Read(file));
            Assert.True(found.Success && found.Groups[1].Value == expected, $"{file}: namespace is not {expected}");
        }
    }

    [Fact]
    public void No_class_is_named_after_its_kind()
    {
        Assert.All(Repository.Files(Repository.Products, ".cs"), file =>
            Assert.DoesNotMatch(@"\b(class|record|struct|interface) \w+(Manager|Helper|Helpers|Util|Utils|Utility|Dto|Impl)\b", Repository.Read(file)));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
