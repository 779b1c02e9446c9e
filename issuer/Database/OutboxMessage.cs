namespace SkillsPassport.Issuer.Database;

/// <summary>A message to a worker's phone, such as the PIN of a claim slip. Number and text are encrypted.</summary>
public sealed class OutboxMessage
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string SerialNo { get; init; }
    public required byte[] Recipient { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset? SentAt { get; set; }
}
