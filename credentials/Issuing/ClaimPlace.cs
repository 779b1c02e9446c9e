using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>A place in a claim set: what its JSON Schema demands there, and what its type metadata hide.</summary>
internal sealed class ClaimPlace
{
    private const int MostMembers = 64;

    private readonly ClaimPlace[] _members;
    private readonly ulong _required;

    /// <param name="name">Name of the member; null for the whole set and for elements of an array.</param>
    /// <param name="schema">Schema of the value.</param>
    /// <param name="rules">Its metadata, null when they do not go so deep.</param>
    /// <exception cref="InputRefusedException">A hidden claim has hidden parts (our types hide one or the other), or
    /// there are more members than bits.</exception>
    public ClaimPlace(string? name, JsonSchema schema, ClaimNode? rules)
    {
        Name = name is null ? null : JsonEncodedText.Encode(name, WireJson.Writer.Encoder);
        Schema = schema;
        IsHidden = rules?.Metadata?.Sd == SelectiveDisclosure.Always;
        if ((IsHidden && rules!.HidesBelow) || schema.Properties.Count > MostMembers)
        {
            throw new InputRefusedException(
                InputRefusal.TypeMetadata, "A hidden claim with hidden parts, or too many members.");
        }

        _members = [.. schema.Properties.Select((member, index) =>
            new ClaimPlace(member.Key, member.Value, rules?.Member(member.Key)) { Bit = 1UL << index })];
        foreach (var member in _members.Where(member => member.Schema.IsRequired))
        {
            _required |= member.Bit;
        }

        Elements = schema.Items is null ? null : new ClaimPlace(null, schema.Items, rules?.Elements);
    }

    public JsonEncodedText? Name { get; }

    public JsonSchema Schema { get; }

    /// <summary>One bit that no other member of the same object has.</summary>
    public ulong Bit { get; private init; }

    /// <summary>The value becomes a disclosure.</summary>
    public bool IsHidden { get; }

    /// <summary>The place of each element of an array.</summary>
    public ClaimPlace? Elements { get; }

    /// <summary>Finds a member.</summary>
    /// <param name="next">Where the search begins, afterwards the place behind what was found: claims are written in
    /// the order of their schema.</param>
    /// <param name="name">Its name.</param>
    public ClaimPlace? Find(ref int next, string name)
    {
        for (var tried = 0; tried < _members.Length; tried++)
        {
            next = next < _members.Length ? next : 0;
            var member = _members[next++];
            if (member.Name!.Value.Value == name)
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>What is required here and was not written; null when nothing is missing.</summary>
    public List<LintFinding>? FindMissing(ulong written)
    {
        var missing = _required & ~written;
        return missing == 0 ? null : [.. _members.Where(member => (member.Bit & missing) != 0)
            .Select(member => JsonSchema.Fault("required", $"/{member.Name}"))];
    }
}
