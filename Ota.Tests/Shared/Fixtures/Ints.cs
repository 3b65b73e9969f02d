namespace NanoOta.Tests
{
    /// <summary>
    /// Arrays of numbers from text. Each array that is written out costs an assembly the 64 characters of its field's name, and
    /// the CLR takes 32 KiB of names and strings an assembly.
    /// </summary>
    public static class Ints
    {
        /// <summary>Decimal numbers with one space between them.</summary>
        public static int[] Of(string text)
        {
            string[] parts = text.Split(' ');
            int[] numbers = new int[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                numbers[i] = int.Parse(parts[i]);
            }

            return numbers;
        }
    }
}
