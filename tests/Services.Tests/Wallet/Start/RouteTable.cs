namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>For whom a route is.</summary>
public enum For
{
    Anybody,

    /// <summary>Whoever has the secret in its address.</summary>
    Secret,

    /// <summary>The worker whose passport it is, alone.</summary>
    Worker,

    /// <summary>The same, or a helper with the worker's code.</summary>
    Receives,

    /// <summary>An officer at a counter.</summary>
    Helper,

    /// <summary>The second person at a counter.</summary>
    Supervisor,
}

/// <summary>Whose row a parameter of a route names.</summary>
public enum Row
{
    Certificate,
    Share,
    Intention,
    Device,
    Passkey,
    Recovery,
    Declared,
    Warning,
}

/// <summary>Every route of the wallet, and every id that any of them takes. A new route, or a new id, is placed here: the
/// tests that walk the table fail until it is.</summary>
public static class RouteTable
{
    public static readonly IReadOnlyDictionary<string, For> Routes = new Dictionary<string, For>
    {
        ["/"] = For.Anybody,
        ["/help"] = For.Anybody,
        ["/sign-up"] = For.Anybody,
        ["/sign-up/code"] = For.Anybody,
        ["/sign-in"] = For.Anybody,
        ["/sign-in/code"] = For.Anybody,
        ["/sign-in/passkey"] = For.Anybody,
        ["/recover"] = For.Anybody,
        ["/recover/code"] = For.Anybody,
        ["/recover/pin"] = For.Anybody,
        ["/receive"] = For.Anybody,
        ["/outbox"] = For.Anybody,
        ["/counter/sign-in"] = For.Anybody,
        ["/scripts/{name}"] = For.Anybody,
        ["/parts/{name}"] = For.Anybody,
        ["/offline"] = For.Anybody,
        ["/offline.mjs"] = For.Anybody,
        ["/manifest.webmanifest"] = For.Anybody,
        ["/scanner/{hash}/{**name}"] = For.Anybody,
        ["/look.css"] = For.Anybody,
        ["/health/live"] = For.Anybody,
        ["/health/ready"] = For.Anybody,
        ["/recover/stop/{secret}"] = For.Secret,
        ["/shares/{id}"] = For.Secret,
        ["/passport"] = For.Worker,
        ["/certificate/{id:guid}"] = For.Worker,
        ["/certificate/{id:guid}/paper"] = For.Worker,
        ["/certificate/{id:guid}/qr"] = For.Worker,
        ["/declared"] = For.Worker,
        ["/declared/{id:guid}"] = For.Worker,
        ["/share"] = For.Worker,
        ["/share/new"] = For.Worker,
        ["/share/{id:guid}"] = For.Worker,
        ["/share/{id:guid}/card"] = For.Worker,
        ["/share/warning/{id:guid}"] = For.Worker,
        ["/history"] = For.Worker,
        ["/lock"] = For.Worker,
        ["/keep"] = For.Worker,
        ["/account"] = For.Worker,
        ["/account/import"] = For.Worker,
        ["/account/phones"] = For.Worker,
        ["/account/passkeys"] = For.Worker,
        ["/account/recovery"] = For.Worker,
        ["/account/counter-code"] = For.Worker,
        ["/add"] = For.Receives,
        ["/add/number"] = For.Receives,
        ["/receive/{id:guid}"] = For.Receives,
        ["/helped"] = For.Receives,
        ["/card"] = For.Receives,
        ["/sign-out"] = For.Receives,
        ["/counter"] = For.Helper,
        ["/counter/help"] = For.Helper,
        ["/counter/help/code"] = For.Helper,
        ["/counter/help/whose"] = For.Helper,
        ["/counter/help/pin"] = For.Helper,
        ["/counter/recovery"] = For.Helper,
        ["/counter/recovery/code"] = For.Helper,
        ["/counter/recoveries"] = For.Supervisor,
    };

    /// <summary>Route and parameter, as the route or the form calls it.</summary>
    public static readonly IReadOnlyDictionary<string, Row> Ids = new Dictionary<string, Row>
    {
        ["/certificate/{id:guid} id"] = Row.Certificate,
        ["/certificate/{id:guid}/paper id"] = Row.Certificate,
        ["/certificate/{id:guid}/qr id"] = Row.Certificate,
        ["/declared/{id:guid} id"] = Row.Declared,
        ["/share/{id:guid} id"] = Row.Share,
        ["/share/{id:guid}/card id"] = Row.Share,
        ["/share/warning/{id:guid} id"] = Row.Warning,
        ["/history certificate"] = Row.Certificate,
        ["/history who"] = Row.Share,
        ["/share/new c"] = Row.Certificate,
        ["/share/new once"] = Row.Share,
        ["/receive/{id:guid} id"] = Row.Intention,
        ["/account/phones id"] = Row.Device,
        ["/account/passkeys id"] = Row.Passkey,
        ["/counter/recoveries id"] = Row.Recovery,
    };
}
