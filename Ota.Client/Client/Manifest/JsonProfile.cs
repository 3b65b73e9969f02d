namespace NanoOta
{
    /// <summary>
    /// Checks that bytes are JSON (RFC 8259) of the manifest's profile, before any parser sees the bytes:
    /// - one object, with at most <see cref="MaxDepth"/> levels, and no arrays in arrays;
    /// - integers of at most 15 digits;
    /// - no \u or \/ escapes, and no string that begins with a quotation mark;
    /// - UTF-8 without characters outside the basic plane.
    /// </summary>
    /// <remarks>
    /// nanoFramework.Json accepts more than JSON (missing commas, single quotes). That parser doubles a quotation mark that a string begins with, and
    /// recurses as deep as the input asks. Two parsers that differ about signed bytes are a way in. What passes here, every parser reads alike. Not
    /// thread-safe.
    /// </remarks>
    public sealed class JsonProfile
    {
        /// <summary>Levels of objects and arrays.</summary>
        public const int MaxDepth = 8;

        private const int MaxDigits = 15;

        private readonly byte[] _text;
        private readonly int _end;
        private int _at;
        private OtaResult _result = OtaResult.ManifestNotJson;

        private JsonProfile(byte[] text, int index, int count)
        {
            _text = text;
            _at = index;
            _end = index + count;
        }

        /// <summary>Checks the bytes of one document.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.ManifestNotJson"/> or <see cref="OtaResult.ManifestTooDeep"/>.</returns>
        public static OtaResult Check(byte[] text, int index, int count)
        {
            JsonProfile scan = new JsonProfile(text, index, count);
            scan.SkipSpace();
            if (scan.Peek() != '{' || !scan.Value(1, false))
            {
                return scan._result;
            }

            scan.SkipSpace();
            return scan._at == scan._end ? OtaResult.Ok : OtaResult.ManifestNotJson;
        }

        private int Peek()
        {
            return _at < _end ? _text[_at] : -1;
        }

        private bool Take(int c)
        {
            if (Peek() != c)
            {
                return false;
            }

            _at++;
            return true;
        }

        private void SkipSpace()
        {
            for (; ; _at++)
            {
                int c = Peek();
                if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
                {
                    return;
                }
            }
        }

        private bool Value(int depth, bool inArray)
        {
            SkipSpace();
            int c = Peek();
            if (c == '{' || c == '[')
            {
                if (depth > MaxDepth)
                {
                    _result = OtaResult.ManifestTooDeep;
                    return false;
                }

                return c == '{' ? Members(depth) : !inArray && Elements(depth);
            }

            return c == '"' ? Text() : c == '-' || (c >= '0' && c <= '9') ? Integer() : Word(c == 't' ? "true" : c == 'f' ? "false" : "null");
        }

        private bool Members(int depth)
        {
            _at++;
            SkipSpace();
            if (Take('}'))
            {
                return true;
            }

            do
            {
                SkipSpace();
                if (Peek() != '"' || !Text())
                {
                    return false;
                }

                SkipSpace();
                if (!Take(':') || !Value(depth + 1, false))
                {
                    return false;
                }

                SkipSpace();
            }
            while (Take(','));

            return Take('}');
        }

        private bool Elements(int depth)
        {
            _at++;
            SkipSpace();
            if (Take(']'))
            {
                return true;
            }

            do
            {
                if (!Value(depth + 1, true))
                {
                    return false;
                }

                SkipSpace();
            }
            while (Take(','));

            return Take(']');
        }

        private bool Integer()
        {
            Take('-');
            int first = _at;
            while (Peek() >= '0' && Peek() <= '9')
            {
                _at++;
            }

            int digits = _at - first;
            int c = Peek();
            return digits >= 1 && digits <= MaxDigits && (digits == 1 || _text[first] != '0') && c != '.' && c != 'e' && c != 'E';
        }

        private bool Word(string word)
        {
            for (int i = 0; i < word.Length; i++)
            {
                if (!Take(word[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Text()
        {
            _at++;
            int first = _at;
            while (_at < _end)
            {
                int c = _text[_at++];
                if (c == '"')
                {
                    return true;
                }

                if (c < 0x20)
                {
                    return false;
                }

                if (c == '\\')
                {
                    if ((Peek() == '"' && _at == first + 1) || !Escape())
                    {
                        return false;
                    }
                }
                else if (c >= 0x80 && !Utf8Rest(c))
                {
                    return false;
                }
            }

            return false;
        }

        private bool Escape()
        {
            int c = Peek();
            _at++;
            return c == '"' || c == '\\' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't';
        }

        // RFC 3629: no overlong forms, no surrogates; four-byte forms are outside the profile.
        private bool Utf8Rest(int lead)
        {
            int second = Peek();
            if (lead >= 0xC2 && lead <= 0xDF)
            {
                _at++;
                return IsRest(second);
            }

            if (lead < 0xE0 || lead > 0xEF || !IsRest(second))
            {
                return false;
            }

            _at++;
            int third = Peek();
            _at++;
            return IsRest(third) && !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second > 0x9F);
        }

        private static bool IsRest(int c)
        {
            return c >= 0x80 && c <= 0xBF;
        }
    }
}
