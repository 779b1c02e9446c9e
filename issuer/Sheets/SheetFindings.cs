namespace SkillsPassport.Issuer.Sheets;

/// <summary>What checking a sheet found so far. Errors and notices are counted apart: a notice never takes the place of
/// an error, nor ends the check.</summary>
public sealed class SheetFindings
{
    private readonly List<Finding> _errors = [];
    private readonly List<Finding> _notices = [];

    public bool HasErrors => _errors.Count > 0;

    /// <summary>More errors than are listed.</summary>
    public bool IsFull => _errors.Count > SheetContract.Current.MaxFindings;

    /// <summary>All of them, also those that are not listed.</summary>
    public int Notices { get; private set; }

    public void Add(Finding finding)
    {
        if (!finding.IsNotice)
        {
            _errors.Add(finding);
        }
        else if (++Notices <= SheetContract.Current.MaxNotices)
        {
            _notices.Add(finding);
        }
    }

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    /// <summary>Errors first, each kind by row, and a word on those that are left out.</summary>
    public IReadOnlyList<Finding> Listed()
    {
        var most = SheetContract.Current.MaxFindings;
        var listed = _errors.OrderBy(finding => finding.Row).Take(most).ToList();
        if (_errors.Count > most)
        {
            listed.Insert(0, new Finding(0, "", Finding.TooMany, Expected: $"{most}"));
        }

        listed.AddRange(_notices.OrderBy(finding => finding.Row));
        if (Notices > _notices.Count)
        {
            listed.Add(new Finding(0, "", "too_many_notices", $"{Notices - _notices.Count}"));
        }

        return listed;
    }
}
