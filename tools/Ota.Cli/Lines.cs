namespace NanoOta.Cli
{
    /// <summary>Words in lines of at most 80 columns.</summary>
    internal static class Lines
    {
        /// <summary>The width that everything but file names and digests keeps to.</summary>
        public const int Width = 80;

        /// <summary>Writes a text behind a heading; further lines are indented to the text.</summary>
        public static void Write(TextWriter output, string heading, string text)
        {
            string line = heading;
            bool isEmpty = true;
            foreach (string word in text.Split(' '))
            {
                if (!isEmpty && line.Length + 1 + word.Length > Width)
                {
                    output.WriteLine(line);
                    line = new string(' ', heading.Length);
                    isEmpty = true;
                }

                line += isEmpty ? word : $" {word}";
                isEmpty = false;
            }

            output.WriteLine(line);
        }
    }
}
