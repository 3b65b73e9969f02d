using System.Globalization;
using NanoOta.Formats;
using NanoOta.Tooling.Esp;

namespace NanoOta.Tooling.Firmware
{
    /// <summary>A nanoCLR image as a file: taken apart, judged, and written with another application.</summary>
    public sealed class FirmwareFile
    {
        private readonly string _path;
        private readonly AttachedImage _image;

        private FirmwareFile(string path, AttachedImage image)
        {
            _path = path;
            _image = image;
            Natives = FirmwareNatives.Read(image.Firmware);
        }

        /// <summary>What the firmware registers, if that is known for sure.</summary>
        public FirmwareNatives Natives { get; }

        /// <summary>The application that is attached; null when there is none.</summary>
        public AppSegment? App => _image.App;

        /// <summary>What the bootloader's check says.</summary>
        public EspImageInfo Info => _image.Info;

        /// <summary>The image is signed: it can be published, and not be changed.</summary>
        public bool IsSigned => _image.IsSigned;

        /// <summary>The image ends in the padding of secure boot v2: it has to be signed after it was packed.</summary>
        public bool NeedsSignature => _image.IsPadded && !_image.IsSigned;

        /// <summary>Reads a file. Throws <see cref="ToolException"/> with the reason.</summary>
        public static FirmwareFile Load(string path) => Read(Files.ReadAll(path), path);

        /// <summary>Reads an image's bytes.</summary>
        public static FirmwareFile Read(byte[] bytes, string path)
        {
            AttachFault fault = AttachedImage.Open(bytes, out AttachedImage? image, out EspImageFault imageFault, out AppSegmentFault segmentFault);
            return image == null ? throw Refuse(path, fault, imageFault, segmentFault) : new FirmwareFile(path, image);
        }

        /// <summary>Refuses an application that the firmware could not run, with every assembly and both checksums.</summary>
        public void CheckNatives(AppSegment app, NativesPolicy policy)
        {
            if (Natives.Fault != NativesFault.None)
            {
                if (policy == NativesPolicy.MustBeKnown)
                {
                    string reason = Natives.Fault == NativesFault.NoTable ? "no table of them was found" : "several tables were found, and they differ";
                    throw new ToolException(
                        ExitCode.BadInput,
                        $"The native assemblies of {_path} are not known for sure: {reason}. Take a nanoCLR.bin, or go on with --unsafe-natives and try the image on a board first.");
                }

                return;
            }

            IReadOnlyList<NativeMismatch> wrong = Natives.Judge(app.BootAssemblies.Concat(app.AppAssemblies));
            if (wrong.Count != 0)
            {
                throw new ToolException(
                    ExitCode.BadInput,
                    $"{_path} cannot run this program: {string.Join("; ", wrong.Select(Describe))}. Take the firmware that the packages were made for, or packages for this firmware.");
            }
        }

        /// <summary>The image with this application in place of its own.</summary>
        public byte[] With(AppSegment app, int slotSize)
        {
            AttachFault fault = _image.With(app, slotSize, out byte[]? bytes);
            return bytes ?? throw (fault == AttachFault.SlotSize
                ? new ToolException(
                    ExitCode.BadInput,
                    string.Create(CultureInfo.InvariantCulture, $"{_path} with an application of {app.ToBytes().Length} bytes does not fit a slot of {slotSize} bytes{Reserve()}. Make the application or the firmware smaller, or the slots larger."))
                : Refuse(_path, fault, EspImageFault.None, AppSegmentFault.None));
        }

        private string Reserve() => _image.IsPadded ? $" that keeps {AttachedImage.SignatureSize} bytes for the signature" : string.Empty;

        private static string Describe(NativeMismatch wrong) => (wrong.Needed, wrong.Firmware) switch
        {
            (0, uint has) => $"{wrong.Name} has no native code, and the firmware registers 0x{has:X8} under that name",
            (uint needs, null) => $"{wrong.Name} needs native code 0x{needs:X8}, and the firmware has none",
            (uint needs, uint has) => $"{wrong.Name} needs native code 0x{needs:X8}, and the firmware has 0x{has:X8}",
        };

        private static ToolException Refuse(string path, AttachFault fault, EspImageFault imageFault, AppSegmentFault segmentFault) => new(
            ExitCode.BadInput,
            fault switch
            {
                AttachFault.Image => EspFirmware.Words(path, imageFault),
                AttachFault.AlreadySigned => $"{path} is signed: the signature is over other bytes than the image would have. Take the unsigned image, and sign after packing.",
                AttachFault.Trailing => $"{path} has bytes behind the image's end: a signature of secure boot v1, or another image. Take the image that the build wrote.",
                AttachFault.TwoApps => $"{path} has two applications. Take the image that the build wrote.",
                AttachFault.App => $"The application in {path} is not sound ({segmentFault}). Take the image that the build wrote.",
                AttachFault.Padding => $"{path} ends in zeros that are not secure boot v2's padding: of secure boot v1, or of another tool. Build it anew.",
                AttachFault.Segments => $"{path} has {EspImage.MaxSegments} segments already, and there may be no more. Build the firmware with fewer sections.",
                AttachFault.Order => $"In {path} a mapped segment lies behind the application, and cannot be moved. Take the image that the build wrote.",
                _ => $"{path} cannot take an application: {fault}.",
            });
    }
}
