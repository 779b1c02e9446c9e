using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Hosting.Outbound;

public sealed class OutboundGateTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private readonly OutboundGate _development = new(Options.Create(new OutboundOptions
    {
        AllowLoopbackHttp = true, Timeout = TimeSpan.FromSeconds(10),
    }));

    private readonly OutboundGate _impatient = new(Options.Create(new OutboundOptions
    {
        AllowLoopbackHttp = true, Timeout = TimeSpan.FromSeconds(1),
    }));

    private readonly OutboundGate _production = new(Options.Create(new OutboundOptions()));
    private LocalPeer _peer = null!;

    public async Task InitializeAsync() => _peer = await LocalPeer.StartAsync();

    public async Task DisposeAsync()
    {
        _development.Dispose();
        _impatient.Dispose();
        _production.Dispose();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_comes_with_its_status_its_bytes_and_its_ETag()
    {
        _peer.Serve("/a", "hello"u8.ToArray(), Json);
        var first = Assert.IsType<OutboundResult.Answered>(await GetAsync("/a"));
        Assert.Equal((200, "hello", Json), (first.Status, System.Text.Encoding.UTF8.GetString(first.Body), first.ContentType));
        var address = new Uri(_peer.Url + "/a");
        Assert.IsType<OutboundResult.NotModified>(
            await _development.GetAsync(address, OutboundPolicy.SameHostAs(address), Json, first.ETag));
        Assert.Equal(404, Assert.IsType<OutboundResult.Answered>(await GetAsync("/nothing")).Status);
    }

    [Fact]
    public async Task A_redirect_is_never_followed()
    {
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            _peer.On($"/{status}", context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/target";
                return Task.CompletedTask;
            });
            Assert.Equal(new OutboundResult.Refused(OutboundRefusal.Redirected), await GetAsync($"/{status}"));
        }

        Assert.Equal(0, _peer.Hits("/target"));
    }

    [Fact]
    public async Task More_than_a_mebibyte_is_not_read_whether_its_length_is_stated_or_not()
    {
        _peer.On("/stated", async context =>
        {
            context.Response.ContentLength = 1024 * 1024 + 1;
            await context.Response.Body.WriteAsync(new byte[1024 * 1024 + 1]);
        });
        _peer.On("/endless", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024]);
            }
        });
        _peer.On("/whole", async context => await context.Response.Body.WriteAsync(new byte[1024 * 1024]));
        Assert.Equal(new OutboundResult.Refused(OutboundRefusal.TooLarge), await GetAsync("/stated"));
        Assert.Equal(new OutboundResult.Refused(OutboundRefusal.TooLarge), await GetAsync("/endless"));
        Assert.Equal(1024 * 1024, Assert.IsType<OutboundResult.Answered>(await GetAsync("/whole")).Body.Length);
    }

    [Fact]
    public async Task Whoever_is_slow_is_left_alone_also_in_the_middle_of_an_answer()
    {
        _peer.On("/silent", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        _peer.On("/drip", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1]);
                await context.Response.Body.FlushAsync();
                await Task.Delay(100, context.RequestAborted);
            }
        });
        foreach (var path in (string[])["/silent", "/drip"])
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(new OutboundResult.Failed("timeout"), await GetAsync(path, _impatient));
            Assert.InRange(watch.Elapsed.TotalSeconds, 0.5, 30);
        }
    }

    [Fact]
    public async Task What_is_packed_is_not_unpacked_so_that_nothing_can_swell()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, true))
        {
            gzip.Write(new byte[8 * 1024 * 1024]);
        }

        _peer.On("/bomb", async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed.ToArray());
        });
        Assert.Equal(packed.Length, Assert.IsType<OutboundResult.Answered>(await GetAsync("/bomb")).Body.Length);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_unreachable()
    {
        var closed = new Uri("http://localhost:1/");
        Assert.Equal(new OutboundResult.Failed("unreachable"),
            await _development.GetAsync(closed, OutboundPolicy.SameHostAs(closed), Json));
    }

    [Theory]
    [InlineData("http://issuer.example/", OutboundRefusal.SchemeNotAllowed)]
    [InlineData("ftp://issuer.example/", OutboundRefusal.SchemeNotAllowed)]
    [InlineData("file:///etc/passwd", OutboundRefusal.AddressNotAllowed)]
    [InlineData("https://user:secret@issuer.example/", OutboundRefusal.AddressNotAllowed)]
    [InlineData("https://evil.example/", OutboundRefusal.HostNotAllowed)]
    [InlineData("https://issuer.example.evil.example/", OutboundRefusal.HostNotAllowed)]
    [InlineData("https://issuer.example:8443/", OutboundRefusal.HostNotAllowed)]
    [InlineData("https://issuer.example@evil.example/", OutboundRefusal.AddressNotAllowed)]
    [InlineData("https://\uD7FF.com/", OutboundRefusal.AddressNotAllowed)]
    public async Task An_address_that_is_not_on_the_policys_list_is_refused_before_anything_is_sent(
        string address, OutboundRefusal reason)
    {
        var policy = OutboundPolicy.SameHostAs(new Uri("https://issuer.example/any/path"));
        foreach (var gate in (OutboundGate[])[_development, _production])
        {
            Assert.Equal(new OutboundResult.Refused(reason), await gate.GetAsync(new Uri(address), policy, Json));
        }
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://127.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[ff02::1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    public async Task No_way_of_writing_an_inner_address_leads_inside(string address)
    {
        foreach (var gate in (OutboundGate[])[_development, _production])
        {
            Assert.Equal(new OutboundResult.Refused(OutboundRefusal.AddressNotAllowed),
                await gate.GetAsync(new Uri(address), OutboundPolicy.AnyPublicHost, Json));
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/a")]
    [InlineData("http://localhost:{0}/a")]
    [InlineData("http://[::1]:{0}/a")]
    public async Task Plain_http_to_this_machine_is_for_development_only(string form)
    {
        var address = new Uri(string.Format(form, new Uri(_peer.Url).Port));
        Assert.Equal(new OutboundResult.Refused(OutboundRefusal.SchemeNotAllowed),
            await _production.GetAsync(address, OutboundPolicy.AnyPublicHost, Json));
        Assert.Equal(0, _peer.AllHits);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("103.4.145.1", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("203.0.113.9", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    public void Public_is_what_the_registries_call_global(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    private Task<OutboundResult> GetAsync(string path, OutboundGate? gate = null)
    {
        var address = new Uri(_peer.Url + path);
        return (gate ?? _development).GetAsync(address, OutboundPolicy.SameHostAs(address), Json);
    }
}
