using System.Diagnostics;
using System.Text;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>One service as a process of its own, started the way an operator starts it; killed hard when disposed.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServiceProcess(string assembly, IEnumerable<string> args)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. args])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
                Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            },
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything the process printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it is live.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not answer within a minute.</exception>
    public static async Task<ServiceProcess> StartAsync(string assembly, Uri address, IEnumerable<string> args)
    {
        var process = new ServiceProcess(assembly, args);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var tries = 0; tries < 600 && !process._process.HasExited; tries++)
        {
            try
            {
                if ((await http.GetAsync(new Uri(address, "/health/live"))).IsSuccessStatusCode)
                {
                    return process;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(100);
        }

        if (process._process.HasExited)
        {
            // Only then all that it printed has been read.
            await process._process.WaitForExitAsync();
        }

        var output = process.Output;
        await process.DisposeAsync();
        throw new InvalidOperationException($"{assembly} did not start:\n{output}");
    }

    /// <summary>Kills it as a power cut would.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
