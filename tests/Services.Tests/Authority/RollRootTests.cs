using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Services.Tests.Authority;

public sealed class RollRootTests : IDisposable
{
    private readonly AuthorityDesk _desk = new();

    public RollRootTests()
    {
        _desk.Init();
        _desk.AddIssuer();
    }

    [Fact]
    public void The_new_root_signs_the_next_list_and_the_old_one_announces_it()
    {
        using var pinned = new TrustRoots(new TrustRoot(_desk.Root));
        var said = _desk.Does("roll-root");

        var list = TrustList.Parse(File.ReadAllText(_desk.ListFile), pinned);
        Assert.True(list.IsFollowed);
        Assert.Equal(_desk.Root.Thumbprint(), list.Root.Thumbprint);
        Assert.Equal((3, 1), (list.Sequence, list.Issuers.Count));
        using var printed = TrustRoots.Parse(said.Split('\n').Single(line => line.StartsWith('{')));
        Assert.Equal([pinned.All[0].Thumbprint, _desk.Root.Thumbprint()], printed.All.Select(root => root.Thumbprint));
        Assert.Equal([AuthorityDesk.Now.AddSeconds(1), null], printed.All.Select(root => root.Until));
        Assert.DoesNotContain("PRIVATE", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_roll_is_previewed_like_every_other_change()
    {
        var before = _desk.Files();
        var (old, said) = (_desk.Root.Thumbprint(), _desk.Does("roll-root", "--preview"));
        Assert.Contains($"- root key {old}", said, StringComparison.Ordinal);
        Assert.Contains("a root key made at that moment", said, StringComparison.Ordinal);
        Assert.Contains("would be made", _desk.Does("prepare-root", "--preview"), StringComparison.Ordinal);
        Assert.Equal(before, _desk.Files());

        using var next = TrustRoots.Parse(
            _desk.Does("prepare-root").Split('\n').Single(line => line.StartsWith('{')));
        before = _desk.Files();
        Assert.Contains($"+ root key {next.All[0].Thumbprint}", _desk.Does("roll-root", "--preview"),
            StringComparison.Ordinal);
        Assert.Equal(before, _desk.Files());
    }

    [Fact]
    public void Whoever_pinned_the_prepared_key_before_needs_no_announcement()
    {
        var said = _desk.Does("prepare-root");
        using var next = TrustRoots.Parse(said.Split('\n').Single(line => line.StartsWith('{')));
        var before = _desk.List().Sequence;
        _desk.Does("prepare-root");
        _desk.Does("roll-root");

        var list = TrustList.Parse(File.ReadAllText(_desk.ListFile), next);
        Assert.False(list.IsFollowed);
        Assert.Equal(before + 1, list.Sequence);
    }

    [Fact]
    public void The_authority_goes_on_with_the_new_root_and_keeps_the_old_private_key_aside()
    {
        var old = _desk.Root;
        _desk.Does("roll-root");
        _desk.Does("publish");
        _desk.Does("roll-root");
        using var pinned = new TrustRoots(new TrustRoot(old));

        Assert.Equal(5, TrustList.Parse(File.ReadAllText(_desk.ListFile), pinned).Sequence);
        Assert.Equal(2, Directory.GetFiles(_desk.Folder, "root.retired-*.key.pem").Length);
        Assert.All(Directory.GetFiles(_desk.Folder, "root*.key.pem"), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.False(File.Exists(Path.Combine(_desk.Folder, "root.next.key.pem")));
    }

    [Fact]
    public void A_roll_that_a_power_cut_interrupted_goes_on_where_it_stopped()
    {
        var old = File.ReadAllBytes(Path.Combine(_desk.Folder, "root.key.pem"));
        _desk.Does("roll-root");
        // As if the cut came after the list was published and before the keys changed places.
        File.Move(Path.Combine(_desk.Folder, "root.key.pem"), Path.Combine(_desk.Folder, "root.next.key.pem"));
        File.WriteAllBytes(Path.Combine(_desk.Folder, "root.key.pem"), old);

        _desk.Does("publish");

        Assert.Equal((4, _desk.Root.Thumbprint()), (_desk.List().Sequence, _desk.List().Root.Thumbprint));
    }

    [Fact]
    public void Lists_of_before_are_still_served_after_the_root_changed()
    {
        _desk.Does("roll-root");
        using var roots = TrustRoots.Parse(File.ReadAllText(Path.Combine(_desk.Folder, "roots.jwks.json")));

        foreach (var file in Directory.GetFiles(Path.Combine(_desk.Folder, "history")))
        {
            Assert.False(TrustList.Parse(File.ReadAllText(file), roots).IsFollowed);
        }
    }

    [Fact]
    public void A_preview_shows_the_change_and_changes_nothing()
    {
        var before = _desk.Files();
        var said = _desk.Does("withdraw-issuer", "--id", "https://nsda.passport.example.gov.bd", "--from", "2026-11-21",
            "--reason", "Licence ended", "--preview");

        Assert.Contains("+ Issuer  NSDA  https://nsda.passport.example.gov.bd  WITHDRAWN from", said,
            StringComparison.Ordinal);
        Assert.Contains("- Issuer  NSDA  https://nsda.passport.example.gov.bd", said, StringComparison.Ordinal);
        Assert.DoesNotContain("key  ", said, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Files());
    }

    [Fact]
    public void A_broken_rule_is_told_in_the_preview_already() => _desk.Refused("https",
        "add-wallet", "--id", "http://wallet.example", "--name-en", "Wallet", "--preview");

    [Fact]
    public void Show_diff_tells_what_the_newest_list_changed()
    {
        var said = _desk.Does("show", "--diff");

        Assert.Contains("What list 2 changed in list 1", said, StringComparison.Ordinal);
        Assert.Contains("+ Issuer  NSDA", said, StringComparison.Ordinal);
        _desk.Does("publish");
        Assert.Contains("nothing but the dates", _desk.Does("show", "--diff"), StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();
}
