using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace SkillsPassport.Hosting.Database;

/// <summary>Keeps cookie keys in the service's database, so that every copy of the service reads the same
/// cookies.</summary>
public sealed class SignInKeyStore<TDb>(IDbContextFactory<TDb> databases) : IXmlRepository where TDb : ServiceDb
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = databases.CreateDbContext();
        return [.. db.SignInKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = databases.CreateDbContext();
        db.SignInKeys.Add(new SignInKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
