using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Serving;

namespace NanoOta.Cli
{
    /// <summary>nanoota serve: a web server for releases on the desk.</summary>
    internal static class ServeCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> folder = new Argument<string>("folder") { Description = "The folder that 'nanoota publish --out' writes to." }.OfPath();
            Option<int> port = new("--port", "-p") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => 8080 };
            port.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int value) && value is < 0 or > IPEndPoint.MaxPort)
                {
                    result.AddError("--port takes 0 to 65535.");
                }
            });
            Option<string> bind = new("--bind") { Description = "The address to listen at; 0.0.0.0 for all, so that devices reach it.", DefaultValueFactory = _ => "127.0.0.1" };
            Option<bool> https = new("--https") { Description = "Speak https, with a certificate made for the purpose." };
            Option<string> ca = new Option<string>("--ca") { Description = "With --https: the file of the certificate authority to pin on devices; made if it is not there.", DefaultValueFactory = _ => "nanoota-ca.pem" }.OfPath();
            Option<string[]> hosts = new("--host") { Description = "With --https: a further name or address in the certificate (repeat for more)." };
            Option<bool> json = CommonOptions.Json();
            Command command = new("serve", "Serves a release folder over http or https until Ctrl-C.") { folder, port, bind, https, ca, hosts, json };
            command.SetAction((parsed, cancellation) => RunAsync(
                console,
                new StaticServerOptions
                {
                    Root = parsed.GetRequiredValue(folder),
                    Bind = Address(parsed.GetRequiredValue(bind)),
                    Port = parsed.GetValue(port),
                    Served = request => console.Out.WriteLine(parsed.GetValue(json) ? JsonLine(request) : Line(request)),
                },
                parsed.GetValue(https) ? parsed.GetRequiredValue(ca) : null,
                parsed.GetValue(hosts) ?? [],
                parsed.GetValue(json),
                cancellation));
            return command;
        }

        private static async Task<int> RunAsync(CliConsole console, StaticServerOptions options, string? caFile, string[] hosts, bool asJson, CancellationToken cancellation)
        {
            using X509Certificate2? certificate = caFile == null ? null : MakeCertificate(console, options, caFile, hosts, asJson);
            StaticServer server = await StaticServer.StartAsync(options with { Certificate = certificate }, cancellation).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                console.Out.WriteLine(asJson
                    ? new JsonObject { ["serving"] = options.Root, ["url"] = server.Url.ToString(), ["authority"] = caFile }.ToJsonString()
                    : $"Serving {options.Root} at {server.Url} until Ctrl-C.");
                await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            }

            // Ctrl-C is how a server is meant to end.
            return (int)ExitCode.Ok;
        }

        private static X509Certificate2 MakeCertificate(CliConsole console, StaticServerOptions options, string caFile, string[] hosts, bool asJson)
        {
            string root = Path.GetFullPath(options.Root) + Path.DirectorySeparatorChar;
            if (Path.GetFullPath(caFile).StartsWith(root, StringComparison.Ordinal))
            {
                throw new ToolException(ExitCode.Usage, $"{caFile} lies in the folder that is served, and so would its key. Choose another place with --ca.");
            }

            HashSet<string> names = [.. hosts, "localhost", "127.0.0.1", Dns.GetHostName()];
            if (!options.Bind.Equals(IPAddress.Any) && !options.Bind.Equals(IPAddress.IPv6Any))
            {
                names.Add(options.Bind.ToString());
            }

            X509Certificate2 certificate = ServerCertificate.Make(caFile, names);
            if (asJson)
            {
                // The line that says where the server is names the file.
                return certificate;
            }

            console.Out.WriteLine($"Certificate authority to pin on devices ({caFile}), good for {string.Join(", ", names)}:");
            console.Out.WriteLine(File.ReadAllText(caFile).TrimEnd());
            return certificate;
        }

        private static IPAddress Address(string text) => IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : throw new ToolException(ExitCode.Usage, $"--bind takes an IP address, not '{text}': 127.0.0.1 for this machine only, 0.0.0.0 for all.");

        // One object a line, so that a script reads each request as it comes.
        private static string JsonLine(ServedRequest request) => new JsonObject
        {
            ["status"] = request.Status,
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["range"] = request.Range,
            ["length"] = request.Length ?? 0,
        }.ToJsonString();

        private static string Line(ServedRequest request)
        {
            string range = request.Range == null ? string.Empty : $"  {request.Range}";
            return string.Create(CultureInfo.InvariantCulture, $"{request.Status}  {request.Method} {request.Path}{range}  {request.Length ?? 0} bytes");
        }
    }
}
