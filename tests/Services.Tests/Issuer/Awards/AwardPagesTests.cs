using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer.Certificates;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Issuer.Awards;

public sealed class AwardPagesTests
{
    private const string Serial = "NSC-CON-PLM-L2-900001";
    private const string MakeSlips = "form[action*=ClaimSlips]";

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Suspend_reinstate_and_revoke_need_a_reason_and_mark_the_status_lists(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var officer = await issuer.SignInAsync("officer.a");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ActAsync(officer, "suspend", "  ")).Status);
        foreach (var (act, state) in new[]
        {
            ("suspend", AwardState.Suspended), ("reinstate", AwardState.Valid), ("suspend", AwardState.Suspended),
            ("revoke", AwardState.Revoked),
        })
        {
            var shown = await ActAsync(officer, act, $"Reason to {act} it");
            Assert.Equal($"/certificates/{Serial}", shown.Address.AbsolutePath);
            Assert.Contains($"Reason to {act} it", shown.Text);
            await using var db = issuer.Db();
            Assert.Equal(state, (await db.Awards.SingleAsync()).State);
        }

        await using var after = issuer.Db();
        Assert.Equal(4, (await after.StatusLists.SingleAsync()).Changes);
        // Revoked is for ever: no act is offered any more.
        Assert.Null((await officer.GetAsync($"/certificates/{Serial}/reinstate")).Page.QuerySelector("textarea"));
        Assert.Empty((await officer.GetAsync($"/certificates/{Serial}")).Page.QuerySelectorAll(".acts a"));
    }

    [Fact]
    public async Task Only_certifying_officers_change_certificates()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        foreach (var user in new[] { "assessor", "auditor" })
        {
            using var browser = await issuer.SignInAsync(user);
            Assert.Empty((await browser.GetAsync($"/certificates/{Serial}")).Page.QuerySelectorAll(".acts a"));
            Assert.Equal("/not-allowed", (await browser.GetAsync($"/certificates/{Serial}/revoke")).Address.AbsolutePath);
            Assert.Equal("/not-allowed", (await browser.GetAsync($"/certificates/{Serial}/replace")).Address.AbsolutePath);
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_correction_is_a_new_certificate_that_a_second_officer_approves_and_both_are_linked(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var a = await issuer.SignInAsync("officer.a");
        using var b = await issuer.SignInAsync("officer.b");
        var form = await a.GetAsync($"/certificates/{Serial}/replace");
        Assert.Equal("TEST MOTHER", form.Page.QuerySelector("#mother_name_en")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CorrectAsync(a, form, [])).Status);
        var wrong = await CorrectAsync(a, form, new() { ["cells[mother_name_en]"] = "=EVIL" });
        Assert.Equal("true", wrong.Page.QuerySelector("#mother_name_en")!.GetAttribute("aria-invalid"));
        var sheet = await CorrectAsync(a, form, new() { ["cells[mother_name_en]"] = "RIGHT MOTHER" });
        Assert.NotNull(sheet.SheetId);
        Assert.Equal(HttpStatusCode.Conflict, (await CorrectAsync(b, await b.GetAsync($"/certificates/{Serial}/replace"),
            new() { ["cells[mother_name_en]"] = "OTHER MOTHER" })).Status);
        var own = await a.GetAsync($"/sheets/{sheet.SheetId}");
        Assert.Null(own.Page.QuerySelector("form[action*=Approve]"));
        Assert.Contains("another officer must approve it", own.Text);
        Assert.Equal(HttpStatusCode.OK, (await b.ApproveAsync(sheet.SheetId!)).Status);
        await issuer.UntilAsync(sheet.SheetId!, SheetState.Issued);

        await using var db = issuer.Db();
        var old = await db.Awards.SingleAsync(award => award.SerialNo == Serial);
        var corrected = await db.Awards.SingleAsync(award => award.SerialNo != Serial);
        Assert.Equal((AwardState.Replaced, corrected.SerialNo), (old.State, old.ReplacedBy));
        Assert.Equal((AwardState.Valid, Serial, "RIGHT MOTHER"), (corrected.State, corrected.Replaces, corrected.MotherName));
        var copy = await db.Copies.SingleAsync(one => one.SerialNo == corrected.SerialNo);
        Assert.Equal(Serial, PaperCwt.Parse(copy.Bytes!).Certificate.Replaces);
        Assert.Equal(1, (await db.StatusLists.SingleAsync()).Changes);
        Assert.Contains(corrected.SerialNo, (await b.GetAsync($"/certificates/{Serial}")).Text);
    }

    [Fact]
    public async Task Whoever_approves_a_correction_sees_each_changed_cell_before_and_after_and_where_the_pin_will_go()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        var first = await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var a = await issuer.SignInAsync("officer.a");
        using var b = await issuer.SignInAsync("officer.b");
        var id = (await CorrectAsync(a, await a.GetAsync($"/certificates/{Serial}/replace"), new()
        {
            ["cells[father_name_en]"] = "RIGHT FATHER", ["cells[mobile]"] = "+8801399997777",
            ["cells[identity_no]"] = "19909918000000001", ["cells[passport_no]"] = "",
        })).SheetId!;
        var sheet = await b.GetAsync($"/sheets/{id}");
        var changes = sheet.Page.QuerySelectorAll("#changes tbody tr")
            .Select(row => string.Join(" | ", row.Children.Select(cell => cell.TextContent.Trim()))).ToArray();
        Assert.Equal(
        [
            "Father's name (English) | TEST FATHER | RIGHT FATHER", "Identity number | ends in 0001 | ends in 0001 changed",
            "Passport number | ends in 001 | none changed", "Mobile number | ends in 0001 | ends in 7777 changed",
        ], changes);
        Assert.Contains("ends in 7777", (await b.GetAsync($"/sheets/{id}/rows/2")).Page.QuerySelector("#pin-to")!.TextContent);
        Assert.Contains("ends in 0001", (await b.GetAsync($"/sheets/{first}/rows/2")).Page.QuerySelector("#pin-to")!.TextContent);
        Assert.Null((await b.GetAsync($"/sheets/{first}")).Page.QuerySelector("#changes"));
        foreach (var number in new[] { "99997777", "9918000000001", "ZZ0000001" })
        {
            Assert.DoesNotContain(number, sheet.Page.DocumentElement.OuterHtml);
            Assert.DoesNotContain(number, issuer.Log.All);
        }
    }

    [Theory]
    [InlineData("UPDATE result_rows SET mobile = x'00' WHERE sheet_id = '{0}'")]
    [InlineData("UPDATE result_rows SET mother_name_en = 'RICH MOTHER' WHERE sheet_id = '{0}'")]
    [InlineData("UPDATE result_rows SET identity_no = x'00' WHERE sheet_id <> '{0}'")]
    public async Task A_correction_whose_rows_were_changed_in_the_database_says_so_instead_of_what_it_changes(string tampering)
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var a = await issuer.SignInAsync("officer.a");
        var id = (await CorrectAsync(a, await a.GetAsync($"/certificates/{Serial}/replace"),
            new() { ["cells[mobile]"] = "+8801399997777" })).SheetId!;
        await using (var db = issuer.Db())
        {
            await db.Database.ExecuteSqlRawAsync(tampering.Replace("{0}", id));
        }

        var sheet = await a.GetAsync($"/sheets/{id}");
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        Assert.Null(sheet.Page.QuerySelector("#changes tbody"));
        Assert.Contains("seal is broken", sheet.Text);
        Assert.Equal(HttpStatusCode.OK, (await a.GetAsync($"/sheets/{id}/rows/2")).Status);
    }

    [Fact]
    public async Task A_correction_to_a_number_that_somebody_else_is_on_record_with_is_refused_at_its_cell()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(2, ("session_code", "S-TEST-2"))));
        using var a = await issuer.SignInAsync("officer.a");
        using var b = await issuer.SignInAsync("officer.b");
        var form = await a.GetAsync($"/certificates/{Serial}/replace");
        var others = SheetText.Row(2);
        foreach (var (column, name, code) in new[]
        {
            ("identity_no", "TEST PERSON B", "on record for a person with another"),
            ("passport_no", "TEST PERSON B", "on record for a person with another"),
            ("identity_no", others["name_en"], "already holds a valid certificate"),
        })
        {
            var refused = await CorrectAsync(a, form, new() { [$"cells[{column}]"] = others[column], ["cells[name_en]"] = name });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains(code, refused.Page.QuerySelector($"#{column}-wrong")?.TextContent);
        }

        // To a number of nobody else, and back again to the one that the first certificate had: no word about itself.
        foreach (var number in new[] { "9919999000777", SheetText.Row(1)["identity_no"] })
        {
            var serial = await CurrentAsync(issuer);
            var sheet = await CorrectAsync(a, await a.GetAsync($"/certificates/{serial}/replace"),
                new() { ["cells[identity_no]"] = number });
            Assert.True(sheet.SheetId is not null, sheet.Text);
            await b.ApproveAsync(sheet.SheetId!);
            await issuer.UntilAsync(sheet.SheetId!, SheetState.Issued);
        }
    }

    [Fact]
    public async Task A_search_and_a_reason_may_hold_what_is_no_character()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var officer = await issuer.SignInAsync("officer.a");
        Assert.Contains("Nothing found", (await officer.GetAsync("/certificates?q=%EF%BF%BE")).Text);
        Assert.Contains("Lost\ufffd by post", (await ActAsync(officer, "suspend", "Lost\ufffe by post")).Text);
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("claim-slip")]
    public async Task A_reason_keeps_its_days_and_loses_long_numbers_however_they_are_grouped_and_never_half_a_character(string act)
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var officer = await issuer.SignInAsync("officer.a");
        await officer.SubmitAsync(await officer.GetAsync($"/certificates/{Serial}/claim-slip"), "main form", []);
        var shown = await officer.SubmitAsync(await officer.GetAsync($"/certificates/{Serial}/{act}"),
            "main form", new()
            {
                ["reason"] = "Lost on 2026-03-12 or 12.03.2026,\nphone 01711-223344, NID 1991 1234 567 890 123, ০১৭১১২২৩৩৪৪ "
                    + new string('a', 441) + "😀" + new string('b', 200_000),
            });
        Assert.True((int)shown.Status < 400, shown.Text);
        await using var db = issuer.Db();
        var reason = (await db.Audit.OrderBy(entry => entry.Sequence).LastAsync()).Reason;
        Assert.StartsWith("Lost on 2026-03-12 or 12.03.2026, phone […], NID […], […] aaa", reason);
        Assert.True(reason.Length <= 500 && !reason.Any(char.IsSurrogate) && reason.EndsWith('a'), reason[^20..]);
    }

    [Theory]
    [InlineData("en", "Plumbing · Level 2")]
    [InlineData("bn", "প্লাম্বিং (পাইপ মিস্ত্রি) · স্তর ২")]
    public async Task The_claim_slips_page_names_occupation_and_level_in_the_readers_language(string language, string words)
    {
        await using var issuer = await RunningIssuer.StartAsync();
        await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1)));
        using var officer = new OfficerBrowser(issuer.Url, language);
        await officer.SignInAsync("officer.a", RunningIssuer.Password);
        Assert.Contains(words, (await officer.GetAsync($"/certificates/{Serial}/claim-slip")).Text);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Claim_slips_asked_for_twice_at_once_are_the_same_slips_and_each_worker_gets_one_pin(string engine)
    {
        await using var issuer = await RunningIssuer.StartAsync(engine);
        var id = await issuer.IssuedAsync(SheetText.Sheet(Enumerable.Range(1, 60).Select(n => SheetText.Row(n))));
        using var a = await issuer.SignInAsync("officer.a");
        using var b = await issuer.SignInAsync("officer.b");
        var forms = await Task.WhenAll(new[] { a, b, a, b }.Select(officer => officer.GetAsync($"/sheets/{id}")));
        var shown = await Task.WhenAll(new[] { a, b, a, b }.Zip(forms).Select(one =>
            one.First.SubmitAsync(one.Second, MakeSlips, [])));
        Assert.All(shown, sheet => Assert.NotNull(sheet.Page.QuerySelector("a[href$='claim-slips.pdf']")));
        await using var db = issuer.Db();
        Assert.Equal(60, await db.Offers.CountAsync());
        Assert.Equal(60, await db.Outbox.CountAsync());
        Assert.All(await db.Offers.ToListAsync(), offer => Assert.Equal(OfferState.Open, offer.State));
    }

    [Fact]
    public async Task Claim_slips_are_made_by_a_button_that_says_how_many_and_opening_them_changes_nothing()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        var id = await issuer.IssuedAsync(SheetText.Sheet(Enumerable.Range(1, 3).Select(n => SheetText.Row(n))));
        using var officer = await issuer.SignInAsync("officer.a");
        var slips = $"/sheets/{id}/claim-slips.pdf";
        async Task<int> MadeAsync()
        {
            await using var db = issuer.Db();
            return await db.Offers.CountAsync() + await db.Outbox.CountAsync();
        }

        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync(slips)).Status);
        await officer.SubmitAsync(await officer.GetAsync($"/certificates/{Serial}/claim-slip"), "main form", []);
        Assert.Equal("application/pdf", (await officer.GetAsync(slips)).ContentType);
        Assert.Equal(2, await MadeAsync());

        var sheet = await officer.GetAsync($"/sheets/{id}");
        Assert.Equal("Make claim slips and send their PINs: 2", sheet.Page.QuerySelector(MakeSlips + " button")!.TextContent);
        sheet = await officer.SubmitAsync(sheet, MakeSlips, []);
        Assert.Equal(6, await MadeAsync());
        Assert.Null(sheet.Page.QuerySelector(MakeSlips));
        Assert.NotNull(sheet.Page.QuerySelector($"a[href='{slips}']"));

        // Who only reads is offered neither.
        using var auditor = await issuer.SignInAsync("auditor");
        Assert.Null((await auditor.GetAsync($"/sheets/{id}")).Page.QuerySelector($"a[href='{slips}'], {MakeSlips}"));
    }

    [Fact]
    public async Task A_certificate_and_a_whole_sheet_are_downloaded_as_pdf()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        var id = await issuer.IssuedAsync(SheetText.Sample("nsqf-rplc-demo-01.csv"));
        using var auditor = await issuer.SignInAsync("auditor");
        string serial;
        await using (var db = issuer.Db())
        {
            serial = await db.Awards.Select(award => award.SerialNo).FirstAsync();
        }

        foreach (var path in new[] { $"/certificates/{serial}/certificate.pdf", $"/sheets/{id}/certificates.pdf" })
        {
            var pdf = await auditor.GetAsync(path);
            Assert.Equal("application/pdf", pdf.ContentType);
            Assert.True(pdf.IsPrivate, path);
            Assert.Equal("%PDF"u8.ToArray(), pdf.Bytes[..4]);
        }
    }

    [Fact]
    public async Task What_is_not_valid_is_not_printed_and_the_sheet_says_how_many_were_left_out_and_why()
    {
        await using var issuer = await RunningIssuer.StartAsync();
        var id = await issuer.IssuedAsync(SheetText.Sheet(SheetText.Row(1), SheetText.Row(2), SheetText.Row(3)));
        using var officer = await issuer.SignInAsync("officer.a");
        Assert.Null((await officer.GetAsync($"/sheets/{id}")).Page.QuerySelector("#left-out"));
        using var tools = new Tools();
        Assert.Contains(Serial, tools.Text((await officer.GetAsync($"/sheets/{id}/certificates.pdf")).Bytes));
        foreach (var (serial, act) in new[] { (Serial, "revoke"), ("NSC-CON-PLM-L2-900002", "suspend") })
        {
            await officer.SubmitAsync(await officer.GetAsync($"/certificates/{serial}/{act}"), "main form",
                new() { ["reason"] = "Not the right person" });
            var shown = await officer.GetAsync($"/certificates/{serial}");
            Assert.Null(shown.Page.QuerySelector("a[href$='certificate.pdf']"));
            Assert.Contains("only while the certificate is valid", shown.Text);
            var refused = await officer.GetAsync($"/certificates/{serial}/certificate.pdf");
            Assert.Equal(HttpStatusCode.Conflict, refused.Status);
            Assert.Contains("only while the certificate is valid", refused.Text);
        }

        var sheet = await officer.GetAsync($"/sheets/{id}");
        Assert.Equal("Not in the PDF, because they are not valid: Revoked 1, Suspended 1.",
            sheet.Page.QuerySelector("#left-out")!.TextContent);
        var printed = tools.Text((await officer.GetAsync($"/sheets/{id}/certificates.pdf")).Bytes);
        Assert.Contains("NSC-CON-PLM-L2-900003", printed);
        Assert.DoesNotContain(Serial, printed);
        Assert.DoesNotContain("NSC-CON-PLM-L2-900002", printed);
        await officer.SubmitAsync(await officer.GetAsync("/certificates/NSC-CON-PLM-L2-900003/revoke"), "main form",
            new() { ["reason"] = "Not the right person" });
        Assert.Null((await officer.GetAsync($"/sheets/{id}")).Page.QuerySelector("a[href$='certificates.pdf']"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync($"/sheets/{id}/certificates.pdf")).Status);
    }

    [Fact]
    public async Task A_print_run_stops_when_the_browser_has_left()
    {
        CountedOptions drawn = null!;
        await using var issuer = await RunningIssuer.StartAsync(configure: builder => builder.Services
            .AddSingleton<IOptions<IssuerOptions>>(all => drawn = new(all.GetRequiredService<IOptionsFactory<IssuerOptions>>())));
        var id = await issuer.IssuedAsync(SheetText.Sheet(Enumerable.Range(1, 200).Select(n => SheetText.Row(n))));
        using var officer = await issuer.SignInAsync("officer.a");
        await officer.SubmitAsync(await officer.GetAsync($"/sheets/{id}"), MakeSlips, []);
        foreach (var run in new[] { $"/sheets/{id}/claim-slips.pdf", $"/sheets/{id}/certificates.pdf" })
        {
            await officer.GetAsync(run);
            var before = drawn.Reads;
            Assert.Equal("%PDF"u8.ToArray(), (await officer.GetAsync(run)).Bytes[..4]);
            var whole = drawn.Reads - before;
            Assert.True(whole >= 200, run);

            before = drawn.Reads;
            using var leaving = new CancellationTokenSource();
            var left = officer.GetAsync(run, leaving.Token);
            await Eventually.TrueAsync(() => Task.FromResult(drawn.Reads > before + whole / 20), 30);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
            await drawn.RestAsync();
            Assert.InRange(drawn.Reads - before, 1, whole * 3 / 4);
        }
    }

    private static async Task<string> CurrentAsync(RunningIssuer issuer)
    {
        await using var db = issuer.Db();
        return await db.Awards.Where(award => award.State == AwardState.Valid && award.FullName == "TEST PERSON B")
            .Select(award => award.SerialNo).SingleAsync();
    }

    private static async Task<Shown> ActAsync(OfficerBrowser officer, string act, string reason) =>
        await officer.SubmitAsync(await officer.GetAsync($"/certificates/{Serial}/{act}"), "main form", new() { ["reason"] = reason });

    private static async Task<Shown> CorrectAsync(OfficerBrowser officer, Shown form, Dictionary<string, string> cells) =>
        await officer.SubmitAsync(form, "form.card", new(cells) { ["reason"] = "Mother's name was misspelt" });

    /// <summary>The issuer's options, which every page that is drawn reads.</summary>
    private sealed class CountedOptions(IOptionsFactory<IssuerOptions> options) : IOptions<IssuerOptions>
    {
        private readonly OptionsManager<IssuerOptions> _options = new(options);
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public IssuerOptions Value
        {
            get
            {
                Interlocked.Increment(ref _reads);
                return _options.Value;
            }
        }

        /// <summary>Until nothing was drawn for a while.</summary>
        public async Task RestAsync()
        {
            for (var seen = -1; seen != Reads;)
            {
                seen = Reads;
                await Task.Delay(1500);
            }
        }
    }
}
