using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// Where a service keeps files: <c>Data:Folder</c>. In Development it defaults to <c>data/{service}</c> below the
/// current folder; in Production it must be named.
/// </summary>
public static class DataFolder
{
    /// <summary>The absolute path; made when missing, readable by the owner only.</summary>
    public static string Of(WebApplicationBuilder builder, string service)
    {
        var named = builder.Configuration["Data:Folder"];
        if (string.IsNullOrWhiteSpace(named))
        {
            if (!builder.Environment.IsDevelopment())
            {
                throw new InvalidOperationException("Data:Folder: name the folder where this service keeps its files.");
            }

            named = Path.Combine("data", service);
        }

        var path = Path.GetFullPath(named);
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
