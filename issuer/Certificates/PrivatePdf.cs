namespace SkillsPassport.Issuer.Certificates;

/// <summary>A PDF about a person: no browser and no cache on the way keeps it.</summary>
public sealed class PrivatePdf(IResult file) : IResult
{
    private const string Type = "application/pdf";

    public PrivatePdf(byte[] bytes, string name) : this(Results.File(bytes, Type, name))
    {
    }

    public PrivatePdf(Stream stream, string name) : this(Results.Stream(stream, Type, name))
    {
    }

    public Task ExecuteAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return file.ExecuteAsync(context);
    }
}
