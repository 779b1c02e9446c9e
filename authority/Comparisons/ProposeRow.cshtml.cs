using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Comparisons;

/// <summary>One row by a form; the same reader as for files says what is wrong with it.</summary>
[Authorize(Policies.KeepsComparisons)]
public sealed class ProposeRowModel(AuthorityDb db, Propose propose, IOptions<AuthorityOptions> options,
    TimeProvider clock) : ProposingModel
{
    /// <summary>What was typed, by the form's own names.</summary>
    [BindProperty] public Dictionary<string, string?> Cells { get; set; } = [];

    [BindProperty] public List<string> Occupations { get; set; } = [];

    public string? Supersedes => Cells.GetValueOrDefault("supersedes") is { Length: > 0 } id ? id : null;

    public bool IsDemo => options.Value.IsDemo;

    public string Cell(string name) => Cells.GetValueOrDefault(name) ?? "";

    /// <param name="supersedes">The row whose words the form begins with.</param>
    public async Task<IActionResult> OnGetAsync(string? supersedes, CancellationToken cancel)
    {
        Cells["retrievedOn"] = $"{ReadLevelQuestion.Today(clock):yyyy-MM-dd}";
        Occupations = [Specs.Registers.Any];
        if (supersedes is null)
        {
            return Page();
        }

        if (await db.Rows.Where(one => one.Register == RegisterKind.Comparisons.Name && one.Subject == supersedes)
            .Select(one => one.Content).SingleOrDefaultAsync(cancel) is not { } content)
        {
            return NotFound();
        }

        Fill(Draft.Read<ComparisonRow>(content));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var faults = new List<Fault>();
        var row = ReadComparison.Read(JsonSerializer.SerializeToElement(Json()), options.Value.IsDemo,
            ReadLevelQuestion.Today(clock), faults);
        return Answer(row is null ? faults
            : await propose.SendAsync([Draft.Of(row)], User.Identity!.Name!, cancel));
    }

    private void Fill(ComparisonRow row)
    {
        Cells = new()
        {
            ["supersedes"] = row.Id, ["from"] = $"{row.From.Framework} {row.From.Version}",
            ["fromLevel"] = row.From.Level, ["to"] = row.To.Framework, ["toVersion"] = row.To.Version,
            ["toLevel"] = row.To.Level, ["status"] = ReadComparison.Word(row.Status),
            ["legalInstrument"] = row.LegalInstrument, ["publisher"] = row.Publisher, ["sourceUrl"] = row.SourceUrl,
            ["sourceDocumentHash"] = row.SourceDocumentHash, ["retrievedOn"] = Cell("retrievedOn"),
            ["note"] = row.Scope.Note, ["disclaimer"] = row.Disclaimer, ["demo"] = row.Demo ? "1" : null,
        };
        Occupations = [.. row.Scope.Occupations];
    }

    private JsonObject Json()
    {
        var home = Cell("from").Split(' ', 2);
        return new JsonObject
        {
            ["id"] = Text("id"),
            ["from"] = new JsonObject
            {
                ["framework"] = home[0], ["version"] = home.ElementAtOrDefault(1), ["level"] = Text("fromLevel"),
            },
            ["to"] = new JsonObject
            {
                ["framework"] = Text("to"), ["version"] = Text("toVersion"), ["level"] = Text("toLevel"),
            },
            ["status"] = Text("status"), ["legalInstrument"] = Text("legalInstrument"),
            ["publisher"] = Text("publisher"), ["sourceUrl"] = Text("sourceUrl"),
            ["sourceDocumentHash"] = Text("sourceDocumentHash"), ["retrievedOn"] = Text("retrievedOn"),
            ["validFrom"] = Text("validFrom"), ["validUntil"] = Text("validUntil"),
            ["scope"] = new JsonObject
            {
                ["occupations"] = new JsonArray([.. Occupations.Select(one => JsonValue.Create(one))]),
                ["note"] = Text("note"),
            },
            ["disclaimer"] = Text("disclaimer"), ["supersedes"] = Text("supersedes"),
            ["demo"] = Cell("demo") == "1",
        };
    }

    private JsonNode? Text(string name) => Cell(name) is { Length: > 0 } text ? JsonValue.Create(text) : null;
}
