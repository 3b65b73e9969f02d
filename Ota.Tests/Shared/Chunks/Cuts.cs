using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    /// <summary>Where an image is cut.</summary>
    public static class Cuts
    {
        /// <summary>The end of each chunk.</summary>
        public static int[] Ends(byte[] image, ChunkMethod method)
        {
            return Ends(image, new ChunkCutter(method));
        }

        /// <summary>The end of each chunk by a cutter at its start.</summary>
        public static int[] Ends(byte[] image, ChunkCutter cutter)
        {
            int[] ends = new int[image.Length];
            byte[] buffer = new byte[ChunkCutter.MaxLength];
            int count = 0;
            for (int at = 0; at < image.Length;)
            {
                int remaining = image.Length - at;
                int step = cutter.Next(Window(image, at, buffer), remaining);
                if (step < 1 || step > remaining)
                {
                    throw new System.Exception("step " + step + " at " + at);
                }

                at += step;
                ends[count] = at;
                count++;
            }

            int[] result = new int[count];
            System.Array.Copy(ends, 0, result, 0, count);
            return result;
        }

        /// <summary>Whether a chunk ends there.</summary>
        public static bool Contains(int[] ends, int end)
        {
            for (int i = 0; i < ends.Length; i++)
            {
                if (ends[i] == end)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>An assembly of noise whose header says that it has so many bytes.</summary>
        public static void PutAssembly(byte[] image, int at, int total)
        {
            byte[] marker = TestBytes.FromHex("4e464d524b310000");
            System.Array.Copy(marker, 0, image, at, marker.Length);
            TableBytes.SetInt32(image, at + 100, total);
        }

        // The image's next bytes; behind its end stays what was there before, which must not matter.
        private static byte[] Window(byte[] image, int at, byte[] buffer)
        {
            int count = image.Length - at;
            System.Array.Copy(image, at, buffer, 0, count < buffer.Length ? count : buffer.Length);
            return buffer;
        }
    }
}
