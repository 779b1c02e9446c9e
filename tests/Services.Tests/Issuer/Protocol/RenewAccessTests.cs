using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Services.Tests.Databases;

namespace SkillsPassport.Services.Tests.Issuer.Protocol;

/// <summary>A wallet comes back for fresh copies without the PIN; a thief of its token does not get far.</summary>
public sealed class RenewAccessTests(IssuersOfBothEngines issuers) : IClassFixture<IssuersOfBothEngines>
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_refresh_token_gives_fresh_copies_and_counts_until_its_successor_is_used(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var first = await wallet.TokenAsync(await wallet.CodeAsync(slip), slip.Pin);

        // The answer was lost: the same token once more; what was lost counts no longer.
        var lost = await RefreshAsync(wallet, first["refresh_token"]);
        var second = await RefreshAsync(wallet, first["refresh_token"]);
        Assert.Equal((200, 200), (lost.Status, second.Status));
        var nonce = await wallet.NonceAsync();
        var copies = await wallet.CredentialAsync(second["access_token"], ForeignWallet.Request(
            Enumerable.Range(0, 10).Select(_ => ForeignWallet.Proof(ForeignWallet.NewKey(), nonce))));
        Assert.Equal(10, copies.Body.GetProperty("credentials").GetArrayLength());

        var third = await RefreshAsync(wallet, second["refresh_token"]);
        Assert.Equal(200, third.Status);

        // The first is over now: whoever uses it ends the line, for the thief and the robbed.
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(wallet, first["refresh_token"]));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(wallet, third["refresh_token"]));
        // The slip is untouched: the worker comes in by it again.
        Assert.Equal(200, (await wallet.TokenAsync(await wallet.CodeAsync(slip), slip.Pin)).Status);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nothing_is_renewed_of_an_award_that_is_no_longer_valid_nor_with_an_invented_token(string engine)
    {
        using var wallet = new ForeignWallet(issuers[engine]);
        var slip = await issuers.SlipAsync(engine);
        var token = await wallet.TokenAsync(await wallet.CodeAsync(slip), slip.Pin);
        await using var db = issuers[engine].Db();
        await db.Awards.Where(one => one.SerialNo == slip.Serial)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, AwardState.Revoked));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(wallet, token["refresh_token"]));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(wallet, "invented"));
        Assert.Equal((400, "invalid_request"), await ErrorAsync(wallet, ""));
        Assert.Equal(0, await db.RefreshGrants.CountAsync(one => one.Id == token["refresh_token"]));
    }

    private static Task<Answer> RefreshAsync(ForeignWallet wallet, string token) => wallet.PostFormAsync(
        "/token", [new("grant_type", "refresh_token"), new("refresh_token", token)]);

    private static async Task<(int, string?)> ErrorAsync(ForeignWallet wallet, string token)
    {
        var answer = await RefreshAsync(wallet, token);
        return (answer.Status, answer.Error);
    }
}
