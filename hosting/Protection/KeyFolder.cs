using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Protection;

/// <summary>
/// Secrets that live outside the database: <c>Keys:Folder</c>, files readable by their owner only. In Development a
/// missing secret is made at first start; elsewhere the service refuses to start without it.
/// </summary>
public sealed class KeyFolder(string path, bool mayCreate)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder's absolute path.</summary>
    public string FolderPath { get; } = path;

    /// <summary>Whether missing keys are made here (Development only).</summary>
    public bool MayCreate { get; } = mayCreate;

    /// <summary>Reads a secret of exactly <paramref name="length"/> bytes.</summary>
    /// <exception cref="InvalidOperationException">Missing outside Development, of another length, or readable by
    /// others.</exception>
    public byte[] Secret(string name, int length)
    {
        var file = Path.Combine(FolderPath, name);
        if (!File.Exists(file) && MayCreate)
        {
            WriteOnce(name, RandomNumberGenerator.GetBytes(length));
        }

        var secret = Read(name);
        return secret.Length == length ? secret
            : throw new InvalidOperationException($"Keys:Folder: {file} holds {secret.Length} bytes, not {length}.");
    }

    /// <summary>Reads a key file after checking that nobody else can.</summary>
    /// <exception cref="InvalidOperationException">Missing, or readable by group or others.</exception>
    public byte[] Read(string name)
    {
        var file = Path.Combine(FolderPath, name);
        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"Keys:Folder: {file} is missing. Put the key there (mode 0600).");
        }

        if ((File.GetUnixFileMode(file) & ~OwnerOnly) != 0)
        {
            throw new InvalidOperationException($"Keys:Folder: {file} can be read by others. Run: chmod 600 {file}");
        }

        return File.ReadAllBytes(file);
    }

    /// <summary>Writes a new file of mode 0600; when another process was first, its file stays.</summary>
    public void WriteOnce(string name, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(FolderPath, OwnerOnly | UnixFileMode.UserExecute);
        var draft = Path.Combine(FolderPath, $".{name}.{Guid.NewGuid():N}");
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        }))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, Path.Combine(FolderPath, name), overwrite: false);
        }
        catch (IOException)
        {
            File.Delete(draft);
        }
    }
}

/// <summary>Registers the key folder and what is derived from it.</summary>
public static class KeyFolderRegistration
{
    /// <summary>Adds <see cref="KeyFolder"/>, <see cref="FieldCipher"/> and <see cref="BlindIndex"/>.</summary>
    public static void AddKeyFolder(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(services =>
        {
            var named = builder.Configuration["Keys:Folder"];
            var folder = string.IsNullOrWhiteSpace(named)
                ? Path.Combine(DataFolder.Of(builder, services.GetRequiredService<ServiceIdentity>().Name), "keys")
                : Path.GetFullPath(named);
            return new KeyFolder(folder, builder.Environment.IsDevelopment());
        });
        builder.Services.TryAddSingleton(services =>
            new FieldCipher(services.GetRequiredService<KeyFolder>().Secret("field.key", 32)));
        builder.Services.TryAddSingleton(services =>
            new BlindIndex(services.GetRequiredService<KeyFolder>().Secret("index.key", 32)));
        builder.Services.AddStartCheck(services => services.GetRequiredService<KeyFolder>().Secret("field.key", 32));
        builder.Services.AddStartCheck(services => services.GetRequiredService<KeyFolder>().Secret("index.key", 32));
        builder.AddKnownNames("Keys", "Folder");
    }
}
