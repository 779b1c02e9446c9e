using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Start;
using SkillsPassport.Wallet;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Services.Tests.Wallet.Messages;

/// <summary>How messages leave: by a gateway, or not at all; never unnoticed.</summary>
public sealed class GatewayTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_message_reaches_the_gateway_once_and_is_then_forgotten(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var gateway = await LocalPeer.StartAsync();
        var got = new List<JsonElement>();
        var refusals = 1;
        gateway.On("/sms", async context =>
        {
            Assert.Equal("Bearer of-the-gateway", context.Request.Headers.Authorization);
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            context.Response.StatusCode = Interlocked.Decrement(ref refusals) >= 0 ? 503 : 202;
            lock (got)
            {
                got.Add(body);
            }
        });
        var keys = Directory.CreateTempSubdirectory("sp-wallet-keys-").FullName;
        var token = Path.Combine(keys, "messages.token");
        await File.WriteAllTextAsync(token, "of-the-gateway\n");
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string[] args = ["--Messages:Provider=http", $"--Messages:Endpoint={gateway.Url}/sms", $"--Keys:Folder={keys}"];
        await using var wallet = await RunningWallet.StartAsync(scheme, engine, args: args);
        await using var copy = await RunningWallet.StartAsync(scheme, sameDatabaseAs: wallet, args: args);

        await wallet.Services.GetRequiredService<PhoneCodes>()
            .AskAsync(CodePurpose.SignUp, "+8801712345678", new { }, "here", default);
        await Eventually.TrueAsync(() => Task.FromResult(got.Count >= 1));
        wallet.Clock.Forward(TimeSpan.FromSeconds(40));
        await Eventually.TrueAsync(async () => await MessagesAsync(wallet) == 0);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(2, got.Count);
        Assert.Equal(got[0].GetProperty("id").GetGuid(), got[1].GetProperty("id").GetGuid());
        Assert.Equal("+8801712345678", got[1].GetProperty("to").GetString());
        Assert.Matches("[0-9]{6}", got[1].GetProperty("text").GetString());

        // A machine that sends messages shows none of them.
        using var phone = wallet.NewPhone();
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GoAsync("/outbox")).Status);
    }

    [Fact]
    public async Task With_messages_off_a_passport_is_opened_without_a_code_and_nothing_is_kept()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, args: ["--Messages:Provider=off"]);
        using var phone = await wallet.WorkerAsync();
        using var other = wallet.NewPhone();
        await other.SignInAsync("01712345678", "493817");
        Assert.Equal("/passport", other.Path);
        Assert.Equal(0, await MessagesAsync(wallet));
    }

    [Theory]
    [InlineData(null, null, "say http")]
    [InlineData("outbox", null, "Development only")]
    [InlineData("http", null, "say where")]
    [InlineData("http", "http://sms.example/send", "https")]
    [InlineData("pigeon", null, "one of outbox, http, off")]
    [InlineData("off", null, null)]
    [InlineData("http", "https://sms.example/send", null)]
    public void Outside_Development_messages_have_a_provider_or_are_off_by_choice(
        string? provider, string? endpoint, string? problem)
    {
        var app = InProduction.Build(
        [
            .. provider is null ? Array.Empty<string>() : [$"--Messages:Provider={provider}"],
            .. endpoint is null ? Array.Empty<string>() : [$"--Messages:Endpoint={endpoint}"],
        ]);
        var broken = Record.Exception(() => app.Services.GetRequiredService<IOptions<MessagesOptions>>().Value);
        if (problem is null)
        {
            Assert.Null(broken);
            return;
        }

        Assert.Contains(problem, Assert.IsType<OptionsValidationException>(broken).Message);
    }

    private static async Task<int> MessagesAsync(RunningWallet wallet)
    {
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        return await db.Messages.CountAsync();
    }
}
