using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

/// <summary>
/// Where OpenSSL 3 is to be had it is asked directly; where not, .NET's own way gives the same verdicts. The library is
/// loaded a second time for that, and finds no OpenSSL.
/// </summary>
public sealed class WithoutOpenSslTests
{
    [Theory]
    [InlineData("OpenSslVerifier")]
    [InlineData("Sha256")]
    public void Here_it_is_asked_directly_and_in_the_second_copy_it_is_not(string type)
    {
        Assert.True(IsDirect(typeof(VerificationKey).Assembly, type));
        Assert.False(IsDirect(Without(), type));
    }

    [Fact]
    public void Signatures_of_every_length_get_the_same_verdicts_without_it()
    {
        var without = Without();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = Jwk.FromEcdsa(key);
        using var own = VerificationKey.FromJwk(jwk);
        using var signer = new EcSigner(key);
        for (var length = 0; length < 1_500; length += 7)
        {
            var jws = Jws.Sign(signer, [], Encoding.ASCII.GetBytes(new string('x', length)));
            // Any letter of the signature but the last, half of whose bits count for nothing.
            var letters = jws.ToCharArray();
            ref var letter = ref letters[jws.LastIndexOf('.') + 1 + (length % 80)];
            letter = letter == 'A' ? 'B' : 'A';
            foreach (var (text, expected) in new[] { (jws, true), (new string(letters), false) })
            {
                Assert.Equal(expected, Jws.Parse(text, 8_192).VerifiedBy(own));
                Assert.Equal(expected, Verified(without, text, jwk));
            }
        }
    }

    private static Assembly Without()
    {
        var context = new AssemblyLoadContext("without OpenSSL");
        var copy = context.LoadFromAssemblyPath(typeof(VerificationKey).Assembly.Location);
        NativeLibrary.SetDllImportResolver(copy, (name, _, _) => throw new DllNotFoundException(name));
        return copy;
    }

    private static bool IsDirect(Assembly library, string type) => (bool)library
        .GetType($"{typeof(VerificationKey).Namespace}.{type}", throwOnError: true)!
        .GetProperty("IsAvailable", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;

    private static bool Verified(Assembly library, string text, Jwk jwk)
    {
        dynamic Call(string type, string method, params object[] given) => library
            .GetType($"{typeof(VerificationKey).Namespace}.{type}", throwOnError: true)!.GetMethods()
            .Single(one => one.Name == method && one.GetParameters().Length >= given.Length
                && one.GetParameters()[0].ParameterType.IsInstanceOfType(given[0]))
            .Invoke(null, [.. given])!;
        var point = JsonDocument.Parse(jwk.ToJson().ToJsonString()).RootElement;
        var key = Call("VerificationKey", "FromJwk", (object)Call("Jwk", "Parse", point));
        return Call("Jws", "Parse", text, 8_192, 0).VerifiedBy(key);
    }
}
