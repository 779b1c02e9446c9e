namespace SkillsPassport.Authority.Lists;

/// <summary>Signs the same content again, before its next update is due.</summary>
internal static class PublishList
{
    public static readonly Operation Operation = new("publish", "Sign the list again for another period", [],
        (list, _, _) => Change.To(list, "Nothing in it changed."));
}
