using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SkillsPassport.AllInOne.Demo;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>The whole story, told to processes: nothing may depend on sharing one, or on reaching the same copy twice.</summary>
public sealed class FleetTests
{
    [Fact]
    public async Task The_story_plays_with_a_process_for_each_service()
    {
        await using var fleet = await Fleet.StartAsync(twoOfEachOnPostgreSql: false);
        await TellAndCheckEveryStateAsync(fleet);
    }

    [Fact]
    public async Task Two_copies_of_each_service_on_one_PostgreSQL_behave_as_one()
    {
        await using var fleet = await Fleet.StartAsync(twoOfEachOnPostgreSql: true);
        var demo = await TellAndCheckEveryStateAsync(fleet);
        await FiveWrongPinsBurnAnOfferAsync(demo.Certificates.First(one => one.State == "valid"));
    }

    private static async Task<DemoFile> TellAndCheckEveryStateAsync(Fleet fleet)
    {
        var demo = await SampleStory.TellAsync(fleet.Places, TextWriter.Null);
        demo = await EveryState.ShowAsync(fleet.Places, demo, TextWriter.Null);
        var said = new StringWriter();
        Assert.True(await Verdicts.PrintAsync(demo, said), said.ToString());
        Assert.Equal(["expired", "replaced", "revoked", "suspended", "valid"],
            demo.Certificates.Select(one => one.State).Distinct().Order());
        Assert.Single(demo.Shares);
        return demo;
    }

    private static async Task FiveWrongPinsBurnAnOfferAsync(DemoCertificate certificate)
    {
        using var http = new HttpClient();
        var offerAddress = Uri.UnescapeDataString(certificate.OfferUri!.Split("credential_offer_uri=")[1]);
        var offer = await http.GetFromJsonAsync<JsonElement>(offerAddress);
        var grant = offer.GetProperty("grants").EnumerateObject().Single();
        var wrong = certificate.Pin == "000000" ? "111111" : "000000";
        foreach (var pin in new[] { wrong, wrong, wrong, wrong, wrong, certificate.Pin! })
        {
            var answer = await http.PostAsync(new Uri(new Uri(offerAddress), "/token"), new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = grant.Name,
                    ["pre-authorized_code"] = grant.Value.GetProperty("pre-authorized_code").GetString()!,
                    ["tx_code"] = pin,
                }));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }
}
