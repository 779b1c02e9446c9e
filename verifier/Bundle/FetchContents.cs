using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>Another bundle's list of contents. It only tells where to look: what is found there is checked by its own
/// signature, so any maker's list will do.</summary>
public sealed class FetchContents(OutboundGate gate)
{
    /// <summary>The list; null when it cannot be had.</summary>
    public async Task<BundleContents?> RunAsync(Uri mirror, CancellationToken cancel)
    {
        var answer = await gate.GetAsync(MirrorPaths.At(mirror, Specs.VerifyBundle.FileName),
            OutboundPolicy.SameHostAs(mirror), "*/*", cancel: cancel);
        try
        {
            return answer is OutboundResult.Answered { IsOk: true } ok
                ? BundleContents.Read(Encoding.UTF8.GetString(ok.Body)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
