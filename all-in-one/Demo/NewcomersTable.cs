namespace SkillsPassport.AllInOne.Demo;

/// <summary>What a newcomer sees when everything runs.</summary>
public static class NewcomersTable
{
    /// <summary>Prints it.</summary>
    public static void Print(DemoFile demo, TextWriter says)
    {
        var certificate = demo.Certificates[0];
        says.WriteLine($"""

            SkillsPassport is running with sample data (DEMO; invented people).

              Issuer    {demo.Issuer}    the assessor's and officers' desk
              Verifier  {demo.Verifier}    anybody checks a certificate
              Wallet    {demo.Wallet}    the worker's passport
              Authority {demo.Authority}    registers: /recruiters for everybody, /desk for officers

            Sign-ins
            {string.Join('\n', demo.SignIns.Select(one =>
                $"  {one.Service,-9} {one.Role,-11} {one.User,-16} {one.Secret}"))}

              Certificate  {certificate.Pdf}
              Its QR       {certificate.QrText}
              A share      {demo.Shares[0].Url}

            Try next
              1. Open the QR link, then change one character of it.
              2. Sign in as officer, revoke the certificate, open the link again.
              3. Sign in at the wallet, stop the share, open the share link again.
              4. Send in samples/bad-sheet.csv as assessor and read the errors.
              5. Check many at once at {demo.Verifier}/desk, and report a suspicion at {demo.Verifier}/report;
                 read it as operator at {demo.Verifier}/suspicions.
            Everything is in data/demo.json too. Stop with Ctrl-C; the next ./run finds it all again.
            """);
    }
}
