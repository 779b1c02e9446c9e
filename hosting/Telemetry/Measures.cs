using System.Diagnostics;
using System.Diagnostics.Metrics;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Telemetry;

/// <summary>What a service counts about its own work. Every label is one of a few fixed words: nothing that names a
/// person, a certificate, a code or an address ever becomes one (ADR 0052). Costs next to nothing while nobody
/// listens.</summary>
public sealed class Measures : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _outbound;
    private readonly Counter<long> _redemptions;

    /// <summary>One set for each service, also where several share a process.</summary>
    public Measures(ServiceIdentity service)
    {
        Name = "SkillsPassport." + service.Name;
        _meter = new Meter(Name);
        _verdicts = _meter.CreateCounter<long>("skills_passport.verdicts", "{verdict}", "Credentials judged.");
        _outbound = _meter.CreateCounter<long>("skills_passport.outbound", "{exchange}", "Documents asked of others.");
        _redemptions = _meter.CreateCounter<long>("skills_passport.redemptions", "{credential}",
            "Credentials given to wallets.");
    }

    /// <summary>Name of the meter.</summary>
    public string Name { get; }

    /// <summary>Whether somebody listens to verdicts.</summary>
    public bool CountsVerdicts => _verdicts.Enabled;

    /// <summary>One verdict: its state and the reason that decided it.</summary>
    public void Verdict(string format, string state, string reason) => _verdicts.Add(1, new TagList
    {
        { "format", format }, { "state", state }, { "reason", reason },
    });

    /// <summary>One exchange with another service: <c>answered</c>, <c>refused</c> or <c>failed</c>, and
    /// how.</summary>
    public void Outbound(string outcome, string detail) => _outbound.Add(1, new TagList
    {
        { "outcome", outcome }, { "detail", detail },
    });

    /// <summary>Credentials of one request of a wallet.</summary>
    public void Redeemed(int credentials) => _redemptions.Add(credentials);

    /// <summary>A value that is looked up when somebody asks, such as a list's age; null: nothing to say.</summary>
    public void Observe(string name, string unit, string description, Func<double?> value) =>
        _meter.CreateObservableGauge<double>(name, () => value() is { } now
            ? (IEnumerable<Measurement<double>>)[new Measurement<double>(now)] : [], unit, description);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
