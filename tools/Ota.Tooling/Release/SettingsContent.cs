using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>What a release changes on the devices that run it; see docs/FORMAT.md, "Signed settings". What is null stays as it is on a device.</summary>
    public sealed record SettingsContent
    {
        private const int MaxUrl = 255;
        private const int MaxAuthorities = 4096;
        private const string Pem = "-----BEGIN CERTIFICATE-----";

        /// <summary>The manifest's address.</summary>
        public string? Url { get; init; }

        /// <summary>A second address, in reserve.</summary>
        public string? ReserveUrl { get; init; }

        /// <summary>Where reports go.</summary>
        public string? ReportUrl { get; init; }

        /// <summary>Seconds between two checks.</summary>
        public int? Interval { get; init; }

        /// <summary>The daily install window in minutes of the local day; both -1 for no window.</summary>
        public (int Start, int End)? Window { get; init; }

        /// <summary>Minutes that the local time is ahead of UTC.</summary>
        public int? UtcOffset { get; init; }

        /// <summary>The device's group in rollouts.</summary>
        public string? Group { get; init; }

        /// <summary>0 for any network, 1 for none that costs by the byte.</summary>
        public int? Network { get; init; }

        /// <summary>Bytes a day that updates may fetch; 0 for no limit.</summary>
        public int? DailyBytes { get; init; }

        /// <summary>Certificates of root CAs, PEM.</summary>
        public string? Authorities { get; init; }

        /// <summary>Such as "interval 2 h, window 02:00-04:00 local time".</summary>
        public string Words
        {
            get
            {
                List<string> words = [];
                Add(words, Url, url => $"url {url}");
                Add(words, ReserveUrl, url => $"reserve {url}");
                Add(words, ReportUrl, url => $"reports to {url}");
                Add(words, Interval, seconds => seconds % 3600 == 0 ? $"a check every {seconds / 3600} h" : $"a check every {seconds} s");
                Add(words, Window, window => window.Start < 0 ? "no window" : string.Create(CultureInfo.InvariantCulture, $"window {window.Start / 60:D2}:{window.Start % 60:D2}-{window.End / 60:D2}:{window.End % 60:D2} local time"));
                Add(words, UtcOffset, minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes} min ahead of UTC"));
                Add(words, Group, group => $"group {group}");
                Add(words, Network, rule => rule == 0 ? "any network" : "no metered network");
                Add(words, DailyBytes, bytes => bytes == 0 ? "no byte budget" : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes a day"));
                Add(words, Authorities, pem => $"authorities {string.Join(" and ", Certificates(pem).Select(certificate => certificate.Subject))}");
                return string.Join(", ", words);
            }
        }

        /// <summary>Reads a file of settings: one JSON object with the fields of the manifest. "authorities" may name a PEM file beside this one.</summary>
        /// <exception cref="ToolException">The file cannot be read, or a device would refuse a value.</exception>
        public static SettingsContent Load(string path)
        {
            byte[] bytes = Files.ReadAll(path);
            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(bytes);
            }
            catch (JsonException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is no JSON: {e.Message}", e);
            }

            using (document)
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    throw new ToolException(ExitCode.BadInput, $"{path} is no JSON object. Write fields such as {{\"interval\": 7200}}.");
                }

                SettingsContent settings = Read(document.RootElement, field => new ToolException(ExitCode.BadInput, Unknown(path, field)));
                if (settings.Authorities is { } file && !file.StartsWith("-----BEGIN", StringComparison.Ordinal))
                {
                    byte[] pem = Files.ReadAll(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file));
                    settings = settings with { Authorities = System.Text.Encoding.ASCII.GetString(pem) };
                }

                return settings.Check(path);
            }
        }

        /// <summary>Reads the fields of a manifest. Unknown ones are left out, or refused by the exception that the caller makes.</summary>
        internal static SettingsContent Read(JsonElement source, Func<string, ToolException>? unknown = null)
        {
            SettingsContent read = new();
            int? start = null;
            int? end = null;
            foreach (JsonProperty field in source.EnumerateObject())
            {
                bool isText = field.Value.ValueKind == JsonValueKind.String;
                bool isNumber = field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out _);
                string? text = isText ? field.Value.GetString() : null;
                int? number = isNumber ? field.Value.GetInt32() : null;
                switch (field.Name)
                {
                    case "url" when isText:
                        read = read with { Url = text };
                        break;
                    case "reserveUrl" when isText:
                        read = read with { ReserveUrl = text };
                        break;
                    case "reportUrl" when isText:
                        read = read with { ReportUrl = text };
                        break;
                    case "group" when isText:
                        read = read with { Group = text };
                        break;
                    case "authorities" when isText:
                        read = read with { Authorities = text };
                        break;
                    case "interval" when isNumber:
                        read = read with { Interval = number };
                        break;
                    case "utcOffset" when isNumber:
                        read = read with { UtcOffset = number };
                        break;
                    case "network" when isNumber:
                        read = read with { Network = number };
                        break;
                    case "dailyBytes" when isNumber:
                        read = read with { DailyBytes = number };
                        break;
                    case "windowStart" when isNumber:
                        start = number;
                        break;
                    case "windowEnd" when isNumber:
                        end = number;
                        break;
                    default:
                        if (unknown != null)
                        {
                            throw unknown(field.Name);
                        }

                        break;
                }
            }

            return start == null && end == null ? read : read with { Window = (start ?? -1, end ?? -1) };
        }

        /// <summary>Writes the fields, in the order of docs/FORMAT.md.</summary>
        internal void Write(Utf8JsonWriter json)
        {
            Write(json, "url", Url);
            Write(json, "reserveUrl", ReserveUrl);
            Write(json, "reportUrl", ReportUrl);
            Write(json, "interval", Interval);
            Write(json, "windowStart", Window?.Start);
            Write(json, "windowEnd", Window?.End);
            Write(json, "utcOffset", UtcOffset);
            Write(json, "group", Group);
            Write(json, "network", Network);
            Write(json, "dailyBytes", DailyBytes);
            Write(json, "authorities", Authorities);
        }

        private SettingsContent Check(string path)
        {
            void Require(bool holds, string what)
            {
                if (!holds)
                {
                    throw new ToolException(ExitCode.BadInput, $"{path}: {what}");
                }
            }

            Require(this != new SettingsContent(), "there is no setting in the file. Write fields such as {\"interval\": 7200}.");
            foreach ((string name, string? url) in ((string, string?)[])[("url", Url), ("reserveUrl", ReserveUrl), ("reportUrl", ReportUrl)])
            {
                Require(
                    url == null || (url.Length is > 0 and <= MaxUrl && url.All(c => c is > ' ' and <= '~' and not '"') && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https"),
                    $"'{name}' is no http or https address of at most {MaxUrl} characters.");
            }

            Require(Interval is null or (>= 600 and <= 604800), "'interval' takes 600 to 604800 seconds.");
            Require(
                Window is not { } window || window is (-1, -1) || (window.Start is >= 0 and < 1440 && window.End is >= 0 and < 1440 && window.Start != window.End),
                "'windowStart' and 'windowEnd' are two different minutes of the day, 0 to 1439, or both -1.");
            Require(UtcOffset is null or (>= -720 and <= 840), "'utcOffset' takes -720 to 840 minutes.");
            Require(Group == null || (Group.Length is > 0 and <= 64 && Group.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')), "'group' takes 1 to 64 letters, digits, '.', '_' or '-'.");
            Require(Network is null or 0 or 1, "'network' takes 0 for any network, or 1 for none that costs by the byte.");
            Require(DailyBytes is null or 0 or >= 16384, "'dailyBytes' takes 0, or 16384 and more.");
            Require(Authorities == null || (Authorities.Length <= MaxAuthorities && Certificates(Authorities).Count != 0), $"'authorities' is no PEM of certificates with at most {MaxAuthorities} characters, and names no such file.");
            return this;
        }

        private static X509Certificate2Collection Certificates(string pem)
        {
            X509Certificate2Collection all = [];
            try
            {
                all.ImportFromPem(pem.Contains(Pem, StringComparison.Ordinal) ? pem : string.Empty);
            }
            catch (CryptographicException)
            {
                // None that counts.
                all.Clear();
            }

            return all;
        }

        private static string Unknown(string path, string field) => field is "updates" or "enabled" or "disabled"
            ? $"{path}: a release cannot switch updates off or on ('{field}'). Only the device's application can."
            : $"{path}: there is no setting '{field}' with such a value. docs/FORMAT.md has the fields and their types.";

        private static void Add<T>(List<string> words, T? value, Func<T, string> text)
            where T : class
        {
            if (value != null)
            {
                words.Add(text(value));
            }
        }

        private static void Add<T>(List<string> words, T? value, Func<T, string> text)
            where T : struct
        {
            if (value is { } some)
            {
                words.Add(text(some));
            }
        }

        private static void Write(Utf8JsonWriter json, string name, string? value)
        {
            if (value != null)
            {
                json.WriteString(name, value);
            }
        }

        private static void Write(Utf8JsonWriter json, string name, int? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }
    }
}
