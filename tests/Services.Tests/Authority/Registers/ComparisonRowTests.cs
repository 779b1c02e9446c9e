using System.Net;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Authority.Registers;

public sealed class ComparisonRowTests : IAsyncLifetime
{
    private RunningAuthority _authority = null!;
    private OfficerBrowser _officer = null!;

    public async Task InitializeAsync()
    {
        _authority = await RunningAuthority.StartAsync();
        _officer = await _authority.SignInAsync("compare.a");
    }

    [Theory]
    [InlineData("id", "Cells[id]", "a b")]
    [InlineData("status", "Cells[status]", "recognised")]
    [InlineData("to.level", "Cells[toLevel]", "9")]
    [InlineData("to.level", "Cells[toLevel]", "04")]
    [InlineData("to.level", "Cells[toLevel]", "")]
    [InlineData("to.level", "Cells[fromLevel]", "*")]
    [InlineData("to.level", "Cells[status]", "bilateral-test-required")]
    [InlineData("to.level", "Cells[status]", "under-negotiation")]
    [InlineData("to.level", "Cells[status]", "none-published")]
    [InlineData("legalInstrument", "Cells[status]", "mra-in-force")]
    [InlineData("legalInstrument", "Cells[status]", "referenced")]
    [InlineData("validUntil", "Cells[status]", "expired")]
    [InlineData("from.level", "Cells[fromLevel]", "PV1")]
    [InlineData("from.framework", "Cells[from]", "BD-NSQF 1999")]
    [InlineData("to.framework", "Cells[to]", "KW-NONE")]
    [InlineData("publisher", "Cells[publisher]", " ")]
    [InlineData("sourceUrl", "Cells[sourceUrl]", "")]
    [InlineData("sourceUrl", "Cells[sourceUrl]", "http://somebody.example.org/table")]
    [InlineData("sourceUrl", "Cells[sourceUrl]", "javascript:alert(1)")]
    [InlineData("sourceUrl", "Cells[sourceUrl]", "https://user@somebody.example.org/")]
    [InlineData("sourceUrl", "Cells[sourceUrl]", "https://localhost/")]
    [InlineData("sourceDocumentHash", "Cells[sourceDocumentHash]", "ABC")]
    [InlineData("retrievedOn", "Cells[retrievedOn]", "2023-02")]
    [InlineData("retrievedOn", "Cells[retrievedOn]", "2099-01-01")]
    [InlineData("scope.occupations", "Occupations", "flying")]
    [InlineData("disclaimer", "Cells[disclaimer]", "")]
    [InlineData("supersedes", "Cells[supersedes]", "cmp-nothing")]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_stored(string field, string cell, string value)
    {
        var shown = await Forms.ProposeRowAsync(_officer, "cmp-1", new() { [cell] = value,
            ["Cells[validFrom]"] = cell == "Cells[supersedes]" ? "2026-01-01" : "" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        Assert.Contains(shown.Faults(), fault => fault.Field == field);
        await using var db = _authority.Db();
        Assert.Empty(db.Proposals);
    }

    [Fact]
    public async Task A_row_is_closed_by_two_persons_and_stays_in_the_register()
    {
        await AddAsync("cmp-1");
        var page = await _officer.GetAsync("/desk/comparisons/cmp-1");
        Assert.Contains(Faults(await CloseAsync(page, "2026-06-31", "It ended")), code => code.Contains("not a day"));
        Assert.Contains(Faults(await CloseAsync(page, "2026-06-30", "")), code => code.Contains("reason"));
        await CloseAsync(page, "২০২৬-০৬-৩০", "The agreement ended");
        Assert.Null((await _authority.PublishedAsync<ComparisonRegister>()).Content.Rows[0].ValidUntil);

        Assert.Contains("The agreement ended", (await _authority.ApproveAsync("cmp-1", "compare.b")).Text);

        var row = Assert.Single((await _authority.PublishedAsync<ComparisonRegister>()).Content.Rows);
        Assert.Equal((new DateOnly(2026, 6, 30), "compare.a"), (row.ValidUntil, row.ProposedBy));
        Assert.Contains(Faults(await CloseAsync(await _officer.GetAsync("/desk/comparisons/cmp-1"), "2027-01-01", "Longer")),
            code => code.Contains("ends on 2026-06-30 already"));
    }

    [Fact]
    public async Task A_successor_closes_the_row_before_it_on_the_day_before()
    {
        await AddAsync("cmp-1", new() { ["Cells[validFrom]"] = "2026-01-01" });
        var tooEarly = await Forms.ProposeRowAsync(_officer, "cmp-2", Successor("2026-01-01"), "/desk/comparisons/new?supersedes=cmp-1");
        Assert.Contains(tooEarly.Faults(), fault => fault.Field == "validFrom");

        await Forms.ProposeRowAsync(_officer, "cmp-2", Successor("2026-07-01"), "/desk/comparisons/new?supersedes=cmp-1");
        await _authority.ApproveAsync("cmp-2", "compare.b");

        var rows = (await _authority.PublishedAsync<ComparisonRegister>()).Content.Rows;
        Assert.Equal([("cmp-1", new DateOnly(2026, 6, 30)), ("cmp-2", null)],
            rows.Select(row => (row.Id, row.ValidUntil)).ToArray());
        Assert.Equal("cmp-1", rows[1].Supersedes);
    }

    [Fact]
    public async Task A_row_that_says_something_about_the_same_thing_again_is_refused()
    {
        await AddAsync("cmp-1");
        Assert.Contains(Faults(await Forms.ProposeRowAsync(_officer, "CMP-1")), code => code.Contains("already"));
        Assert.Contains(Faults(await Forms.ProposeRowAsync(_officer, "cmp-2")), code => code.Contains("cmp-1"));
        Assert.Contains(Faults(await Forms.ProposeRowAsync(_officer, "cmp-2", new()
        {
            ["Cells[status]"] = "none-published", ["Cells[toLevel]"] = "", ["Cells[fromLevel]"] = "*",
        })), code => code.Contains("cmp-1"));
        // Another level, another country, another kind of statement: no contradiction.
        foreach (var cells in new Dictionary<string, string>[]
        {
            new() { ["Cells[fromLevel]"] = "2" }, new() { ["Cells[to]"] = "AE-NQF" },
            new() { ["Cells[status]"] = "under-negotiation", ["Cells[toLevel]"] = "" },
        })
        {
            Assert.Equal("/desk", (await Forms.ProposeRowAsync(_officer, $"cmp-{cells.GetHashCode()}".Replace("--", "-"), cells))
                .Address.AbsolutePath);
        }
    }

    [Fact]
    public async Task A_file_tells_all_its_errors_at_once_and_a_sound_one_becomes_proposals()
    {
        const string sound = """{"id":"cmp-ae","from":{"framework":"BD-NSQF","version":"2021","level":"*"},"to":{"framework":"AE-NQF","version":null,"level":null},"status":"none-published","retrievedOn":"2026-01-01","scope":{"occupations":["*"]},"disclaimer":"Looked for."}""";
        const string broken = """{"id":"cmp-x","from":{"framework":"BD-NSQF","version":"2021","level":9},"status":"mra-in-force","scope":{"occupations":["*","welding"]}}""";
        var shown = await Forms.ImportAsync(_officer, "comparisons", "{\"rows\":[" + $"{sound},{sound},\"row\",{broken}" + "]}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        Assert.Equal([("2", "id"), ("3", "")], shown.Faults().Take(2).Select(one => (one.Row, one.Field)));
        Assert.Superset(new HashSet<string> { "from.level", "to.framework", "legalInstrument", "publisher", "retrievedOn",
            "validFrom", "scope.occupations" }, shown.Faults().Where(one => one.Row == "4").Select(one => one.Field).ToHashSet());
        Assert.Contains("The proposal waits", (await Forms.ImportAsync(_officer, "comparisons", "{\"rows\":[" + sound + "]}")).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"rows\":[]}")]
    [InlineData("{\"rows\":[{\"id\":\"\\ud800\"}]}")]
    [InlineData("{\"rows\":{}}")]
    [InlineData("{\"rows\":[{}],\"rows\":[]}")]
    [InlineData("{\"rows\":[")]
    [InlineData("null")]
    public async Task A_file_that_holds_nothing_readable_is_refused_with_words(string json)
    {
        var shown = await Forms.ImportAsync(_officer, "comparisons", json);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        Assert.NotEmpty(shown.Faults());
    }

    [Fact]
    public async Task Invented_rows_stay_in_the_demonstration()
    {
        await AddAsync("demo-1", new() { ["Cells[demo]"] = "1" });
        Assert.True((await _authority.PublishedAsync<ComparisonRegister>()).Content.Rows.Single().Demo);
        var (database, folder) = (_authority.Database, _authority.Folder);
        await using var real = await RunningAuthority.StartAsync(database: database, folder: folder,
            settings: ["--Authority:Demo=false"]);
        await real.Get<SkillsPassport.Authority.Publishing.SignRegisters>().SignIfDueAsync("comparisons", default);

        using var officer = await real.SignInAsync("compare.a");
        Assert.Contains(Faults(await Forms.ProposeRowAsync(officer, "demo-2", new() { ["Cells[demo]"] = "1" })),
            code => code.Contains("demonstration"));
        var register = await real.PublishedAsync<ComparisonRegister>();
        Assert.False(register.Content.Demo);
        Assert.Empty(register.Content.Rows);
    }

    public async Task DisposeAsync()
    {
        _officer.Dispose();
        await _authority.DisposeAsync();
    }

    private async Task AddAsync(string id, Dictionary<string, string>? cells = null)
    {
        await Forms.ProposeRowAsync(_officer, id, cells);
        await _authority.ApproveAsync(id, "compare.b");
    }

    private static Dictionary<string, string> Successor(string from) => new()
    {
        ["Cells[supersedes]"] = "cmp-1", ["Cells[validFrom]"] = from, ["Cells[toLevel]"] = "5",
    };

    private Task<Shown> CloseAsync(Shown page, string until, string reason) =>
        _officer.SubmitAsync(page, "form[action*=Close]", new() { ["until"] = until, ["reason"] = reason });

    private static IEnumerable<string> Faults(Shown shown) => shown.Faults().Select(one => one.Says);
}
