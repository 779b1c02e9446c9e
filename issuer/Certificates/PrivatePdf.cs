namespace SkillsPassport.Issuer.Certificates;

/// <summary>A PDF about a person: no browser and no cache on the way keeps it.</summary>
public sealed class PrivatePdf(IResult file) : IResult
{
    private const string Type = "application/pdf";

    public PrivatePdf(byte[] bytes, string name) : this(Results.File(bytes, Type, name))
    {
    }

    private PrivatePdf(Stream stream, string name) : this(Results.Stream(stream, Type, name))
    {
    }

    /// <summary>Many pages, one by one into a file that is gone with the answer: a sheet may have thousands of pages,
    /// memory does not.</summary>
    public static async Task<PrivatePdf> OfPagesAsync<TPage>(HttpContext context, string name,
        IEnumerable<TPage> pages, Action<Stream, IEnumerable<TPage>> write)
    {
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
        });
        context.Response.RegisterForDisposeAsync(file);
        // A browser that has left needs no further page.
        var wanted = pages.TakeWhile(_ =>
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            return true;
        });
        await Task.Run(() => write(file, wanted), context.RequestAborted);
        file.Position = 0;
        return new PrivatePdf(file, name);
    }

    public Task ExecuteAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return file.ExecuteAsync(context);
    }
}
