using System.Text;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests.Jose;

public class OctetComparerTests
{
    [Fact]
    public void Headers_that_differ_in_one_issuers_name_only_do_not_share_a_place()
    {
        var type = typeof(Jws).Assembly.GetType("SkillsPassport.Credentials.Jose.OctetComparer")!;
        var comparer = (IEqualityComparer<byte[]>)type.GetField("Instance")!.GetValue(null)!;
        var headers = Enumerable.Range(0, 10_000).Select(n => Encoding.ASCII.GetBytes(Forge.B64(Encoding.ASCII.GetBytes(
            $$"""{"alg":"ES256","kid":"issuer-{{n:D5}}","typ":"dc+sd-jwt"}""")))).ToList();

        // Of ten thousand, one or two pairs may meet by chance.
        Assert.InRange(headers.Select(comparer.GetHashCode).Distinct().Count(), 9_990, 10_000);
        Assert.Equal(comparer.GetHashCode(headers[0]), comparer.GetHashCode([.. headers[0]]));
    }
}
