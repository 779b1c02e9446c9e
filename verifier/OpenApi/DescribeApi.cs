using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier.OpenApi;

/// <summary><c>/openapi/v1.json</c>: the framework describes the routes; the report's schema is put in word for word
/// from
/// <c>schemas/api</c>, so that it is written down once.</summary>
public sealed class DescribeApi([FromKeyedServices(DescribeApi.Document)] IOpenApiDocumentProvider routes)
{
    internal const string Document = "v1";
    private const string ReportSchema = "schemas/api/verification-report.schema.json";
    private const string Json = "application/json";
    private static readonly JsonObject ReportReference = new() { ["$ref"] = "#/components/schemas/VerificationReport" };
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private byte[]? _bytes;

    public async Task<byte[]> BytesAsync(CancellationToken cancel)
    {
        if (_bytes is { } known)
        {
            return known;
        }
        var document = await routes.GetOpenApiDocumentAsync(cancel);
        var generated = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel);
        var json = JsonNode.Parse(generated)!.AsObject();
        Complete(json);
        return _bytes = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static void Complete(JsonObject json)
    {
        json["info"] = new JsonObject
        {
            ["title"] = "SkillsPassport verifier",
            ["version"] = "1",
            ["description"] = "Checks skills certificates on paper, in a PDF or presented by a wallet. An API key is "
                + "optional and only raises limits. See docs/verify-api.md.",
        };
        // The address is whatever host the reader asked; a generated one would name a machine.
        json.Remove("servers");
        var schemas = (json["components"] ??= new JsonObject())["schemas"] ??= new JsonObject();
        schemas["VerificationReport"] = Resource(typeof(CredentialVerifier), ReportSchema);
        var verify = json["paths"]!["/api/verify"]!["post"]!;
        // Bodies are read by hand, strictly, so that the framework does not know their shapes.
        foreach (var (path, body) in Resource(typeof(DescribeApi), "openapi/requests.json").AsObject())
        {
            json["paths"]![path]!["post"]!["requestBody"] = body!.DeepClone();
        }
        verify["responses"]!["200"]!["content"] = new JsonObject
        {
            [Json] = new JsonObject
            {
                ["schema"] = ReportReference.DeepClone(),
                ["examples"] = Resource(typeof(DescribeApi), "openapi/reports.json"),
            },
        };
        schemas["BatchItem"] = Resource(typeof(DescribeApi), "openapi/batch-item.json");
        schemas["BatchLine"] = Resource(typeof(DescribeApi), "openapi/batch-line.json");
        json["paths"]!["/api/verify/batch"]!["post"]!["responses"]!["200"]!["content"] = new JsonObject
        {
            [VerifyBatch.Lines] = new JsonObject
            {
                ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/BatchLine" },
                ["examples"] = BatchAnswers(),
            },
        };
        CompleteAnswers(json);
        schemas["ProblemDetails"]!["properties"]!["code"] = new JsonObject
        {
            ["type"] = "string", ["enum"] = new JsonArray([.. Refusals.Codes.Select(code => (JsonNode)code)]),
        };
        json["components"]!["securitySchemes"] = new JsonObject
        {
            ["apiKey"] = new JsonObject
            {
                ["type"] = "http", ["scheme"] = "bearer", ["description"] = "Optional: raises the limit of its owner.",
            },
        };
        foreach (var path in (string[])["/api/verify", "/api/verify/batch"])
        {
            json["paths"]![path]!["post"]!["security"] = new JsonArray(
                new JsonObject(), new JsonObject { ["apiKey"] = new JsonArray() });
        }

        schemas["ShareAnswer"]!["properties"]!["reports"] = new JsonObject
        {
            ["type"] = "array", ["items"] = ReportReference.DeepClone(),
        };
    }

    // The whole report stands in its line, as it is really said.
    private static JsonNode BatchAnswers()
    {
        var report = Resource(typeof(DescribeApi), "openapi/reports.json")["valid"]!["value"]!;
        var examples = Resource(typeof(DescribeApi), "openapi/batch-answers.json");
        examples["lines"]!["value"] = string.Concat(examples["lines"]!["value"]!.AsArray().Select(line =>
        {
            if (line!["report"] is not null)
            {
                line["report"] = report.DeepClone();
            }

            return line.ToJsonString(Relaxed) + "\n";
        }));
        return examples;
    }

    /// <summary>What stands in the head of an answer besides its kind.</summary>
    private static IEnumerable<(string Name, string Meaning)> HeadersOf(string path, string status)
    {
        if (status is "429" or "503")
        {
            yield return ("Retry-After", "Seconds until it is worth trying again, where that is known.");
        }

        if (status == "405")
        {
            yield return ("Allow", "The methods that this address takes (RFC 9110 section 10.2.1).");
        }

        if (status == "401")
        {
            yield return ("WWW-Authenticate", "What is wrong with the API key (RFC 6750 section 3).");
        }

        if (path.StartsWith("/api/verify", StringComparison.Ordinal) && status is "200" or "429")
        {
            yield return ("RateLimit-Policy", "Credentials a minute (draft-ietf-httpapi-ratelimit-headers-10).");
            yield return ("RateLimit", "What is left of them, and seconds until all are.");
        }
    }

    /// <summary>An example for every answer: ours from a file, problems as they are really said.</summary>
    private static void CompleteAnswers(JsonObject json)
    {
        var examples = Resource(typeof(DescribeApi), "openapi/answers.json");
        foreach (var (path, methods) in json["paths"]!.AsObject())
        {
            foreach (var (_, operation) in methods!.AsObject())
            {
                foreach (var (status, response) in operation!["responses"]!.AsObject())
                {
                    foreach (var (name, meaning) in HeadersOf(path, status))
                    {
                        (response!["headers"] ??= new JsonObject())[name] = new JsonObject
                        {
                            ["description"] = meaning, ["schema"] = new JsonObject { ["type"] = "string" },
                        };
                    }

                    foreach (var (type, content) in response!["content"]?.AsObject() ?? [])
                    {
                        var example = type == Refusals.ProblemType
                            ? Refusals.Example(int.Parse(status, CultureInfo.InvariantCulture), path)
                            : examples[path]?[type]?.DeepClone();
                        if (example is not null && content!["examples"] is null)
                        {
                            content["example"] = example;
                        }
                    }
                }
            }
        }
    }

    private static JsonNode Resource(Type owner, string name)
    {
        using var stream = owner.Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        return JsonNode.Parse(stream)!;
    }
}

/// <summary>Registers and serves the description.</summary>
public static class ApiDescription
{
    public static void AddApiDescription(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(DescribeApi.Document);
        builder.Services.AddSingleton<DescribeApi>();
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi/v1.json", async (DescribeApi description, HttpContext context) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return Results.Bytes(await description.BytesAsync(context.RequestAborted), "application/json");
        }).ExcludeFromDescription().AllowAnonymous();
}
