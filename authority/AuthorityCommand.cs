using SkillsPassport.Authority.Lists;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Authority;

/// <summary>
/// The accrediting authority's command: each call does one thing to the list, signs it with the next number, and says
/// in plain words what changed. Wrong usage and broken rules change nothing.
/// </summary>
public static class AuthorityCommand
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The rules say no, or the folder cannot be used; nothing changed.</summary>
    public const int Refused = 1;

    /// <summary>Wrong usage; nothing changed.</summary>
    public const int WrongUsage = 2;

    /// <summary>As typed, to serve the list; Program starts the service.</summary>
    internal const string Serve = "serve";

    private const string DefaultFolder = "data/authority";
    private const string Preview = "preview";
    private const int DefaultDays = 30;

    private static readonly Option[] Common =
    [
        new("folder", "PATH", $"the authority's folder; {DefaultFolder} when left out"),
        new("days", "N", $"days until the list must be renewed; {DefaultDays} when left out"),
    ];

    private static readonly Option Previewing =
        new(Preview, "", "show what would change in the list, and change nothing");

    private static readonly Operation[] Operations =
    [
        AddIssuer.Operation, ChangeKeys.Add, ChangeKeys.Retire, ChangeKeys.Compromise, IssuerPublishes.Update,
        IssuerRoots.Add, WithdrawIssuer.Operation,
        ChangeCentres.Add, ChangeCentres.Withdraw, AddWallet.Operation, ChangeRegisters.Add, ChangeRegisters.Remove,
        DescribeScheme.Operation, PublishList.Operation,
    ];

    /// <summary>Runs one operation.</summary>
    /// <param name="args">Operation and options, as typed; <c>serve</c> is not among them.</param>
    /// <param name="output">Where to say what happened.</param>
    /// <param name="clock">The time; the system's when null.</param>
    /// <returns><see cref="Done"/>, <see cref="Refused"/> or <see cref="WrongUsage"/>.</returns>
    public static int Run(string[] args, TextWriter output, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var name = args.FirstOrDefault();
        try
        {
            return name switch
            {
                null or "help" or "--help" => Help(output, name is null ? WrongUsage : Done),
                InitAuthority.Name => Init(Read(args, InitAuthority.Options), output, now),
                ShowList.Name => Show(Read(args, ShowList.Options), output),
                RollRoot.PrepareName => Prepare(Read(args, [Previewing]), output),
                RollRoot.Name => Roll(Read(args, [Previewing]), output, now),
                _ when Operations.FirstOrDefault(known => known.Name == name) is { } operation =>
                    Change(operation, Read(args, [.. operation.Options, Previewing]), output, now),
                _ => throw new WrongUsageException($"There is no operation \"{name}\"."),
            };
        }
        catch (WrongUsageException wrong)
        {
            output.WriteLine(wrong.Message);
            Usage(name, output);
            output.WriteLine("Nothing was changed.");
            return WrongUsage;
        }
        catch (Exception refused) when (refused is AuthorityFolderException or TrustListException)
        {
            output.WriteLine(refused.Message);
            output.WriteLine("Nothing was changed.");
            return Refused;
        }
    }

    private static Arguments Read(string[] args, IReadOnlyList<Option> options) =>
        new(args[1..], [.. options, .. Common]);

    private static AuthorityFolder Folder(Arguments given) => new(given.TextOrNull("folder") ?? DefaultFolder);

    private static int Init(Arguments given, TextWriter output, DateTimeOffset now)
    {
        var folder = Folder(given);
        var list = InitAuthority.FirstList(given, now) with
        {
            NextUpdate = now.AddDays(given.Days("days", DefaultDays)),
        };
        if (TrustListRules.Broken(list) is { Count: > 0 } broken)
        {
            throw new TrustListException(TrustListRefusal.ContentInvalid, string.Join(" ", broken));
        }

        using var only = folder.Lock();
        if (folder.Exists)
        {
            throw new AuthorityFolderException($"{folder.Path} already holds an authority.");
        }

        using var key = folder.MakeKey();
        folder.Publish(list.Sequence, TrustListSigner.Sign(list, key));
        output.WriteLine($"Made the root key and an empty list in {folder.Path}.");
        output.WriteLine("Keep root.key.pem secret and backed up.");
        output.WriteLine("Give every verifier the list's address and this public key:");
        output.WriteLine(key.PublicJwk.ToJson().ToJsonString());
        return Done;
    }

    private static int Show(Arguments given, TextWriter output)
    {
        var list = Folder(given).ReadList();
        if (given.Has("json"))
        {
            ShowList.PrintJson(list, output);
            return Done;
        }

        if (!given.Has("diff"))
        {
            ShowList.Print(list.Content, output);
            return Done;
        }

        var before = list.Content.History.Count == 0 ? null
            : Folder(given).ReadEarlier(list.Content.History[0].Sequence);
        output.WriteLine(before is null ? "There is no list before this one."
            : $"What list {list.Sequence} changed in list {before.Sequence}:");
        ShowList.PrintDifference(before?.Content, list.Content, output);
        return Done;
    }

    private static int Change(Operation operation, Arguments given, TextWriter output, DateTimeOffset now)
    {
        var folder = Folder(given);
        var days = given.Days("days", DefaultDays);
        using var only = folder.Lock();
        var list = folder.ReadList();
        folder.FinishRoll(list);
        var change = operation.Apply(list.Content, given, now);
        if (change.Next is null)
        {
            output.WriteLine(change.Said);
            output.WriteLine("Nothing was changed.");
            return Refused;
        }

        var next = Following(folder, list, change.Next, now, days);
        using var key = folder.ReadKey();
        var signed = TrustListSigner.Sign(next, key);
        output.WriteLine(change.Said);
        if (given.Has(Preview))
        {
            ShowList.PrintDifference(list.Content, next, output);
            output.WriteLine("This was a preview. Nothing was changed.");
            return Done;
        }

        folder.Publish(next.Sequence, signed);
        output.WriteLine($"Signed list {next.Sequence}; renew it before {next.NextUpdate.UtcDateTime:yyyy-MM-dd}.");
        return Done;
    }

    private static int Roll(Arguments given, TextWriter output, DateTimeOffset now)
    {
        var folder = Folder(given);
        var days = given.Days("days", DefaultDays);
        using var only = folder.Lock();
        var list = folder.ReadList();
        folder.FinishRoll(list);
        if (given.Has(Preview))
        {
            RollRoot.Preview(folder, list, folder.NextSequence(list.Sequence), output);
            return Done;
        }

        using var old = folder.ReadKey();
        using var next = folder.NextKey();
        using var roots = folder.ReadRoots();
        var content = Following(folder, list, RollRoot.Announce(list.Content, old, next.PublicJwk, now), now, days);
        var signed = TrustListSigner.Sign(content, next);
        // The public keys first: whoever reads the folder must know the next root when its first list is there.
        var set = folder.WriteRoots(RollRoot.Succession(roots, old.PublicJwk, next.PublicJwk, now));
        folder.Publish(content.Sequence, signed);
        var aside = folder.FinishRoll(folder.ReadList());
        output.WriteLine($"The root key is now {next.Kid}. List {content.Sequence} is signed with it and carries the "
            + "old root's announcement: verifiers that pin the old key follow it and say so in their log.");
        output.WriteLine("Give every verifier the new key. Until all have it, they may pin both, each for its time:");
        output.WriteLine(set);
        output.WriteLine($"The old private key is in {aside}: lock it away or destroy it. If it was stolen, do not "
            + "rely on the announcement: let every verifier pin the new key alone.");
        return Done;
    }

    private static int Prepare(Arguments given, TextWriter output)
    {
        var folder = Folder(given);
        using var only = folder.Lock();
        RollRoot.Prepare(folder, given.Has(Preview), output);
        return Done;
    }

    /// <summary>The list that comes after this one.</summary>
    private static TrustListContent Following(
        AuthorityFolder folder, TrustList list, TrustListContent next, DateTimeOffset now, int days) => next with
        {
            Sequence = folder.NextSequence(list.Sequence),
            IssuedAt = now,
            NextUpdate = now.AddDays(days),
            History = [.. EarlierLists.Before(list)],
        };

    private static int Help(TextWriter output, int code)
    {
        output.WriteLine("The accrediting authority's trust list. Operations:");
        output.WriteLine($"  {InitAuthority.Name,-16} {InitAuthority.Summary}");
        foreach (var operation in Operations)
        {
            output.WriteLine($"  {operation.Name,-16} {operation.Summary}");
        }

        output.WriteLine($"  {ShowList.Name,-16} {ShowList.Summary}");
        output.WriteLine($"  {RollRoot.PrepareName,-16} {RollRoot.PrepareSummary}");
        output.WriteLine($"  {RollRoot.Name,-16} {RollRoot.Summary}");
        output.WriteLine($"  {Serve,-16} Serve the signed list (--urls {AuthorityHost.DefaultUrl} "
            + "--Authority:Folder PATH)");
        output.WriteLine("Every operation takes --folder and --days, and, if it changes something that is there, "
            + "--preview to show the change without making it. An operation with wrong options explains itself.");
        output.WriteLine($"The officers' desk: {AddOfficer.Command}, {CloseAccount.Command}, {VerifyAudit.Command}, "
            + $"{RegisterKeys.Command}. check-config says whether the settings are sound.");
        return code;
    }

    private static void Usage(string? name, TextWriter output)
    {
        var options = name switch
        {
            InitAuthority.Name => InitAuthority.Options,
            ShowList.Name => ShowList.Options,
            RollRoot.Name or RollRoot.PrepareName => [Previewing],
            _ => Operations.FirstOrDefault(known => known.Name == name)?.Options.Append(Previewing),
        };
        if (options is null)
        {
            Help(output, WrongUsage);
            return;
        }

        output.WriteLine($"Usage: {name} [options]");
        foreach (var option in options.Concat(Common))
        {
            output.WriteLine($"  {$"--{option.Name} {option.Value}",-20} {option.Help}"
                + (option.Required ? " (required)" : "") + (option.Many ? " (may be repeated)" : ""));
        }
    }
}
