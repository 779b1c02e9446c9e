using System.Globalization;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>
/// Writes one claim set as it will be signed. Every claim is held against the JSON Schema of its type on its way, and
/// goes into the payload or, where the type metadata hide it, into a disclosure (RFC 9901 section 4.2).
/// </summary>
internal sealed class ClaimSetWriter : IDisposable
{
    private readonly PooledBuffer _payload = new(4096);
    private readonly Utf8JsonWriter _payloadJson;
    private readonly DisclosureWriter _disclosures = new();
    private readonly List<LintFinding> _findings = [];
    private readonly Stack<Container> _around = new(4);
    private Container _in;
    private Utf8JsonWriter _json;

    /// <param name="place">The place of the whole set, an object.</param>
    public ClaimSetWriter(ClaimPlace place)
    {
        _json = _payloadJson = new Utf8JsonWriter(_payload, WireJson.Writer);
        _json.WriteStartObject();
        _in = new Container(place, "");
    }

    /// <summary>What breaks the schema, as <c>schema:keyword</c> with a JSON pointer.</summary>
    public IReadOnlyList<LintFinding> Findings => _findings;

    /// <summary>The payload, once it was finished.</summary>
    public ReadOnlySpan<byte> Payload => _payload.Written;

    /// <summary>The disclosures, each followed by a tilde.</summary>
    public ReadOnlySpan<byte> Disclosures => _disclosures.Text;

    private bool IsInDisclosure => _json != _payloadJson;

    public void Write(string name, ReadOnlySpan<char> text)
    {
        var place = Member(name);
        Report(place.Schema.FindFaults(text), name);
        Begin(place).WriteStringValue(text);
        End(place);
    }

    public void Write(string name, long number)
    {
        var place = Member(name);
        Report(place.Schema.FindFaults(number), name);
        Begin(place).WriteNumberValue(number);
        End(place);
    }

    public void Write(string name, bool value)
    {
        var place = Member(name);
        Report(place.Schema.FindFaults(value), name);
        Begin(place).WriteBooleanValue(value);
        End(place);
    }

    public void BeginObject(string name)
    {
        Open(Member(name), name);
        _json.WriteStartObject();
    }

    public void EndObject()
    {
        EndMembers();
        _json.WriteEndObject();
        Close();
    }

    public void BeginArray(string name)
    {
        Open(Member(name), name);
        _json.WriteStartArray();
    }

    /// <summary>Begins an object that is the next element of the array.</summary>
    public void BeginElement()
    {
        var index = (_in.Elements ??= []).Count;
        Open(_in.Place.Elements!, index.ToString(CultureInfo.InvariantCulture));
        _json.WriteStartObject();
        _in.Start = (int)(_json.BytesCommitted + _json.BytesPending);
    }

    public void EndElement()
    {
        EndMembers();
        _json.Flush();
        // What is written by the same hand in the same order is equal when its octets are.
        var octets = (IsInDisclosure ? _disclosures.Open : _payload.Written)[_in.Start..].ToArray();
        _json.WriteEndObject();
        Close();
        _in.Elements!.Add(octets);
    }

    public void EndArray()
    {
        Report(_in.Place.Schema.FindFaults(_in.Elements ?? []), name: null);
        _json.WriteEndArray();
        Close();
    }

    /// <summary>Ends the set itself.</summary>
    public void Finish()
    {
        EndMembers();
        if (_disclosures.Text.Length > 0)
        {
            _json.WriteString(Specs.SdJwt.SdAlg, Specs.SdJwt.Sha256);
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _payloadJson.Dispose();
        _payload.Dispose();
        _disclosures.Dispose();
    }

    private ClaimPlace Member(string name)
    {
        var place = _in.Place.Find(ref _in.Next, name)
            ?? throw new InvalidOperationException($"The type has no claim {name} in this place.");
        if ((_in.Written & place.Bit) != 0)
        {
            throw new InvalidOperationException($"The claim {name} is written twice.");
        }

        _in.Written |= place.Bit;
        return place;
    }

    private void Open(ClaimPlace place, string name)
    {
        Begin(place);
        _around.Push(_in);
        _in = new Container(place, name);
    }

    private void Close()
    {
        var place = _in.Place;
        _in = _around.Pop();
        End(place);
    }

    private Utf8JsonWriter Begin(ClaimPlace place)
    {
        if (place.IsHidden)
        {
            _json = _disclosures.Begin(place.Name);
        }
        else if (place.Name is { } name)
        {
            _json.WritePropertyName(name);
        }

        return _json;
    }

    private void End(ClaimPlace place)
    {
        if (!place.IsHidden)
        {
            return;
        }

        var digest = _disclosures.End();
        _json = _payloadJson;
        if (place.Name is not null)
        {
            (_in.Digests ??= []).Add(digest);
            return;
        }

        _json.WriteStartObject();
        _json.WritePropertyName(Specs.SdJwt.ArrayDigest);
        _json.WriteStringValue(digest.Text);
        _json.WriteEndObject();
    }

    private void EndMembers()
    {
        Report(_in.Place.FindMissing(_in.Written), name: null);

        if (_in.Digests is null)
        {
            return;
        }

        // Sorted, so that the order tells nothing about which claims there are (section 4.2.4.1).
        _in.Digests.Sort();
        _json.WriteStartArray(Specs.SdJwt.Sd);
        foreach (var digest in _in.Digests)
        {
            _json.WriteStringValue(digest.Text);
        }

        _json.WriteEndArray();
    }

    private void Report(List<LintFinding>? faults, string? name)
    {
        if (faults is null)
        {
            return;
        }

        var path = string.Join('/', _around.Reverse().Append(_in).Select(one => one.Name).Concat(
            name is null ? [] : [name]));
        _findings.AddRange(faults.Select(fault => fault with { Path = path + fault.Path }));
    }

    /// <summary>An object or array that is being written.</summary>
    private struct Container(ClaimPlace place, string name)
    {
        /// <summary>Where the search for the next member begins.</summary>
        public int Next;

        /// <summary>Where the octets of an element begin.</summary>
        public int Start;

        /// <summary>Which members were written: one <see cref="ClaimPlace.Bit"/> each.</summary>
        public ulong Written;

        /// <summary>Digests of the hidden members.</summary>
        public List<DisclosureDigest>? Digests;

        /// <summary>The elements' octets.</summary>
        public List<byte[]>? Elements;

        public readonly ClaimPlace Place = place;

        public readonly string Name = name;
    }
}
