using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>The worker of this request: the account behind the session, its opened vault and its number.</summary>
public sealed class CurrentWorker(IHttpContextAccessor accessor, Vaults vaults, FieldCipher cipher) : IDisposable
{
    private Vault? _vault;

    public WalletAccount Account => Item<WalletAccount>();

    /// <summary>The row of the phone this request comes from.</summary>
    public Guid Device => Item<SignedInDevice>().Id;

    /// <summary>Whether the right PIN was ever entered on this phone.</summary>
    public bool PinEntered => Item<SignedInDevice>().PinEntered;

    public Vault Vault => _vault ??= vaults.Open(Account);

    public Holder Holder => new(Account.Id, Vault);

    public string Phone => cipher.Unprotect("wallet-phone", Account.SealedPhone);

    public bool IsBorrowed => Session.IsBorrowed(accessor.HttpContext!.User);

    public bool IsHelped => Session.HelperOf(accessor.HttpContext!.User) is not null;

    /// <summary>The session in which a helper helps; null in the worker's own.</summary>
    public SignedInDevice? HelpedSession => IsHelped ? Item<SignedInDevice>() : null;

    public void Dispose() => _vault?.Dispose();

    private static InvalidOperationException NotSignedIn() => new("This route must require the Worker policy.");

    private T Item<T>() where T : class => accessor.HttpContext?.Items[typeof(T)] as T ?? throw NotSignedIn();
}
