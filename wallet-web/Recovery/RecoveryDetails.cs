using System.Text.Json;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Recovery;

public enum DocumentKind
{
    NationalId,
    Passport,
}

/// <summary>What is sealed of a request.</summary>
/// <param name="Number">The number the passport will have.</param>
/// <param name="Helper">Who asked, as workers read it: name and centre.</param>
/// <param name="Certificate">Number of the certificate that was shown.</param>
public sealed record RecoveryDetails(string Number, string Helper, string Certificate, DocumentKind Document)
{
    public static RecoveryDetails Open(FieldCipher cipher, RecoveryRequest request) =>
        JsonSerializer.Deserialize<RecoveryDetails>(
            cipher.Unprotect("wallet-recovery", request.Sealed, request.Id.ToString("N")))!;

    public byte[] Seal(FieldCipher cipher, Guid id) =>
        cipher.Protect("wallet-recovery", JsonSerializer.Serialize(this), id.ToString("N"));
}

/// <summary>How a request stands, seen at a time.</summary>
public enum RecoveryStage
{
    /// <summary>A second person has yet to say yes.</summary>
    NeedsSecond,
    Waiting,
    Ready,
    Cancelled,
    Refused,
    Done,
    Ended,
}

public static class RecoveryStages
{
    public static RecoveryStage Of(RecoveryRequest request, DateTimeOffset now) => request.State switch
    {
        RecoveryState.Cancelled => RecoveryStage.Cancelled,
        RecoveryState.Refused => RecoveryStage.Refused,
        RecoveryState.Done => RecoveryStage.Done,
        RecoveryState.Asked when request.EndsAt <= now => RecoveryStage.Ended,
        RecoveryState.Asked when request.NeedsSecond && request.ApprovedBy is null => RecoveryStage.NeedsSecond,
        RecoveryState.Asked when request.OpensAt > now => RecoveryStage.Waiting,
        RecoveryState.Asked => RecoveryStage.Ready,
    };
}
