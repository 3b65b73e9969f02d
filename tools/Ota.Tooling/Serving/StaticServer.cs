using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanoOta.Tooling.Serving
{
    /// <summary>How a <see cref="StaticServer"/> serves.</summary>
    public sealed record StaticServerOptions
    {
        /// <summary>The folder whose files are served; nothing outside it can be reached.</summary>
        public required string Root { get; init; }

        /// <summary>The address to listen at.</summary>
        public IPAddress Bind { get; init; } = IPAddress.Loopback;

        /// <summary>The port; 0 takes a free one.</summary>
        public int Port { get; init; }

        /// <summary>With a certificate (and its private key) the server speaks https only.</summary>
        public X509Certificate2? Certificate { get; init; }

        /// <summary>Told of every answer as it ends; called from several threads.</summary>
        public Action<ServedRequest>? Served { get; init; }
    }

    /// <summary>One answer.</summary>
    public sealed record ServedRequest(string Method, string Path, string? Range, int Status, long? Length);

    /// <summary>
    /// A web server for release folders: GET and HEAD, single ranges (206, 416), strong entity tags, If-None-Match, If-Range.
    /// Hidden files and folders (a dot in front) are not served, so neither are files that 'publish' is still writing.
    /// </summary>
    public sealed class StaticServer : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private StaticServer(WebApplication app, Uri url)
        {
            _app = app;
            Url = url;
        }

        /// <summary>Where it listens, with the real port.</summary>
        public Uri Url { get; }

        /// <summary>Starts. Throws <see cref="ToolException"/> when the folder is not there or the port cannot be had.</summary>
        public static async Task<StaticServer> StartAsync(StaticServerOptions options, CancellationToken cancellation = default)
        {
            if (!Directory.Exists(options.Root))
            {
                throw new ToolException(ExitCode.InputOutput, $"{options.Root} is not a folder. Give the one that 'nanoota publish --out' writes to.");
            }

            WebApplication app = Build(options);
            try
            {
                await app.StartAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
            {
                await app.DisposeAsync().ConfigureAwait(false);
                throw new ToolException(ExitCode.InputOutput, $"Cannot listen at {options.Bind}, port {options.Port}: {e.Message.TrimEnd('.')}. Try --port 0.", e);
            }

            string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            return new StaticServer(app, new Uri(address));
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
            await _app.StopAsync(patience.Token).ConfigureAwait(false);
            await _app.DisposeAsync().ConfigureAwait(false);
        }

        private static WebApplication Build(StaticServerOptions options)
        {
            // Empty: no configuration file, environment variable or argument of the host process has a say.
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(options.Bind, options.Port, listen =>
                {
                    if (options.Certificate != null)
                    {
                        listen.UseHttps(options.Certificate);
                    }
                });
            });

            builder.Services.AddSingleton(_ => new ReleaseFileServer(options.Root));
            WebApplication app = builder.Build();
            if (options.Served != null)
            {
                app.Use(next => context => ReportAsync(next, context, options.Served));
            }

            app.Use(next => context => FilterAsync(next, context));
            app.Run(app.Services.GetRequiredService<ReleaseFileServer>().AnswerAsync);
            return app;
        }

        private static Task FilterAsync(RequestDelegate next, HttpContext context)
        {
            // The file provider hides dot files, but not what lies in dot folders.
            if (context.Request.Path.Value!.Contains("/.", StringComparison.Ordinal))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        private static async Task ReportAsync(RequestDelegate next, HttpContext context, Action<ServedRequest> served)
        {
            await next(context).ConfigureAwait(false);
            served(new ServedRequest(
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.Range.FirstOrDefault(),
                context.Response.StatusCode,
                context.Response.ContentLength));
        }
    }
}
